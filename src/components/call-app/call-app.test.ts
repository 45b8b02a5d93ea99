/** The whole in one tag; what its parts do is tested with each of them. */
import { expect, fixture, html, nextFrame } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { CallController } from '../../core/controller.js';
import { FakeController } from '../../testing/fake-controller.js';
import {
  active,
  ended,
  incoming,
  localMedia,
  missed,
  outgoing,
  signedIn,
  user,
} from '../../testing/scenes.js';
import { query } from '../shared/element.contract.js';
import { CallApp } from './call-app.js';
import './call-app.define.js';

/** The application on a controller that a test sets. */
class FakeApp extends CallApp {
  readonly fake = new FakeController();
  protected override createController(): CallController {
    return this.fake;
  }
}
customElements.define('fake-app', FakeApp);

const people = signedIn(user('naomi'), user('priya'));

async function mount(widthPx: number): Promise<FakeApp> {
  const app = await fixture<FakeApp>(html`<fake-app></fake-app>`);
  app.style.setProperty('inline-size', `${widthPx}px`);
  return app;
}

async function show(app: FakeApp, snapshot: Parameters<FakeController['set']>[0]): Promise<void> {
  app.fake.set(snapshot);
  await app.updateComplete;
}

/** The columns that can be seen. */
const columns = (app: FakeApp): readonly string[] =>
  ['people', 'call', 'chat'].filter((name) => query(app, `.${name}`).checkVisibility());

const tab = (app: FakeApp, name: string): HTMLElement => {
  const tabs = [...(app.shadowRoot?.querySelectorAll<HTMLElement>('nav button') ?? [])];
  const found = tabs.find((one) => one.checkVisibility() && one.textContent.includes(name));
  if (!found) throw new Error(`There is no ${name} to press.`);
  return found;
};

