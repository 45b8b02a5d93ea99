import { expect } from '@open-wc/testing';
import { message } from '../../testing/scenes.js';
import { Conversation } from './conversation.js';

const unread = { unread: true } as const;
const textsOf = (messages: readonly { readonly text: string }[]): readonly string[] =>
  messages.map(({ text }) => text);

describe('the conversation that is shown', () => {
  it('has the messages of its thread, the same list while they are the same', () => {
    const conversation = new Conversation();
    const log = [message('all'), message('psst', { to: 'me' })];
    conversation.look(log, 'naomi', true);
    const { messages } = conversation;
    expect(textsOf(messages)).to.deep.equal(['psst']);
    conversation.look(log, 'naomi', false);
    expect(conversation.messages === messages).to.equal(true);
    conversation.look(log, null, true);
    expect(textsOf(conversation.messages)).to.deep.equal(['all']);
  });

  it('tells who has just come in: others, now, while somebody could see it', () => {
    const conversation = new Conversation();
    const log = [message('old', unread)];
    conversation.look(log, null, true);
    expect(conversation.newcomers).to.deep.equal([]);
    const more = [
      ...log,
      message('a', unread),
      message('mine', { mine: true }),
      message('given back', { restored: true }),
      message('b', unread),
      message('psst', { ...unread, to: 'me' }),
    ];
    conversation.look(more, null, true);
    expect(textsOf(conversation.newcomers)).to.deep.equal(['a', 'b']);
    conversation.look([...more], null, true);
    expect(textsOf(conversation.newcomers)).to.deep.equal(['a', 'b']);
    conversation.look([...more, message('unseen', unread)], null, false);
    expect(conversation.newcomers).to.deep.equal([]);
  });

  it('tells nobody of what was said before it was opened', () => {
    const conversation = new Conversation();
    const log = [message('psst', { ...unread, to: 'me' })];
    conversation.look(log, null, true);
    conversation.look(log, 'naomi', true);
    expect(conversation.newcomers).to.deep.equal([]);
  });

  it('knows what is unread in it', () => {
    const conversation = new Conversation();
    conversation.look([message('psst', { ...unread, to: 'me' }), message('all')], null, true);
    expect(conversation.hasUnread).to.equal(false);
    conversation.look([message('all', unread)], null, true);
    expect(conversation.hasUnread).to.equal(true);
  });

  it('is empty without a log', () => {
    const conversation = new Conversation();
    conversation.look([message('a')], null, true);
    conversation.look(undefined, null, true);
    expect(conversation.messages).to.deep.equal([]);
  });
});
