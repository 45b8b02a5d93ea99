import { expect, nextFrame } from '@open-wc/testing';
import type { LinkState } from '../../core/link/link-state.js';
import { active, call, ended, outgoing, signedIn, user } from '../../testing/scenes.js';
import { expectSame, itIsAnElement, mount, requestsAtWindow } from '../shared/element.contract.js';
import './call-user-list.define.js';

const three = signedIn(user('oleg'), user('naomi'), user('priya', 'in-call'));
const many = signedIn(...['ann', 'bo', 'Zoë', 'cy', 'di', 'ed', 'flo'].map((name) => user(name)));

const namesIn = (element: Element): (string | null)[] =>
  [...(element.shadowRoot?.querySelectorAll('.name') ?? [])].map((name) => name.textContent);
const rowsOf = (element: Element): Element[] => [
  ...(element.shadowRoot?.querySelectorAll('[role=row]') ?? []),
];
const cell = (element: Element, row: number, column: number): HTMLElement =>
  rowsOf(element)[row]?.querySelectorAll<HTMLElement>('[data-cell]')[column] as HTMLElement;
const press = (on: Element, key: string, ctrlKey = false): boolean =>
  on.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey, bubbles: true, cancelable: true }));

describe('call-user-list', () => {
  itIsAnElement({ tag: 'call-user-list', snapshot: many, russian: 'Люди' });

  describe('who is shown', () => {
    it('lists everybody by name, with their state in words and how many they are', async () => {
      const { element } = await mount('call-user-list', three);
      expect(namesIn(element)).to.deep.equal(['naomi', 'oleg', 'priya']);
      expect(rowsOf(element)[2]?.textContent).to.contain('In a call');
      expect(element.shadowRoot?.textContent).to.contain('3 here');
    });

    it('orders names as the page’s language does, also when that changes', async () => {
      const { element, provider } = await mount('call-user-list', signedIn(user('zora'), user('öde')));
      provider.lang = 'de';
      while (namesIn(element)[0] !== 'öde') await nextFrame();
      provider.lang = 'sv';
      while (namesIn(element)[0] !== 'zora') await nextFrame();
      expect(namesIn(element)).to.deep.equal(['zora', 'öde']);
    });

    it('orders names somehow in a language that is none', async () => {
      const { element, provider, set } = await mount('call-user-list');
      provider.lang = 'de_no_such';
      await set(signedIn(user('oleg'), user('naomi')));
      expect(namesIn(element)).to.deep.equal(['naomi', 'oleg']);
    });

    it('follows who comes and goes', async () => {
      const { element, set } = await mount('call-user-list', three);
      await set({ users: [user('oleg', 'away')] });
      expect(namesIn(element)).to.deep.equal(['oleg']);
      expect(rowsOf(element)[0]?.textContent).to.contain('Away');
    });

    it('shows a name as text, whatever it holds', async () => {
      const { element } = await mount('call-user-list', signedIn(user('<img src=x>')));
      expect(namesIn(element)).to.deep.equal(['<img src=x>']);
    });

    it('marks the one I am in a call with', async () => {
      const { element, set } = await mount('call-user-list', {
        ...three,
        call: active({ call: call('oleg') }),
      });
      expect(rowsOf(element)[1]?.classList.contains('current')).to.equal(true);
      expect(rowsOf(element)[1]?.textContent).to.contain('In a call with you');
      await set({ call: ended('ended') });
      expect(rowsOf(element)[1]?.classList.contains('current')).to.equal(false);
    });
  });

  describe('while it rings', () => {
    it('says so beside the one who is called', async () => {
      const { element } = await mount('call-user-list', { ...three, call: outgoing(true, call('oleg')) });
      expect(rowsOf(element)[1]?.textContent).to.contain('Ringing…').and.not.to.contain('In a call');
    });
  });

  describe('search', () => {
    it('is there only when there are enough people', async () => {
      const { element, set } = await mount('call-user-list', three, 'search-from="4"');
      expect(Boolean(element.shadowRoot?.querySelector('input'))).to.equal(false);
      await set(many);
      expect(Boolean(element.shadowRoot?.querySelector('input'))).to.equal(true);
    });

    it('finds part of a name without regard to case and accents', async () => {
      const { element, $ } = await mount('call-user-list', many);
      const input = $<HTMLInputElement>('input');
      input.value = 'zoe';
      input.dispatchEvent(new Event('input'));
      await element.updateComplete;
      expect(namesIn(element)).to.deep.equal(['Zoë']);
    });

    it('says when nobody is found', async () => {
      const { element, $ } = await mount('call-user-list', many);
      const input = $<HTMLInputElement>('input');
      input.value = 'nobody';
      input.dispatchEvent(new Event('input'));
      await element.updateComplete;
      expect(element.shadowRoot?.textContent).to.contain('Nobody here is called “nobody”');
    });

    it('is over when the person signs out', async () => {
      const { element, $, set } = await mount('call-user-list', many);
      const input = $<HTMLInputElement>('input');
      input.value = 'zoe';
      input.dispatchEvent(new Event('input'));
      await element.updateComplete;
      await set({ link: { status: 'offline' }, users: [] });
      await set(many);
      expect($<HTMLInputElement>('input').value).to.equal('');
    });
  });

  describe('calling', () => {
    it('asks for a call with sound or with video', async () => {
      const { element, provider } = await mount('call-user-list', three);
      cell(element, 1, 1).click();
      cell(element, 1, 2).click();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal([
        'call-dial-request',
        'call-dial-request',
      ]);
      expect(provider.requests[0]).to.deep.include({ to: 'oleg', media: { audio: true, video: false } });
      expect(provider.requests[1]).to.deep.include({ to: 'oleg', media: { audio: true, video: true } });
    });

    it('is prepared when somebody points at a button, unless nobody can be called', async () => {
      const { element, provider, set } = await mount('call-user-list', three);
      const point = (): boolean => cell(element, 1, 2).dispatchEvent(new PointerEvent('pointerenter'));
      point();
      await set({ ...three, call: active() });
      point();
      expect(provider.controller.commands).to.deep.equal([['prepareCall']]);
    });

    it('names each button by whom it calls', async () => {
      const { element } = await mount('call-user-list', three);
      expect(cell(element, 0, 2).title).to.equal('Video call naomi');
    });

    it('hands nothing to the provider when the page vetoes', async () => {
      const { element, provider } = await mount('call-user-list', three);
      const { events, stop } = requestsAtWindow('call-dial-request', true);
      cell(element, 0, 1).click();
      stop();
      expect(events).to.have.length(1);
      expect(provider.requests).to.deep.equal([]);
    });

    it('is unavailable with a reason during a call', async () => {
      const { element, provider } = await mount('call-user-list', { ...three, call: active() });
      const button = cell(element, 1, 1);
      button.click();
      expect(button.ariaDisabled).to.equal('true');
      expect(button.title).to.equal('You are in a call already');
      expect(provider.requests).to.deep.equal([]);
    });

    it('is unavailable with a reason while there is no connection', async () => {
      const { element, provider } = await mount('call-user-list', {
        ...three,
        link: { status: 'connecting', attempt: 1 },
      });
      cell(element, 1, 1).click();
      expect(cell(element, 1, 1).title).to.equal('Not connected');
      expect(provider.requests).to.deep.equal([]);
    });
  });

  describe('the connection', () => {
    const empty: readonly (readonly [LinkState, string])[] = [
      [{ status: 'offline' }, 'Sign in to see who is here'],
      [{ status: 'connecting', attempt: 0 }, 'Connecting…'],
      [{ status: 'refused', closeCode: 4503 }, 'The server refused the connection'],
    ];
    for (const [link, words] of empty) {
      it(`says "${words}" when ${link.status}`, async () => {
        const { element } = await mount('call-user-list', { link });
        expect(element.shadowRoot?.textContent).to.contain(words);
        expect(element.matches(`:state(${link.status})`)).to.equal(true);
      });
    }

    it('says when nobody else is here', async () => {
      const { element } = await mount('call-user-list', signedIn());
      expect(element.shadowRoot?.textContent).to.contain('Nobody else is here yet');
      expect(element.matches(':state(empty)')).to.equal(true);
    });

    it('says when it will be tried again, keeps the people, and tries now when asked', async () => {
      const link: LinkState = { status: 'waiting', attempt: 1, retryAtMs: 54_500 };
      const { element, $, provider, set } = await mount('call-user-list', three);
      provider.now = () => 50_000;
      await set({ link });
      expect($('.notice').textContent).to.contain('Trying again in 5 s');
      expect(namesIn(element)).to.have.length(3);
      $('.notice button').click();
      expect(provider.requests.map(({ type }) => type)).to.deep.equal(['call-reconnect-request']);
    });
  });

  describe('keyboard', () => {
    it('is one Tab stop', async () => {
      const { element } = await mount('call-user-list', three);
      const stops = element.shadowRoot?.querySelectorAll('[data-cell][tabindex="0"]');
      expect(stops).to.have.length(1);
      expectSame(stops?.[0], cell(element, 0, 0));
    });

    it('moves with arrows, Home and End', async () => {
      const { element } = await mount('call-user-list', three);
      const path: readonly (readonly [string, boolean, number, number])[] = [
        ['ArrowDown', false, 1, 0],
        ['ArrowRight', false, 1, 1],
        ['End', false, 1, 2],
        ['ArrowRight', false, 1, 2],
        ['ArrowUp', false, 0, 2],
        ['Home', false, 0, 0],
        ['End', true, 2, 2],
        ['ArrowDown', false, 2, 2],
        ['Home', true, 0, 0],
      ];
      cell(element, 0, 0).focus();
      for (const [key, ctrl, row, column] of path) {
        press(element.shadowRoot?.activeElement as Element, key, ctrl);
        expectSame(element.shadowRoot?.activeElement, cell(element, row, column), key);
      }
      expect(element.shadowRoot?.querySelectorAll('[tabindex="0"]')).to.have.length(1);
    });

    it('turns left and right around in right-to-left pages', async () => {
      const { element, provider } = await mount('call-user-list', three);
      provider.dir = 'rtl';
      cell(element, 0, 0).focus();
      press(cell(element, 0, 0), 'ArrowLeft');
      expectSame(element.shadowRoot?.activeElement, cell(element, 0, 1));
    });

    it('leaves other keys to the page', async () => {
      const { element } = await mount('call-user-list', three);
      cell(element, 0, 0).focus();
      expect(press(cell(element, 0, 0), 'a')).to.equal(true);
    });

    it('keeps the focus on the same person when somebody comes in before', async () => {
      const { element, set } = await mount('call-user-list', three);
      cell(element, 1, 2).focus();
      await set({ users: [user('ann'), ...(three.users ?? [])] });
      expect((element.shadowRoot?.activeElement as HTMLElement | null)?.title).to.equal('Video call oleg');
    });

    it('gives the focus to the neighbour when its person leaves', async () => {
      const { element, set } = await mount('call-user-list', three);
      cell(element, 1, 2).focus();
      await set({ users: [user('naomi'), user('priya')] });
      expect((element.shadowRoot?.activeElement as HTMLElement | null)?.title).to.equal('Video call priya');
    });
  });
});
