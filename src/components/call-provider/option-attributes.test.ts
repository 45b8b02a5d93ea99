/** Attributes of a provider whose values are mistyped: what its author is told, and what counts. */
import { expect, fixture } from '@open-wc/testing';
import { html, unsafeStatic } from 'lit/static-html.js';
import { browserClock } from '../../browser/clock.js';
import { createController } from '../../browser/create-controller.js';
import { toRtcConfiguration } from '../../browser/devices/rtc-configuration.js';
import type { CallError } from '../../core/errors.js';
import { Recorder } from '../../testing/recorder.js';
import { warningsDuring } from '../shared/element.contract.js';
import type { CallProvider } from './call-provider.js';
import './call-provider.define.js';

const WRONG: readonly (readonly [string, string, RegExp])[] = [
  ['privacy="Realy"', 'privacy', /Realy.*all, relay.*relay counts/],
  ['max-bitrate="500k"', 'maxBitrate', /NaN.*a number/],
  ['max-bitrate="-1"', 'maxBitrate', /-1.*a number/],
  ['ring-timeout="5s"', 'ringTimeoutMs', /NaN.*a number/],
  ['low-data="maybe"', 'lowData', /maybe.*on, off/],
  ['degradation-preference="framerate"', 'degradationPreference', /framerate.*maintain-framerate/],
];

const provide = (attributes: string): Promise<CallProvider> =>
  fixture<CallProvider>(
    html`<call-provider
      server=${`broadcast:${browserClock.id()}`}
      ${unsafeStatic(attributes)}
    ></call-provider>`,
  );

describe('an attribute of a provider', () => {
  for (const [attribute, property, words] of WRONG) {
    it(`that makes no sense is told to the page and on the console: ${attribute}`, async () => {
      const warnings = await warningsDuring(async () => {
        const provider = await provide(attribute);
        const errors = new Recorder<CallError>();
        provider.addEventListener('call-error', ({ error }) => {
          errors.add(error);
        });
        provider.username = 'ann';
        await errors.until(() => errors.items.length > 0);
        expect(errors.items.map(({ code, detail }) => [code, detail])).to.deep.equal([
          ['invalid-argument', property],
        ]);
      });
      expect(warnings.length).to.equal(1);
      expect(warnings[0]).to.match(words);
    });
  }

  const LOW: readonly (readonly [string, boolean | undefined])[] = [
    ['', undefined],
    ['low-data', true],
    ['low-data="on"', true],
    ['low-data="TRUE"', true],
    ['low-data="off"', false],
    ['low-data="OFF"', false],
    ['low-data="false"', false],
    ['low-data="no"', false],
    ['low-data="0"', false],
  ];
  for (const [attribute, meant] of LOW) {
    it(`is a yes or a no: ${attribute || 'low-data is absent'}`, async () => {
      expect((await provide(attribute)).lowData).to.equal(meant);
    });
  }

  it('keeps every address in, before the sign-in too, where privacy is a word that nobody knows', async () => {
    const policy = async (attribute: string): Promise<string | undefined> => {
      const { controller } = await provide(attribute);
      return controller && toRtcConfiguration(controller.iceOptions).iceTransportPolicy;
    };
    const policies = ['', 'privacy="ALL"', 'privacy="Relay"', 'privacy="Realy"'].map(policy);
    expect(await Promise.all(policies)).to.deep.equal(['all', 'all', 'relay', 'relay']);
  });

  it('is checked in the options of a controller without elements too', () => {
    const { controller, dispose } = createController({
      server: `broadcast:${browserClock.id()}`,
      privacy: 'Realy' as 'relay',
      codecs: ['VP9'] as never,
    });
    const errors: (string | undefined)[] = [];
    controller.onError(({ detail }) => errors.push(detail));
    controller.signIn('ann');
    dispose();
    expect(errors).to.deep.equal(['privacy', 'codecs']);
    expect(controller.iceOptions.privacy).to.equal('relay');
  });
});
