/** What was said, and how it is shown. */
import { expect } from '@open-wc/testing';
import type { ChatMessage } from '../../core/chat/chat-state.js';
import { ONLINE, chat, message, signedIn, user } from '../../testing/scenes.js';
import { itIsAnElement, mount, query, requestsAtWindow } from '../shared/element.contract.js';
import './call-chat-panel.define.js';

const people = signedIn(user('naomi'), user('oleg'));
const mine = (text: string, changes: Partial<ChatMessage> = {}): ChatMessage =>
  message(text, { mine: true, ...changes });
const everything = {
  ...people,
  chat: chat(
    message('Good morning', { from: 'oleg' }),
    message('see https://example.com/plan', { from: 'oleg' }),
    mine('Thanks', { delivery: 'failed' }),
    mine(
      'A word-that-is-far-too-long-for-any-line-and-must-be-broken-somewhere-or-it-would-leave-the-column',
    ),
    message('psst', { to: 'me', unread: true }),
  ),
};

const bubblesOf = (element: Element): readonly HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>('[part~=bubble]') ?? []),
];
const textsOf = (element: Element): readonly string[] =>
  bubblesOf(element).map(({ textContent }) => textContent);
const rowOf = (element: Element, text: string): HTMLElement =>
  bubblesOf(element)
    .find(({ textContent }) => textContent === text)
    ?.closest<HTMLElement>('.message') as HTMLElement;
const wordsOf = ({ textContent }: Element): string => textContent.replace(/\s+/g, ' ').trim();

