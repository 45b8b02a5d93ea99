/** Writing: what is sent, what is not, and that no word is ever lost. */
import { expect } from '@open-wc/testing';
import type { ChatMessage } from '../../core/chat/chat-state.js';
import type { LinkState } from '../../core/link/link-state.js';
import type { Snapshot } from '../../core/snapshot.js';
import { ONLINE, chat, message, signedIn, user } from '../../testing/scenes.js';
import { type Mounted, expectSame, mount, requestsAtWindow } from '../shared/element.contract.js';
import type { CallChatPanel } from './call-chat-panel.js';
import './call-chat-panel.define.js';

const people = signedIn(user('naomi'), user('oleg'));
const said = (text: string, changes: Partial<ChatMessage> = {}): ChatMessage =>
  message(text, { mine: true, delivery: 'sending', ...changes });

class Writer {
  readonly mounted: Mounted<CallChatPanel>;

  private constructor(mounted: Mounted<CallChatPanel>) {
    this.mounted = mounted;
  }

  static async enter(snapshot: Partial<Snapshot> = people, attributes = ''): Promise<Writer> {
    return new Writer(await mount('call-chat-panel', snapshot, attributes));
  }

  get field(): HTMLTextAreaElement {
    return this.mounted.$<HTMLTextAreaElement>('textarea');
  }

  get button(): HTMLElement {
    return this.mounted.$('[part=send-button]');
  }

  get hint(): string {
    return this.mounted.$('#hint').textContent.trim();
  }

  /** What went up and was not vetoed, as `text > to`. */
  get sent(): readonly string[] {
    return this.mounted.provider.requests.flatMap((request) =>
      request.type === 'call-send-message-request'
        ? [`${String(Reflect.get(request, 'text'))} > ${String(Reflect.get(request, 'to'))}`]
        : [],
    );
  }

  async write(text: string): Promise<void> {
    this.field.value = text;
    this.field.dispatchEvent(new Event('input'));
    await this.mounted.element.updateComplete;
  }

  /** Answers whether the browser may go on with the key. */
  press(key: string, init: KeyboardEventInit = {}): boolean {
    return this.field.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }),
    );
  }

  async open(thread: string | null): Promise<void> {
    this.mounted.element.thread = thread;
    await this.mounted.element.updateComplete;
  }
}

describe('writing in call-chat-panel', () => {
  it('sends with Enter, to everybody or to the one whose conversation is shown', async () => {
    const writer = await Writer.enter();
    await writer.write('hello');
    expect(writer.press('Enter')).to.equal(false);
    await writer.open('naomi');
    await writer.write('  psst\n');
    writer.press('Enter');
    expect(writer.sent).to.deep.equal(['hello > null', 'psst > naomi']);
  });

  it('sends with the button, and keeps the focus in the field', async () => {
    const writer = await Writer.enter();
    await writer.write('hello');
    writer.button.click();
    expect(writer.sent).to.deep.equal(['hello > null']);
    expectSame(writer.mounted.element.shadowRoot?.activeElement, writer.field);
  });

  it('begins a new line with Shift and Enter, and leaves other keys alone', async () => {
    const writer = await Writer.enter();
    await writer.write('hello');
    expect(writer.press('Enter', { shiftKey: true })).to.equal(true);
    expect(writer.press('a')).to.equal(true);
    expect(writer.sent).to.deep.equal([]);
  });

  it('leaves Enter to an input method in the middle of a word', async () => {
    const writer = await Writer.enter();
    await writer.write('ni hao');
    expect(writer.press('Enter', { isComposing: true })).to.equal(true);
    expect(writer.press('Enter', { keyCode: 229 })).to.equal(true);
    expect(writer.sent).to.deep.equal([]);
  });

  it('sends nothing that is nothing', async () => {
    const writer = await Writer.enter();
    await writer.write(' \n ');
    writer.press('Enter');
    writer.button.click();
    expect(writer.sent).to.deep.equal([]);
    expectSame(writer.mounted.element.shadowRoot?.activeElement, writer.field);
  });

  it('grows with the text, to five lines', async () => {
    const writer = await Writer.enter();
    const heights = [];
    for (const lines of [1, 3, 5, 9]) {
      await writer.write(Array(lines).fill('line').join('\n'));
      heights.push(writer.field.offsetHeight);
    }
    const [one = 0, three = 0, five = 0, nine = 0] = heights;
    expect(three).to.be.above(one);
    expect(five).to.be.above(three);
    expect(nine).to.equal(five);
  });
});

