/** What the notice says of a call without a path, and to whom it says what can be done. */
import { expect } from '@open-wc/testing';
import type { Diagnosis } from '../../core/call/path-doctor.js';
import { faultOf } from '../../core/call/usable-servers.js';
import type { PathErrorCode } from '../../core/errors.js';
import type { IceServerOption } from '../../core/ports.js';
import type { Snapshot } from '../../core/snapshot.js';
import { ended, ONLINE, reconnecting } from '../../testing/scenes.js';
import { type Mounted, mount } from '../shared/element.contract.js';
import './call-notice.define.js';
import type { CallNotice } from './call-notice.js';

const show = (snapshot: Partial<Snapshot>): Promise<Mounted<CallNotice>> =>
  mount('call-notice', { link: ONLINE, ...snapshot });

/** Of the one problem there is. */
const textOf = ({ element }: Mounted<CallNotice>, part: string): string =>
  element.shadowRoot?.querySelector(`[part=${part}]`)?.textContent.replace(/\s+/g, ' ').trim() ?? '';

describe('call-notice about the path of a call', () => {
  const EVIDENCE = { local: [], remote: ['host/udp'], refusals: [], gathering: 'complete' } as const;
  const pathless = (code: PathErrorCode, more: Partial<Diagnosis> = {}): Partial<Snapshot> => ({
    call: reconnecting(),
    diagnosis: { callId: 'c1', code, relayOnly: false, evidence: EVIDENCE, ...more },
  });

  const paths: readonly (readonly [PathErrorCode, string, string])[] = [
    ['network-down', 'You seem to be offline', 'Check Wi-Fi, cable or mobile data.'],
    ['peer-unreachable', 'naomi cannot be reached', 'Their network may be down.'],
    [
      'turn-auth',
      'The server that passes calls on refuses this page',
      'If trying again does not help, tell the owner of this page.',
    ],
    [
      'turn-unreachable',
      'The server that passes calls on does not answer',
      'Another network may help, such as mobile data.',
    ],
    ['udp-blocked', 'This network lets no calls through', 'Another network may help, such as mobile data.'],
    ['no-path', 'There is no way to naomi from here', 'Another network may help, such as mobile data.'],
  ];
  for (const [code, title, help] of paths) {
    it(`says what ${code} means and what helps`, async () => {
      const notice = await show(pathless(code));
      expect(textOf(notice, 'title')).to.equal(title);
      expect(textOf(notice, 'text')).to.equal(help);
      expect(notice.element.matches(`:state(${code})`)).to.equal(true);
      expect(notice.element.shadowRoot?.querySelector('[part=retry-button]')).to.equal(null);
    });
  }

  it('tells the author of a page without TURN what to write', async () => {
    const notice = await show(pathless('no-turn'));
    expect(textOf(notice, 'title')).to.equal('There is no way to naomi from here');
    expect(textOf(notice, 'text')).to.equal(
      'Another network may help, such as mobile data. For the author of this page:',
    );
    const [, example = ''] = /^<call-provider ice-servers='(.*)'>$/.exec(textOf(notice, 'hint')) ?? [];
    const servers = JSON.parse(example.replaceAll('…', 'turn.example')) as IceServerOption[];
    expect(servers.map(faultOf)).to.deep.equal([undefined]);
  });

  it('advises no other network where the page allows TURN alone and names none', async () => {
    const notice = await show(pathless('no-turn', { relayOnly: true }));
    expect(textOf(notice, 'text')).to.equal(
      'This page sends calls only through a server, and names none. Tell its owner. For the author of this page:',
    );
  });

  it('advises no other network where the other one has told of no way to it', async () => {
    const evidence = { ...EVIDENCE, remote: [] };
    const notice = await show(pathless('no-turn', { evidence }));
    expect(textOf(notice, 'text')).to.equal('For the author of this page:');
    await notice.set(pathless('no-path', { evidence }));
    expect(textOf(notice, 'text')).to.equal('');
  });

  it('says once that there is no network, however much that cuts off', async () => {
    const notice = await show({
      ...pathless('network-down'),
      link: { status: 'waiting', attempt: 1, retryAtMs: 57_900 },
    });
    expect(textOf(notice, 'title')).to.equal('You seem to be offline');
    await notice.set({ diagnosis: null });
    expect(textOf(notice, 'title')).to.equal('No connection to the server');
  });

  it('stays after the call ended for that reason, until it is put away', async () => {
    const notice = await show({ ...pathless('no-path'), call: ended('ice-timeout', 'system') });
    expect(textOf(notice, 'title')).to.equal('There is no way to naomi from here');
    notice.$('[part=close-button]').click();
    await notice.element.updateComplete;
    expect(notice.element.matches(':state(empty)')).to.equal(true);
  });
});
