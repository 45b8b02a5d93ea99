/** A provider whose page has a backend of its own: given before and after, exchanged, and wrong in every way. */
import { expect, fixture, html } from '@open-wc/testing';
import { createBroadcastSignal } from '../../browser/broadcast-signal.js';
import { browserClock } from '../../browser/clock.js';
import { warningsDuring } from '../shared/element.contract.js';
import type { Backend, BackendConnection } from '../../core/link/own-signal.js';
import type { CallErrorEvent } from '../../events/facts.js';
import { Recorder } from '../../testing/recorder.js';
import type { CallProvider } from './call-provider.js';
import './call-provider.define.js';

const mount = (signal: CallProvider['signal'], username = 'ann'): Promise<CallProvider> =>
  fixture<CallProvider>(html`<call-provider .signal=${signal} username=${username}></call-provider>`);

const online = (provider: CallProvider): Promise<void> =>
  new Promise((resolve) => {
    const check = (): void => {
      if (provider.controller?.snapshot.link.status === 'online') resolve();
    };
    provider.addEventListener('call-link-change', check);
    check();
  });

/** A backend with these people in it, which notes whom it was opened for and how often it was closed. */
class Company {
  readonly opened: string[] = [];
  closed = 0;
  readonly #people: readonly string[];

  constructor(...people: readonly string[]) {
    this.#people = people;
  }

  readonly open: Backend = (name, line) => {
    this.opened.push(name);
    line.people(this.#people);
    return { send: () => undefined, close: () => (this.closed += 1) };
  };
}

const usersOf = ({ controller }: CallProvider): readonly string[] =>
  controller?.snapshot.users.map(({ name }) => name) ?? [];

describe('a provider with a backend of its own', () => {
  it('opens it under the name of its person, and nothing of the page’s host', async () => {
    const company = new Company('ben');
    const provider = await mount(company.open);
    await online(provider);
    expect([company.opened, usersOf(provider)]).to.deep.equal([['ann'], ['ben']]);
  });

  it('takes a whole signal port too', async () => {
    const provider = await mount(createBroadcastSignal(browserClock.id()));
    await online(provider);
    expect(provider.controller?.snapshot.self.name).to.equal('ann');
  });

  it('begins anew with another one, signed in again, and with the server when there is none', async () => {
    const [company, other] = [new Company('ben'), new Company('oleg')];
    const provider = await mount(company.open);
    await online(provider);
    const before = provider.controller;
    provider.signal = other.open;
    await provider.updateComplete;
    expect(provider.controller === before).to.equal(false);
    expect([before?.snapshot.link.status, company.closed]).to.deep.equal(['offline', 1]);
    await online(provider);
    expect([other.opened, usersOf(provider)]).to.deep.equal([['ann'], ['oleg']]);
    provider.server = `broadcast:${browserClock.id()}`;
    await provider.updateComplete;
    expect(other.closed).to.equal(0, 'the server does not count while there is a signal');
    provider.signal = undefined;
    await provider.updateComplete;
    await online(provider);
    expect([other.closed, usersOf(provider)]).to.deep.equal([1, []]);
  });

  it('counts what was given while the provider was in no document', async () => {
    const company = new Company('ben');
    const provider = await mount(undefined, '');
    const { controller, parentElement } = provider;
    provider.remove();
    provider.signal = company.open;
    provider.username = 'ann';
    parentElement?.append(provider);
    await provider.updateComplete;
    expect(provider.controller === controller).to.equal(false);
    await online(provider);
    expect(company.opened).to.deep.equal(['ann']);
  });

  const end: BackendConnection = { send: () => undefined, close: () => undefined };
  const WRONG: readonly (readonly [string, CallProvider['signal'], RegExp])[] = [
    [
      'throws',
      () => {
        throw new Error('no token');
      },
      /no token/,
    ],
    ['is no function', {} as never, /must be a function/],
    [
      'lists nonsense',
      (_name, { people }) => {
        people([{ id: 1 }] as never);
        return end;
      },
      /people\(\) takes/,
    ],
  ];
  for (const [what, signal, reason] of WRONG) {
    it(`that ${what} is told to the page and its author, tried again, and breaks nothing`, async () => {
      const errors = new Recorder<CallErrorEvent['error']>();
      let provider: CallProvider | undefined;
      const warnings = await warningsDuring(async () => {
        provider = await mount(undefined);
        provider.addEventListener('call-error', (event) => {
          errors.add(event.error);
        });
        provider.signal = signal;
        await errors.until(() => errors.items.length === 2);
      });
      expect(errors.items.map(({ code }) => code)).to.deep.equal(['signal-failed', 'link-unreachable']);
      expect(errors.items[0]?.message).to.match(reason);
      expect(warnings.length).to.equal(1);
      expect(warnings[0]).to.match(reason);
      expect(provider?.controller?.snapshot.link.status).to.equal('waiting');
      const good = new Company('ben');
      if (provider) provider.signal = good.open;
      if (provider) await online(provider);
      expect(good.opened).to.deep.equal(['ann']);
    });
  }

  it('that lets this page not in tells its author how a relay would', async () => {
    const errors = new Recorder<CallErrorEvent['error']>();
    const warnings = await warningsDuring(async () => {
      const provider = await mount(undefined);
      provider.addEventListener('call-error', (event) => {
        errors.add(event.error);
      });
      provider.signal = (_name, line) => {
        line.close(4503);
        return end;
      };
      await errors.until(() => errors.items.length === 1);
    });
    expect(errors.items.map(({ code, detail }) => [code, detail])).to.deep.equal([['link-refused', '4503']]);
    expect(warnings).to.deep.equal([
      `The server refuses this page (4503). If it is a relay: --origin ${location.origin}`,
    ]);
  });
});