describe('call-app', () => {
  it('is a provider: it has its attributes, and elements elsewhere may name it', async () => {
    const app = await fixture<CallApp>(
      html`<call-app id="app" server="broadcast:call-app-test" ring-timeout="5000"></call-app>`,
    );
    const status = await fixture<HTMLElement>(html`<call-status for="app"></call-status>`);
    expect(app.ringTimeoutMs).to.equal(5000);
    expect(app.controller?.snapshot.link.status).to.equal('offline');
    expect(status.matches(':state(inert)')).to.equal(false);
  });

  it('asks only for a name while nobody is signed in', async () => {
    const app = await mount(1000);
    expect(columns(app)).to.deep.equal(['people']);
    expect(query(app, 'call-user-list').checkVisibility()).to.equal(false);
    await show(app, people);
    expect(query(app, 'call-user-list').checkVisibility()).to.equal(true);
  });

  it('fills the height that a page gives it, by whatever way', async () => {
    const bottom = (element: Element): number => Math.round(element.getBoundingClientRect().bottom);
    const app = await mount(400);
    await show(app, people);
    const page = app.parentElement as HTMLElement;
    const ways = [
      { page: 'display: flex; flex-direction: column; block-size: 700px', app: 'flex: 1; block-size: auto' },
      {
        page: 'display: flex; flex-direction: column; min-block-size: 700px',
        app: 'flex: 1; block-size: auto',
      },
      { page: 'display: grid; min-block-size: 700px', app: 'block-size: auto' },
      { page: 'block-size: 700px', app: 'block-size: 100%' },
    ];
    for (const way of ways) {
      page.style.cssText = `${way.page}; inline-size: 400px`;
      app.style.cssText = `${way.app}; box-sizing: border-box; border: 0`;
      expect(bottom(app) - page.getBoundingClientRect().top, way.page).to.equal(700);
      expect(bottom(query(app, 'nav.bottom')), way.page).to.equal(bottom(app));
    }
  });

  it('gives its parts the controller', async () => {
    const app = await mount(1000);
    await show(app, people);
    expect(query(app, 'call-user-list').shadowRoot?.textContent).to.contain('naomi');
  });

  it('has three columns where there is room, two with a drawer, or one with tabs', async () => {
    const app = await mount(1000);
    await show(app, people);
    expect(columns(app)).to.deep.equal(['people', 'call', 'chat']);
    app.style.setProperty('inline-size', '600px');
    expect(columns(app)).to.deep.equal(['people', 'call']);
    tab(app, 'Chat').click();
    await app.updateComplete;
    expect(columns(app)).to.deep.equal(['call', 'chat']);
    app.style.setProperty('inline-size', '360px');
    expect(columns(app)).to.deep.equal(['chat']);
    tab(app, 'People').click();
    await app.updateComplete;
    expect(columns(app)).to.deep.equal(['people']);
    expect(tab(app, 'People').getAttribute('aria-current')).to.equal('true');
    expect(tab(app, 'Chat').hasAttribute('aria-current')).to.equal(false);
  });

  it('shows a call when one begins, and the people when it is put away', async () => {
    const app = await mount(360);
    await show(app, people);
    await show(app, { call: incoming() });
    expect(columns(app)).to.deep.equal(['call']);
    tab(app, 'People').click();
    await show(app, { call: active() });
    expect(columns(app), 'who looks elsewhere during a call is left there').to.deep.equal(['people']);
    tab(app, 'Call').click();
    await show(app, { call: { phase: 'idle' } });
    expect(columns(app)).to.deep.equal(['people']);
  });

  it('says once that there is no connection', async () => {
    const app = await mount(1000);
    const link = { status: 'waiting', attempt: 1, retryAtMs: Date.now() + 9000 } as const;
    await show(app, { ...people, link });
    const [notice, list] = [query(app, 'call-notice'), query(app, 'call-user-list')];
    while (!notice.checkVisibility()) await nextFrame();
    expect(list.shadowRoot?.querySelector('[part=notice]')?.checkVisibility()).to.equal(false);
  });

  it('has room for no notice while there is none, but its live region is there before it speaks', async () => {
    const app = await mount(360);
    await show(app, people);
    const notice = query<HTMLElementTagNameMap['call-notice']>(app, 'call-notice');
    await notice.updateComplete;
    expect(query(notice, '[role=status]').checkVisibility()).to.equal(true);
    const { top } = query(app, '.columns').getBoundingClientRect();
    expect(top - app.getBoundingClientRect().top).to.be.at.most(1);
  });

  it('announces each phase, once, also while another column than that of the call is shown', async () => {
    const app = await mount(360);
    await show(app, people);
    const panel = query<HTMLElementTagNameMap['call-video-panel']>(app, 'call-video-panel');
    for (const [state, words] of [
      [outgoing(), 'naomi: Calling…'],
      [active(), 'In a call with naomi'],
      [ended('ended'), 'naomi hung up'],
    ] as const) {
      await show(app, { call: state });
      tab(app, 'Chat').click();
      await app.updateComplete;
      await panel.updateComplete;
      const regions = [query(app, '[role=status]'), query(panel, '[role=status]')];
      const said = regions.filter((region) => region.checkVisibility()).map((region) => region.textContent);
      expect(said).to.deep.equal([words]);
      expect(regions[1]?.textContent).to.equal('');
    }
  });

  it('says how much is unread', async () => {
    const app = await mount(360);
    await show(app, { ...people, chat: { ...app.fake.snapshot.chat, unread: 3 } });
    expect(tab(app, 'Chat').textContent).to.contain('3 unread');
    await show(app, { chat: { ...app.fake.snapshot.chat, unread: 120 } });
    expect(query(app, '.bottom .badge').textContent).to.equal('99+');
  });

  it('keeps the keyboard in the column that comes', async () => {
    const app = await mount(360);
    await show(app, people);
    const list = query(app, 'call-user-list');
    list.shadowRoot?.querySelector<HTMLElement>('[data-cell]')?.focus();
    expect(app.shadowRoot?.activeElement === list).to.equal(true);
    await show(app, { call: outgoing() });
    await app.updateComplete;
    expect(query(app, '.call').contains(app.shadowRoot?.activeElement ?? null)).to.equal(true);
  });

  it('leads the keyboard from the dialog into the call', async () => {
    const app = await mount(360);
    await show(app, people);
    await show(app, { call: incoming() });
    const dialog = query<HTMLElementTagNameMap['call-incoming-dialog']>(app, 'call-incoming-dialog');
    await dialog.updateComplete;
    expect(app.shadowRoot?.activeElement === dialog).to.equal(true);
    await sendKeys({ press: 'Tab' });
    await show(app, { call: active() });
    while (!query(app, '.call').contains(app.shadowRoot?.activeElement ?? null)) await nextFrame();
  });

  it('shows in a call how good it is, and nothing of that without one', async () => {
    const app = await mount(360);
    await show(app, people);
    const bars = query(app, 'call-quality');
    expect(bars.checkVisibility()).to.equal(false);
    await show(app, {
      call: active(),
      quality: { callId: 'call-1', rating: 'good', cause: null, figures: null, summary: null },
    });
    expect(bars.checkVisibility()).to.equal(true);
    expect(bars.matches(':state(good)')).to.equal(true);
  });

  it('leads to camera and sound before the sign-in, after it, and in a call', async () => {
    const app = await mount(360);
    const shown = (): string[] =>
      [...(app.shadowRoot?.querySelectorAll('call-settings-button') ?? [])]
        .filter((button) => button.checkVisibility())
        .map((button) => button.closest('section')?.className ?? '');
    expect(shown()).to.deep.equal(['people']);
    await show(app, people);
    expect(shown()).to.deep.equal(['people']);
    await show(app, { call: active() });
    while (shown().length === 0) await nextFrame();
    expect(shown()).to.deep.equal(['call']);
  });

  it('gives the focus to what is left when a call ends while its settings are open', async () => {
    const app = await mount(1000);
    await show(app, { ...people, call: active() });
    const settings = query<HTMLElementTagNameMap['call-settings-button']>(app, '.call call-settings-button');
    await settings.updateComplete;
    const dialog = query<HTMLDialogElement>(settings, 'dialog');
    query(settings, 'button').focus();
    query(settings, 'button').click();
    await settings.updateComplete;
    expect(dialog.matches(':modal')).to.equal(true);
    await show(app, { call: ended('ended', 'peer') });
    const panel = query(app, 'call-video-panel');
    while (!panel.shadowRoot?.activeElement?.matches('[part=close-button]')) await nextFrame();
    expect(dialog.open).to.equal(false);
  });

  it('has a card of missed calls stand clear of the tabs', async () => {
    const app = await mount(360);
    app.style.setProperty('block-size', '100dvb');
    await show(app, { ...people, missed: [missed('priya')] });
    const card = query(query(app, 'call-incoming-dialog'), '.card');
    while (!card.checkVisibility()) await nextFrame();
    const tabsAbove = window.innerHeight - query(app, 'nav.bottom').offsetHeight;
    expect(card.getBoundingClientRect().bottom).to.be.at.most(tabsAbove);
  });

  it('has the row of a call in one line, and all of it to be pressed, at 320 px with letters twice as large', async () => {
    document.documentElement.style.fontSize = '200%';
    try {
      const app = await mount(320);
      await show(app, { ...people, call: active(), media: localMedia() });
      const stage = query(query(app, 'call-video-panel'), '.stage').getBoundingClientRect();
      const boxes = [...query(app, 'call-video-panel').querySelectorAll<HTMLElement>(':not([slot])')]
        .filter((control) => control.checkVisibility())
        .map((control) => query(control, 'button').getBoundingClientRect());
      expect(boxes).to.have.length(4);
      for (const { left, right, bottom, width, height } of boxes) {
        expect(left).to.be.at.least(stage.left);
        expect(right).to.be.at.most(stage.right);
        expect(bottom).to.be.closeTo(boxes[0]?.bottom ?? 0, 2);
        expect(Math.min(width, height)).to.be.at.least(44);
      }
    } finally {
      document.documentElement.style.removeProperty('font-size');
    }
  });

  it('takes parts of the page’s own instead of its own', async () => {
    const app = await fixture<FakeApp>(
      html`<fake-app
        ><p slot="people">Nobody you know</p>
        <b slot="header">Our calls</b></fake-app
      >`,
    );
    await show(app, people);
    expect(app.querySelector('p')?.checkVisibility()).to.equal(true);
    expect(app.querySelector('b')?.checkVisibility()).to.equal(true);
    expect(query(app, 'call-user-list').checkVisibility()).to.equal(false);
  });

  for (const [width, dir] of [
    [1000, 'ltr'],
    [320, 'rtl'],
  ] as const) {
    it(`is accessible at ${width} px, ${dir}, and nothing of it goes beyond its box`, async () => {
      const app = await mount(width);
      app.dir = dir;
      await show(app, { ...people, call: active() });
      expect(app.scrollWidth).to.be.at.most(width);
      await expect(app).to.be.accessible();
    });
  }

  it('hangs up and lets go when it is removed', async () => {
    const app = await mount(360);
    await show(app, people);
    app.remove();
    while (app.controller) await new Promise(requestAnimationFrame);
    expect(app.fake.commands.at(-1)).to.deep.equal(['dispose']);
    expect(app.fake.subscriptions, 'of the elements in it').to.be.at.most(2);
  });
});
