/** How an element finds its provider, what it hears of it, and how its requests find their way. */
import { expect, fixture, html } from '@open-wc/testing';
import { LitElement, type TemplateResult, html as lit } from 'lit';
import { property } from 'lit/decorators.js';
import { CallHangupRequest } from '../events/requests.js';
import { type FakeProvider, registerFakeProvider } from '../testing/fake-provider.js';
import { ONLINE } from '../testing/scenes.js';
import { CallSelector } from './call-selector.js';

registerFakeProvider();

/** Shows the link's status; counts how often it rendered. */
class TestProbe extends LitElement {
  @property() for = '';
  readonly selector = new CallSelector(this, ({ link }) => link.status);
  renders = 0;

  protected override updated(): void {
    this.renders += 1;
  }

  protected override render(): TemplateResult {
    return lit`${this.selector.value ?? 'none'}`;
  }
}
customElements.get('test-probe') ?? customElements.define('test-probe', TestProbe);

const probeIn = (root: ParentNode): TestProbe => {
  const probe = root.querySelector<TestProbe>('test-probe');
  if (!probe) throw new Error('no probe');
  return probe;
};
const providerIn = (root: ParentNode, selector = 'fake-provider'): FakeProvider => {
  const provider = root.querySelector<FakeProvider>(selector);
  if (!provider) throw new Error(`no ${selector}`);
  return provider;
};

/** What the element shows once it is up to date. */
async function shown(probe: TestProbe): Promise<string> {
  await probe.updateComplete;
  return probe.shadowRoot?.textContent.trim() ?? '';
}

const mount = (content: TemplateResult): Promise<HTMLElement> =>
  fixture<HTMLElement>(html`<div>${content}</div>`);

describe('an element with a selector', () => {
  it('has nothing without a provider, and says so by rendering', async () => {
    const probe = probeIn(await mount(lit`<test-probe></test-probe>`));
    expect(await shown(probe)).to.equal('none');
    expect(probe.selector.context).to.equal(undefined);
  });

  it('has its slice of the nearest provider above', async () => {
    const root = await mount(
      lit`<fake-provider id="outer"><fake-provider id="inner"><test-probe></test-probe></fake-provider></fake-provider>`,
    );
    providerIn(root, '#inner').controller.set({ link: ONLINE });
    expect(await shown(probeIn(root))).to.equal('online');
    expect(providerIn(root, '#outer').controller.subscriptions).to.equal(0);
  });

  it('renders again only when its slice changed', async () => {
    const root = await mount(lit`<fake-provider><test-probe></test-probe></fake-provider>`);
    const probe = probeIn(root);
    const { controller } = providerIn(root);
    await shown(probe);
    const before = probe.renders;
    controller.set({ self: { name: 'naomi', state: 'available' } });
    controller.set({ link: { status: 'offline' } });
    await shown(probe);
    expect(probe.renders).to.equal(before);
    controller.set({ link: ONLINE });
    expect(await shown(probe)).to.equal('online');
    expect(probe.renders).to.equal(before + 1);
  });

  it('has the time of its provider’s clock', async () => {
    const root = await mount(lit`<fake-provider><test-probe></test-probe></fake-provider>`);
    providerIn(root).now = () => 7_000;
    expect(probeIn(root).selector.nowMs).to.equal(7_000);
  });

  it('lets go of its provider when it is removed, and takes it up again when it is back', async () => {
    const root = await mount(lit`<fake-provider><test-probe></test-probe></fake-provider>`);
    const probe = probeIn(root);
    const provider = providerIn(root);
    provider.controller.set({ link: ONLINE });
    probe.remove();
    expect(provider.controller.subscriptions).to.equal(0);
    expect([probe.selector.context, probe.selector.value]).to.deep.equal([undefined, undefined]);
    provider.append(probe);
    expect(await shown(probe)).to.equal('online');
    expect(provider.controller.subscriptions).to.equal(1);
  });

  it('that is moved to another provider belongs to that one', async () => {
    const root = await mount(
      lit`<fake-provider id="a"><test-probe></test-probe></fake-provider><fake-provider id="b"></fake-provider>`,
    );
    const probe = probeIn(root);
    providerIn(root, '#b').controller.set({ link: ONLINE });
    providerIn(root, '#b').append(probe);
    expect(await shown(probe)).to.equal('online');
    expect(providerIn(root, '#a').controller.subscriptions).to.equal(0);
  });

  it('leaves nothing behind after fifty rounds', async () => {
    const root = await mount(lit`<fake-provider id="p"></fake-provider>`);
    const provider = providerIn(root);
    for (let round = 0; round < 50; round += 1) {
      const probe = document.createElement('test-probe') as TestProbe;
      probe.for = round % 2 ? 'p' : '';
      provider.append(probe);
      await probe.updateComplete;
      probe.remove();
    }
    expect(provider.controller.subscriptions).to.equal(0);
  });
});

