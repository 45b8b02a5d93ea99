/** Reading: which conversation is shown, what is new, and where one is in it. */
import { expect, nextFrame } from '@open-wc/testing';
import type { ChatMessage } from '../../core/chat/chat-state.js';
import type { CallRequest } from '../../events/request-base.js';
import {
  active,
  call,
  chat,
  ended,
  incoming,
  message,
  outgoing,
  signedIn,
  user,
} from '../../testing/scenes.js';
import { type Mounted, mount, requestsAtWindow } from '../shared/element.contract.js';
import type { CallChatPanel } from './call-chat-panel.js';
import './call-chat-panel.define.js';

type Panel = Mounted<CallChatPanel>;

const people = signedIn(user('naomi'), user('oleg'), user('ann'));
const unread = (text: string, changes: Partial<ChatMessage> = {}): ChatMessage =>
  message(text, { unread: true, ...changes });
const hundred = Array.from({ length: 100 }, (_, n) => message(`text ${String(n)}`));

const textsOf = ({ element }: Panel): readonly (string | null)[] =>
  [...(element.shadowRoot?.querySelectorAll('[part~=bubble]') ?? [])].map(({ textContent }) => textContent);
const optionsOf = ({ $ }: Panel): readonly string[] =>
  [...$<HTMLSelectElement>('select').options].map(({ text }) => text.trim());
const choose = async ({ $, element }: Panel, name: string): Promise<void> => {
  const select = $<HTMLSelectElement>('select');
  select.selectedIndex = [...select.options].findIndex(({ text }) => text.trim() === name);
  select.dispatchEvent(new Event('change'));
  await element.updateComplete;
};
const isReading = ({ type }: CallRequest): boolean => type === 'call-mark-read-request';
const readOf = ({ provider }: Panel): readonly unknown[] =>
  provider.requests.filter(isReading).map((request) => Reflect.get(request, 'with') as unknown);
/** Until the browser has told the element that it is on the screen. */
const untilRead = async (panel: Panel): Promise<void> => {
  while (readOf(panel).length === 0) await nextFrame();
};
const untilTrue = async (done: () => boolean): Promise<void> => {
  while (!done()) await nextFrame();
};

describe('the choice of a conversation in call-chat-panel', () => {
  it('offers everybody, those one has talked to, the last one first, and then whoever is here', async () => {
    const panel = await mount('call-chat-panel', {
      ...people,
      chat: chat(
        message('a', { to: 'me', atMs: 1, from: 'zoe' }),
        unread('b', { to: 'me', atMs: 2, from: 'oleg' }),
        unread('c', { to: 'me', atMs: 3, from: 'oleg' }),
      ),
    });
    expect(optionsOf(panel)).to.deep.equal(['Everybody', 'oleg (2)', 'zoe', 'ann', 'naomi']);
    const groups = [...panel.$('select').querySelectorAll('optgroup')].map(({ label }) => label);
    expect(groups).to.deep.equal(['Private', 'People']);
  });

  it('shows the one that is chosen, and begins one with somebody who is here', async () => {
    const panel = await mount('call-chat-panel', {
      ...people,
      chat: chat(message('all'), message('psst', { to: 'me', from: 'oleg' })),
    });
    await choose(panel, 'oleg');
    expect([textsOf(panel), panel.element.thread]).to.deep.equal([['psst'], 'oleg']);
    await choose(panel, 'ann');
    expect(textsOf(panel)).to.deep.equal([]);
    expect(optionsOf(panel)).to.deep.equal(['Everybody', 'ann', 'oleg', 'naomi']);
    await choose(panel, 'Everybody');
    expect([textsOf(panel), panel.element.thread]).to.deep.equal([['all'], null]);
  });

  it('tells people apart whatever their names are', async () => {
    const names = ['__proto__', '0', 'null'];
    const panel = await mount('call-chat-panel', {
      ...people,
      chat: chat(...names.map((from) => message(`from ${from}`, { from, to: 'me' }))),
    });
    for (const name of names) {
      await choose(panel, name);
      expect(textsOf(panel)).to.deep.equal([`from ${name}`]);
    }
  });

  it('is not there where the page has chosen', async () => {
    const { element } = await mount('call-chat-panel', people, 'with="naomi"');
    expect(element.shadowRoot?.querySelector('select')).to.equal(null);
  });

  it('leads to where something is new', async () => {
    const panel = await mount('call-chat-panel', {
      ...people,
      chat: chat(unread('a', { to: 'me', from: 'oleg' }), unread('b', { to: 'me', from: 'oleg' })),
    });
    const button = panel.$('[part=unread-button]');
    expect(button.textContent.trim()).to.equal('oleg: 2 new');
    button.click();
    await panel.element.updateComplete;
    expect(textsOf(panel)).to.deep.equal(['a', 'b']);
    expect(panel.element.shadowRoot?.querySelector('[part=unread-button]')).to.equal(null);
  });
});