describe('what was written', () => {
  it('stays until it has appeared among the messages', async () => {
    const writer = await Writer.enter();
    await writer.write('hello');
    writer.press('Enter');
    await writer.mounted.element.updateComplete;
    expect(writer.field.value).to.equal('hello');
    await writer.mounted.set({ chat: chat(said('hello')) });
    expect(writer.field.value).to.equal('');
  });

  it('stays when the page vetoes, and goes when the page has said it after all', async () => {
    const writer = await Writer.enter();
    await writer.write('hello');
    const { stop } = requestsAtWindow('call-send-message-request', true);
    writer.press('Enter');
    stop();
    await writer.mounted.set({ chat: chat(message('something else')) });
    expect([writer.field.value, writer.sent]).to.deep.equal(['hello', []]);
    await writer.mounted.set({ chat: chat(said('hello')) });
    expect(writer.field.value).to.equal('');
  });

  it('is not taken for what was said before, or by others, or elsewhere', async () => {
    const before = said('hello', { mid: 'before' });
    const writer = await Writer.enter({ ...people, chat: chat(before) });
    await writer.write('hello');
    writer.press('Enter');
    await writer.mounted.set({
      chat: chat(
        before,
        message('hello', { mid: 'theirs' }),
        said('hello', { mid: 'private', to: 'naomi' }),
        said('hello!', { mid: 'other' }),
      ),
    });
    expect(writer.field.value).to.equal('hello');
  });

  it('stays when it was written on meanwhile', async () => {
    const writer = await Writer.enter();
    await writer.write('hello');
    writer.press('Enter');
    await writer.write('hello, and more');
    await writer.mounted.set({ chat: chat(said('hello')) });
    expect(writer.field.value).to.equal('hello, and more');
  });

  it('is kept for each conversation while another one is shown', async () => {
    const writer = await Writer.enter();
    await writer.write('to all');
    await writer.open('naomi');
    expect(writer.field.value).to.equal('');
    await writer.write('to naomi');
    await writer.open(null);
    expect(writer.field.value).to.equal('to all');
    await writer.open('naomi');
    expect(writer.field.value).to.equal('to naomi');
  });

  it('goes from its own conversation also when another one is shown', async () => {
    const writer = await Writer.enter();
    await writer.write('to all');
    writer.press('Enter');
    await writer.open('naomi');
    await writer.write('to naomi');
    await writer.mounted.set({ chat: chat(said('to all')) });
    expect(writer.field.value).to.equal('to naomi');
    await writer.open(null);
    expect(writer.field.value).to.equal('');
  });

  it('stays while the connection is lost, and is nobody’s when its author has signed out', async () => {
    const writer = await Writer.enter();
    const { element, set } = writer.mounted;
    await writer.write('to everybody');
    await writer.open('naomi');
    await writer.write('between us');
    await set({ link: { status: 'waiting', attempt: 1, retryAtMs: 0 } });
    expect([element.thread, writer.field.value]).to.deep.equal(['naomi', 'between us']);
    await set({ link: { status: 'offline' }, self: { state: 'available' } });
    expect([element.thread, writer.field.value]).to.deep.equal([null, '']);
    await set({ ...people, self: { name: 'priya', state: 'available' } });
    await writer.open('naomi');
    expect(writer.field.value).to.equal('');
  });

  it('stays while the element is moved', async () => {
    const writer = await Writer.enter();
    await writer.write('hello');
    const { element, provider } = writer.mounted;
    provider.append(element);
    await element.updateComplete;
    expect(writer.field.value).to.equal('hello');
  });
});

describe('writing that is not possible', () => {
  const reasons: readonly (readonly [string, Partial<Snapshot>, string])[] = [
    ['nobody is signed in', { link: { status: 'offline' } }, 'Sign in to write'],
    [
      'the server has refused',
      { link: { status: 'refused', closeCode: 4503 } },
      'The server refused the connection',
    ],
    ['the first connection is on its way', { link: { status: 'connecting', attempt: 0 } }, 'Connecting…'],
  ];
  for (const [title, snapshot, words] of reasons) {
    it(`says why: ${title}`, async () => {
      const writer = await Writer.enter(snapshot);
      await writer.write('hello');
      writer.press('Enter');
      writer.button.click();
      expect([writer.hint, writer.button.title, writer.button.ariaDisabled]).to.deep.equal([
        words,
        words,
        'true',
      ]);
      expect([writer.sent, writer.field.value]).to.deep.equal([[], 'hello']);
    });
  }

  it('shows how long a text is when that matters, and sends none that is too long', async () => {
    const writer = await Writer.enter();
    await writer.write('x'.repeat(3_600));
    expect(writer.hint).to.equal('');
    await writer.write('x'.repeat(3_900));
    expect(writer.hint).to.equal('3900 / 4000');
    await writer.write('x'.repeat(4_001));
    expect([writer.hint, writer.button.title]).to.deep.equal(Array(2).fill('At most 4000 characters'));
    writer.press('Enter');
    expect(writer.sent).to.deep.equal([]);
    expect(writer.field.value).to.have.length(4_001);
    await writer.write('x'.repeat(4_000));
    writer.press('Enter');
    expect(writer.sent).to.have.length(1);
  });
});

describe('writing that may take a while', () => {
  const away: readonly LinkState[] = [
    { status: 'waiting', attempt: 1, retryAtMs: 1 },
    { status: 'connecting', attempt: 1 },
  ];
  for (const link of away) {
    it(`is possible while the connection is ${link.status}, which is said`, async () => {
      const writer = await Writer.enter({ ...people, link });
      expect(writer.hint).to.equal('Not connected');
      await writer.write('hello');
      writer.press('Enter');
      expect(writer.sent).to.deep.equal(['hello > null']);
    });
  }

  it('is possible to somebody who is not here, which is said', async () => {
    const writer = await Writer.enter(people, 'with="priya"');
    expect(writer.hint).to.equal('priya is not here now');
    await writer.write('hello');
    writer.press('Enter');
    expect(writer.sent).to.deep.equal(['hello > priya']);
    await writer.mounted.set({ users: [user('priya')] });
    expect(writer.hint).to.equal('');
  });
});

describe('the field', () => {
  it('is called by whom it is for', async () => {
    const writer = await Writer.enter();
    expect([writer.field.ariaLabel, writer.field.placeholder]).to.deep.equal(
      Array(2).fill('Message everybody'),
    );
    await writer.open('naomi');
    expect(writer.field.ariaLabel).to.equal('Message naomi');
    await writer.mounted.set({ link: ONLINE });
    expect(writer.field.getAttribute('aria-describedby')).to.equal('hint');
  });

  it('takes its direction from what is written, and the page’s while that is nothing', async () => {
    const writer = await Writer.enter();
    expect(writer.field.hasAttribute('dir')).to.equal(false);
    await writer.write('مرحبا');
    expect(writer.field.dir).to.equal('auto');
  });
});