describe('call-chat-panel', () => {
  itIsAnElement({ tag: 'call-chat-panel', snapshot: everything, russian: 'Не доставлено' });

  describe('what was said', () => {
    it('is shown in order, that to everybody by itself', async () => {
      const { element } = await mount('call-chat-panel', everything);
      expect(textsOf(element).slice(0, 3)).to.deep.equal([
        'Good morning',
        'see https://example.com/plan',
        'Thanks',
      ]);
      expect(textsOf(element)).not.to.include('psst');
    });

    it('with one person is shown alone where the page wants that', async () => {
      const { element } = await mount('call-chat-panel', everything, 'with="naomi"');
      expect(textsOf(element)).to.deep.equal(['psst']);
      element.with = '*';
      await element.updateComplete;
      expect(textsOf(element)).to.include('Good morning').and.not.to.include('psst');
    });

    it('names who speaks where several can, once for what one says in a row', async () => {
      const { element } = await mount('call-chat-panel', everything);
      const authors = [...(element.shadowRoot?.querySelectorAll('[part=author]') ?? [])];
      expect(authors.map(wordsOf)).to.deep.equal(['Ooleg']);
    });

    it('says who speaks between two to screen readers only', async () => {
      const { element, $ } = await mount('call-chat-panel', everything, 'with="naomi"');
      expect(element.shadowRoot?.querySelector('[part=author]')).to.equal(null);
      expect($('.message .hidden').textContent).to.equal('naomi');
    });

    it('marks what this person said', async () => {
      const { element } = await mount('call-chat-panel', everything);
      const own = bubblesOf(element).filter((bubble) => bubble.part.contains('own-bubble'));
      expect(own.map(({ textContent }) => textContent))
        .to.include('Thanks')
        .and.to.have.length(2);
    });

    it('has the day above and the time below', async () => {
      const now = new Date(2026, 2, 14, 18, 0).getTime();
      const { $, element, provider, set } = await mount('call-chat-panel');
      provider.now = () => now;
      await set({
        ...people,
        chat: chat(message('then', { atMs: now - 864e5 }), message('now', { atMs: now })),
      });
      const days = [...(element.shadowRoot?.querySelectorAll('[part=day]') ?? [])];
      expect(days.map(wordsOf)).to.deep.equal(['Yesterday', 'Today']);
      expect($<HTMLTimeElement>('time').dateTime).to.equal(new Date(now - 864e5).toISOString());
      expect($('time').textContent.replace(/\s/, ' ')).to.equal('6:00 PM');
    });

    it('keeps its lines and its direction', async () => {
      const { element } = await mount('call-chat-panel', { ...people, chat: chat(message('one\n  two')) });
      const [bubble] = bubblesOf(element);
      expect(bubble?.dir).to.equal('auto');
      expect(getComputedStyle(bubble as HTMLElement).whiteSpace).to.contain('pre-wrap');
      expect(bubble?.textContent).to.equal('one\n  two');
    });

    it('is nothing yet, in words or as the page has it', async () => {
      const { $, element } = await mount('call-chat-panel', people);
      expect($('.empty').textContent).to.contain('No messages yet');
      expect($<HTMLSlotElement>('slot[name=empty]').assignedNodes()).to.have.length(0);
      expect(element.matches(':state(empty)')).to.equal(true);
    });
  });

  describe('a text that would like to be more', () => {
    it('stays text, but for links, which lead away from the page without telling of it', async () => {
      const text = '<img src=x onerror=alert(1)> javascript:alert(1) https://example.com/<b>';
      const { element } = await mount('call-chat-panel', { ...people, chat: chat(message(text)) });
      const [bubble] = bubblesOf(element);
      expect(bubble?.textContent).to.equal(text);
      expect([...(bubble?.children ?? [])].map(({ localName }) => localName)).to.deep.equal(['a']);
      const link = bubble?.querySelector('a');
      expect(link?.href).to.equal('https://example.com/');
      expect(link?.target).to.equal('_blank');
      expect([...(link?.relList ?? [])]).to.have.members(['noopener', 'noreferrer', 'nofollow']);
    });

    it('cannot turn the address that it shows around', async () => {
      const { $ } = await mount('call-chat-panel', {
        ...people,
        chat: chat(message('\u202ehttps://example.com/gpj.exe')),
      });
      const { direction, unicodeBidi } = getComputedStyle($('a'));
      expect([direction, unicodeBidi]).to.deep.equal(['ltr', 'isolate']);
    });
  });

  describe('what became of it', () => {
    const words: readonly (readonly [ChatMessage['delivery'], string])[] = [
      ['sending', 'Sending…'],
      ['sent', 'Sent'],
      ['delivered', 'Delivered'],
      ['failed', 'Not delivered'],
    ];
    for (const [delivery, said] of words) {
      it(`is said of one’s last message: ${said}`, async () => {
        const { element } = await mount('call-chat-panel', {
          ...people,
          chat: chat(mine('first'), mine('last', { delivery }), message('theirs')),
        });
        expect(wordsOf(rowOf(element, 'last'))).to.contain(said);
        expect(rowOf(element, 'first').querySelector('[part=delivery]')).to.equal(null);
        expect(rowOf(element, 'theirs').querySelector('[part=delivery]')).to.equal(null);
      });
    }

    it('is said of each one that failed, which can be tried again', async () => {
      const { element, provider } = await mount('call-chat-panel', {
        ...people,
        chat: chat(mine('one', { delivery: 'failed' }), mine('two', { delivery: 'failed' }), mine('three')),
      });
      const [one, two] = ['one', 'two'].map((text) => rowOf(element, text));
      one?.querySelector('button')?.click();
      expect(wordsOf(two as HTMLElement))
        .to.contain('Not delivered')
        .and.to.contain('Try again');
      expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-resend-message-request']);
      expect(provider.requests[0]).to.deep.include({ mid: 'one' });
    });

    it('is not tried again when the page vetoes', async () => {
      const { element, provider } = await mount('call-chat-panel', everything);
      const { events, stop } = requestsAtWindow('call-resend-message-request', true);
      query(element, '[part=retry-button]').click();
      stop();
      expect(events).to.have.length(1);
      expect(provider.requests).to.deep.equal([]);
    });
  });

  describe('a long conversation', () => {
    const long = chat(...Array.from({ length: 500 }, (_, n) => message(`text ${String(n)}`)));

    it('is there in full, and a keystroke touches none of it', async () => {
      const { $, element } = await mount('call-chat-panel', { ...people, chat: long });
      expect(bubblesOf(element)).to.have.length(500);
      const touched: MutationRecord[] = [];
      const observer = new MutationObserver((records) => touched.push(...records));
      observer.observe($('.log'), { subtree: true, childList: true, characterData: true, attributes: true });
      const field = $<HTMLTextAreaElement>('textarea');
      field.value = 'hello';
      field.dispatchEvent(new Event('input'));
      await element.updateComplete;
      touched.push(...observer.takeRecords());
      observer.disconnect();
      expect(touched).to.have.length(0);
    });

    it('keeps the places of all when one more comes', async () => {
      const { element, set } = await mount('call-chat-panel', { ...people, chat: long });
      const before = bubblesOf(element);
      await set({ chat: chat(...long.messages, message('one more')) });
      const after = bubblesOf(element);
      expect(after).to.have.length(500);
      expect(after[0] === before[1] && after.at(-2) === before.at(-1), 'the same bubbles').to.equal(true);
    });
  });

  describe('outside', () => {
    it('shows what it is in as states', async () => {
      const { element, set } = await mount('call-chat-panel', everything, 'with="oleg"');
      const is = (state: string): boolean => element.matches(`:state(${state})`);
      expect(['empty', 'private', 'unread'].map(is)).to.deep.equal([true, true, true]);
      await set({ chat: chat(message('hello')) });
      element.with = '*';
      await element.updateComplete;
      expect(['empty', 'private', 'unread'].map(is)).to.deep.equal([false, false, false]);
    });

    it('is called by whom it is with, or Chat, or as the page says', async () => {
      const { $, element } = await mount('call-chat-panel', { link: ONLINE });
      expect(wordsOf($('h2'))).to.equal('Chat');
      element.with = 'naomi';
      await element.updateComplete;
      expect(wordsOf($('.header'))).to.equal('naomi Private');
      expect($('[role=log]').ariaLabel).to.equal('naomi');
      expect($<HTMLSlotElement>('h2 slot').name).to.equal('heading');
    });
  });
});