describe('a call and call-chat-panel', () => {
  const thread = ({ element }: Panel): string | null => element.thread;

  it('opens the conversation with its peer', async () => {
    const panel = await mount('call-chat-panel', people);
    await panel.set({ call: outgoing(false, call('oleg')) });
    expect(thread(panel)).to.equal('oleg');
    await panel.set({ call: ended('ended', 'me', call('oleg')) });
    expect(thread(panel)).to.equal('oleg');
  });

  it('does so once: the person may go elsewhere', async () => {
    const panel = await mount('call-chat-panel', { ...people, call: active() });
    expect(thread(panel)).to.equal('naomi');
    await choose(panel, 'Everybody');
    await panel.set({ call: active({ sinceMs: 5 }) });
    expect(thread(panel)).to.equal(null);
  });

  it('does not while it only rings here, but when it is answered', async () => {
    const panel = await mount('call-chat-panel', { ...people, call: incoming() });
    expect(thread(panel)).to.equal(null);
    await panel.set({ call: active() });
    expect(thread(panel)).to.equal('naomi');
  });

  it('takes away nothing that somebody is writing', async () => {
    const panel = await mount('call-chat-panel', people);
    const field = panel.$<HTMLTextAreaElement>('textarea');
    field.value = 'hello';
    field.dispatchEvent(new Event('input'));
    await panel.set({ call: active() });
    expect([thread(panel), field.value]).to.deep.equal([null, 'hello']);
  });

  it('leaves a conversation alone that the page has chosen', async () => {
    const panel = await mount('call-chat-panel', { ...people, call: active() }, 'with="oleg"');
    expect(thread(panel)).to.equal(null);
    expect(panel.$('h2').textContent.trim()).to.equal('oleg');
  });
});

describe('what is new in call-chat-panel', () => {
  it('is read when it can be seen, once, and only that', async () => {
    const panel = await mount('call-chat-panel', {
      ...people,
      chat: chat(unread('psst', { to: 'me' }), unread('all')),
    });
    await untilRead(panel);
    await nextFrame();
    expect(readOf(panel)).to.deep.equal([null]);
    panel.element.thread = 'naomi';
    await panel.element.updateComplete;
    expect(readOf(panel)).to.deep.equal([null, 'naomi']);
  });

  it('is not asked about again and again when the page vetoes, but with the next message', async () => {
    const { events, stop } = requestsAtWindow('call-mark-read-request', true);
    const panel = await mount('call-chat-panel', { ...people, chat: chat(unread('a')) });
    await untilTrue(() => events.length > 0);
    panel.element.requestUpdate();
    await panel.element.updateComplete;
    expect(events).to.have.length(1);
    await panel.set({ chat: chat(unread('a'), unread('b')) });
    stop();
    expect(events).to.have.length(2);
  });

  it('is not read while the element is out of sight, but when it is back', async () => {
    const panel = await mount('call-chat-panel', people);
    panel.element.hidden = true;
    const gone = new Promise((resolve) => {
      new IntersectionObserver((entries, observer) => {
        if (entries.at(-1)?.isIntersecting !== false) return;
        observer.disconnect();
        resolve(undefined);
      }).observe(panel.element);
    });
    await gone;
    await nextFrame();
    await panel.set({ chat: chat(unread('a')) });
    expect(readOf(panel)).to.deep.equal([]);
    panel.element.hidden = false;
    await untilRead(panel);
  });

  it('is not read while the page is behind another one', async () => {
    const panel = await mount('call-chat-panel', { ...people, chat: chat(unread('a')) });
    await untilRead(panel);
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    try {
      await panel.set({ chat: chat(unread('a'), unread('b')) });
      expect(readOf(panel)).to.have.length(1);
      Reflect.deleteProperty(document, 'visibilityState');
      document.dispatchEvent(new Event('visibilitychange'));
      await panel.element.updateComplete;
      expect(readOf(panel)).to.have.length(2);
    } finally {
      Reflect.deleteProperty(document, 'visibilityState');
    }
  });

  it('is said to screen readers when somebody else said it and it can be seen', async () => {
    const panel = await mount('call-chat-panel', { ...people, chat: chat(unread('old')) });
    await untilRead(panel);
    const live = panel.$('[aria-live=polite]');
    expect([live.textContent.trim(), panel.$('[role=log]').getAttribute('aria-live')]).to.deep.equal([
      '',
      'off',
    ]);
    const log = [message('old'), message('mine', { mine: true }), unread('new')];
    await panel.set({ chat: chat(...log) });
    expect(live.textContent.trim()).to.equal('naomi: new');
    await panel.set({ chat: chat(...log, unread('psst', { to: 'me' })) });
    expect(live.textContent.trim()).to.equal('naomi: new');
  });
});

