/** A call while the connection to the server comes and goes: nobody in it may notice. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Person } from './support/person.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

void describe('a call whose link is lost', () => {
  const scene = setScene();

  /** The page believes its socket dead, as after a change of network; the relay has heard nothing yet. */
  const losesItsSocket = async (person: Person): Promise<void> => {
    await person.page.evaluate(() => {
      window.probe.sockets.at(-1)?.dispatchEvent(new CloseEvent('close', { code: 1006 }));
    });
    await person.waitFor(() => {
      const { status } = document.querySelector('call-provider')?.controller?.snapshot.link ?? {};
      return status === 'online' && window.probe.sockets.length > 1;
    });
  };

  void it('goes on under the same names, and both still hear each other', async () => {
    const [naomi, priya] = [await scene.join('naomi'), await scene.join('priya')];
    await talk(naomi, priya);
    await losesItsSocket(naomi);
    const self = await naomi.page.evaluate(
      () => document.querySelector('call-provider')?.controller?.snapshot.self,
    );
    assert.equal(self?.name, 'naomi', 'the relay handed her session over');
    const seen = await naomi.page.evaluate(() =>
      document.querySelector('call-provider')?.controller?.snapshot.users.map((user) => user.name),
    );
    assert.deepEqual(seen, ['priya'], 'and she is not somebody else to herself');
    await naomi.toggleMic();
    await priya.callIs((call) => call.phase === 'active' && !call.remote.media.audio);
    await naomi.toggleMic();
    await priya.toggleCamera();
    await naomi.callIs((call) => call.phase === 'active' && !call.remote.media.video);
    await priya.toggleCamera();
    await assertMediaBothWays(naomi, priya);
    await priya.hangUp();
    await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
    assert.equal(await naomi.endReason(), 'ended');
    await assertNothingLeft(naomi, priya);
  });
});
