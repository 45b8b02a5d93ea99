import { expect } from '@open-wc/testing';
import { Recorder } from '../testing/recorder.js';
import { openChannel, openTabs } from './broadcast-bus.js';
import { browserClock } from './clock.js';

describe('the other tabs', () => {
  it('hear this page, and this page hears them, but not itself', async () => {
    const name = browserClock.id();
    const heard = new Recorder<unknown>();
    const bus = openTabs(name).open(heard.add);
    const same = openTabs(name).open(heard.add);
    // Any other page is on the channel under another mark than this one's.
    const seen = new Recorder<{ readonly page: string; readonly note: unknown }>();
    const other = openChannel(name).open((data) => seen.add(data as (typeof seen.items)[number]));
    same.post('of the same page');
    bus.post({ kind: 'who' });
    const { page } = await seen.first(({ note }) => note !== 'of the same page');
    expect(page).to.be.a('string');
    other.post('junk');
    other.post({ page: 'another', note: { kind: 'in' } });
    expect(await heard.first(() => true)).to.deep.equal({ kind: 'in' });
    for (const end of [bus, same, other]) end.close();
    expect(heard.items).to.have.length(1);
  });

  it('are none where the browser gives no channel', () => {
    const Native = BroadcastChannel;
    window.BroadcastChannel = class extends Native {
      constructor(name: string) {
        super(name);
        this.close();
        throw new DOMException('The operation is insecure.', 'SecurityError');
      }
    };
    try {
      const bus = openTabs().open(() => undefined);
      bus.post({ kind: 'who' });
      bus.close();
    } finally {
      window.BroadcastChannel = Native;
    }
  });
});