describe('the log of call-chat-panel', () => {
  const isAtEnd = ({ $ }: Panel): boolean => {
    const { scrollTop, scrollHeight, clientHeight } = $('.log');
    return scrollHeight > clientHeight && scrollTop + clientHeight >= scrollHeight - 2;
  };
  /** Until the log stands there: an update of its own that was on its way may still take it to its end. */
  const scrollTo = async ({ $, element }: Panel, top: number): Promise<void> => {
    const log = $('.log');
    do {
      log.scrollTop = top;
      await nextFrame();
      await nextFrame();
    } while (log.scrollTop !== top);
    await element.updateComplete;
  };

  it('stands at its end, and stays there as messages come and the field grows', async () => {
    const panel = await mount('call-chat-panel', { ...people, chat: chat(...hundred) });
    await untilTrue(() => isAtEnd(panel));
    await panel.set({ chat: chat(...hundred, message('one more')) });
    await untilTrue(() => isAtEnd(panel));
    const field = panel.$<HTMLTextAreaElement>('textarea');
    // Long enough for its length to show below it.
    field.value = 'several lines of text '.repeat(180);
    field.dispatchEvent(new Event('input'));
    await panel.element.updateComplete;
    await untilTrue(() => isAtEnd(panel));
    await panel.set({ chat: chat(...hundred, message('two more'), message('three more')) });
    await untilTrue(() => isAtEnd(panel));
  });

  it('stays where the person has scrolled to, and says that something is new', async () => {
    const panel = await mount('call-chat-panel', { ...people, chat: chat(unread('old'), ...hundred) });
    await untilRead(panel);
    panel.provider.requests.length = 0;
    await untilTrue(() => isAtEnd(panel));
    await scrollTo(panel, 0);
    await panel.set({ chat: chat(message('old'), ...hundred, unread('new')) });
    expect(panel.$('.log').scrollTop).to.equal(0);
    expect(readOf(panel)).to.deep.equal([]);
    const button = panel.$('[part=new-button]');
    expect(button.textContent.trim()).to.equal('New messages');
    button.click();
    await untilTrue(() => isAtEnd(panel));
    await untilRead(panel);
    expect(panel.element.shadowRoot?.querySelector('[part=new-button]')).to.equal(null);
  });

  it('has nothing new to tell of when all is read', async () => {
    const panel = await mount('call-chat-panel', { ...people, chat: chat(...hundred) });
    await untilTrue(() => isAtEnd(panel));
    await scrollTo(panel, 0);
    await panel.set({ chat: chat(...hundred, message('new')) });
    expect(panel.element.shadowRoot?.querySelector('[part=new-button]')).to.equal(null);
  });

  it('goes to its end when one says something, and when another conversation is opened', async () => {
    const secret = hundred.map((one) => ({ ...one, mid: `${one.mid} to me`, to: 'me' }));
    const panel = await mount('call-chat-panel', { ...people, chat: chat(...hundred, ...secret) });
    await untilTrue(() => isAtEnd(panel));
    await scrollTo(panel, 0);
    const field = panel.$<HTMLTextAreaElement>('textarea');
    field.value = 'mine';
    field.dispatchEvent(new Event('input'));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
    await untilTrue(() => isAtEnd(panel));
    await scrollTo(panel, 0);
    panel.element.thread = 'naomi';
    await panel.element.updateComplete;
    await untilTrue(() => isAtEnd(panel));
  });

  it('can be scrolled with the keyboard', async () => {
    const { $ } = await mount('call-chat-panel', { ...people, chat: chat(...hundred) });
    expect($('.log').tabIndex).to.equal(0);
  });
});