describe('an element that names its provider', () => {
  it('finds it anywhere in the document', async () => {
    const root = await mount(lit`<test-probe for="p"></test-probe><fake-provider id="p"></fake-provider>`);
    providerIn(root).controller.set({ link: ONLINE });
    expect(await shown(probeIn(root))).to.equal('online');
  });

  it('takes the named one rather than the one above', async () => {
    const root = await mount(
      lit`<fake-provider id="above"><test-probe for="p"></test-probe></fake-provider><fake-provider id="p"></fake-provider>`,
    );
    providerIn(root, '#p').controller.set({ link: ONLINE });
    expect(await shown(probeIn(root))).to.equal('online');
    expect(providerIn(root, '#above').controller.subscriptions).to.equal(0);
  });

  it('finds one that comes later', async () => {
    const root = await mount(lit`<test-probe for="p"></test-probe>`);
    expect(await shown(probeIn(root))).to.equal('none');
    const provider = document.createElement('fake-provider');
    provider.id = 'p';
    provider.controller.set({ link: ONLINE });
    root.append(provider);
    expect(await shown(probeIn(root))).to.equal('online');
  });

  it('follows a change of the name, also back to the one above', async () => {
    const root = await mount(
      lit`<fake-provider id="above"><test-probe></test-probe></fake-provider><fake-provider id="p"></fake-provider>`,
    );
    const probe = probeIn(root);
    providerIn(root, '#p').controller.set({ link: ONLINE });
    expect(await shown(probe)).to.equal('offline');
    probe.for = 'p';
    expect(await shown(probe)).to.equal('online');
    probe.for = 'nobody';
    expect(await shown(probe)).to.equal('none');
    probe.for = '';
    expect(await shown(probe)).to.equal('offline');
  });

  it('looks in its own shadow root first, then in the document', async () => {
    const root = await mount(
      lit`<fake-provider id="p"></fake-provider><fake-provider id="q"></fake-provider><section></section>`,
    );
    const shadow = root.querySelector('section')?.attachShadow({ mode: 'open' }) as ShadowRoot;
    const [near, far] = [
      document.createElement('test-probe') as TestProbe,
      document.createElement('test-probe') as TestProbe,
    ];
    const inner = document.createElement('fake-provider');
    inner.id = 'p';
    near.for = 'p';
    far.for = 'q';
    shadow.append(inner, near, far);
    inner.controller.set({ link: ONLINE });
    expect(await shown(near)).to.equal('online');
    expect(await shown(far)).to.equal('offline');
    expect(providerIn(root, '#p').controller.subscriptions).to.equal(0);
  });
});

describe('a request', () => {
  const stop = (event: Event): void => {
    event.preventDefault();
  };
  afterEach(() => {
    removeEventListener('call-hangup-request', stop);
  });

  it('reaches the provider above, once', async () => {
    const root = await mount(lit`<fake-provider><test-probe></test-probe></fake-provider>`);
    const request = new CallHangupRequest();
    expect(probeIn(root).selector.request(request)).to.equal(true);
    expect(providerIn(root).requests.length).to.equal(1);
  });

  it('reaches the named provider, not the one above', async () => {
    const root = await mount(
      lit`<fake-provider id="above"><test-probe for="p"></test-probe></fake-provider><fake-provider id="p"></fake-provider>`,
    );
    await probeIn(root).updateComplete;
    probeIn(root).selector.request(new CallHangupRequest());
    expect([
      providerIn(root, '#p').requests.length,
      providerIn(root, '#above').requests.length,
    ]).to.deep.equal([1, 0]);
  });

  it('can be vetoed as late as on window', async () => {
    const root = await mount(lit`<test-probe for="p"></test-probe><fake-provider id="p"></fake-provider>`);
    await probeIn(root).updateComplete;
    addEventListener('call-hangup-request', stop);
    expect(probeIn(root).selector.request(new CallHangupRequest())).to.equal(false);
    expect(providerIn(root).requests).to.deep.equal([]);
  });

  it('without a provider goes up all the same and does nothing', async () => {
    const root = await mount(lit`<test-probe></test-probe>`);
    const seen: string[] = [];
    root.addEventListener('call-hangup-request', ({ type }) => seen.push(type));
    probeIn(root).selector.request(new CallHangupRequest());
    expect(seen).to.deep.equal(['call-hangup-request']);
  });
});
