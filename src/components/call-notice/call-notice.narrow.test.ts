/** What is wrong can be read on a small page, also where that runs from right to left and a name has no gap. */
import { expect, nextFrame } from '@open-wc/testing';
import { active, call, localMedia, reconnecting } from '../../testing/scenes.js';
import { mount } from '../shared/element.contract.js';
import './call-notice.define.js';

const BUSY = { status: 'failed', on: false, code: 'media-busy' } as const;

describe('call-notice on a small page', () => {
  it('stays within a small page from right to left, whatever it says', async () => {
    const page = document.documentElement;
    page.lang = 'ar';
    page.dir = 'rtl';
    try {
      for (const code of [
        'media-denied',
        'media-overconstrained',
        'media-policy',
        'media-insecure',
      ] as const) {
        const { element, provider } = await mount('call-notice', {
          link: { status: 'waiting', attempt: 1, retryAtMs: 57_900 },
          call: reconnecting('network', active({ call: call('a'.repeat(64)) })),
          diagnosis: {
            callId: 'c1',
            code: 'peer-unreachable',
            relayOnly: false,
            evidence: { local: [], remote: [], refusals: [], gathering: 'complete' },
          },
          media: localMedia({ camera: { status: 'failed', on: false, code }, microphone: BUSY }),
        });
        const titles = (): string[] =>
          [...(element.shadowRoot?.querySelectorAll('[part=title]') ?? [])].map((one) => one.textContent);
        provider.style.setProperty('display', 'block');
        provider.style.setProperty('inline-size', '320px');
        while (!titles().join().includes('الكاميرا')) await nextFrame();
        const { left, right } = provider.getBoundingClientRect();
        const outside = [...(element.shadowRoot?.querySelectorAll('*') ?? [])].filter((one) => {
          const box = one.getBoundingClientRect();
          return box.left < left || box.right > right || (one as HTMLElement).scrollWidth > 320;
        });
        expect([titles().length, outside.map(({ localName }) => localName)]).to.deep.equal([4, []]);
      }
    } finally {
      page.lang = 'en';
      page.dir = '';
    }
  });
});
