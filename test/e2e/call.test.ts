/** The main job: two people in two browsers, a real relay process, fake cameras, real peer connections. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Person } from './support/person.js';
import { assertMediaBothWays, assertNothingLeft, talk } from './support/scenario.js';
import { setScene } from './support/scene.js';

void describe('a call in Chromium through the relay', () => {
  const scene = setScene();

  const two = async (): Promise<readonly [Person, Person]> => [
    await scene.join('naomi'),
    await scene.join('priya'),
  ];

  void it('rings, is accepted, moves pictures and sound both ways, and ends', async () => {
    const [naomi, priya] = await two();
    await naomi.sees('priya');
    await priya.sees('naomi');
    await naomi.call('priya');
    await priya.phase('incoming');
    assert.match(await priya.panelText(), /naomi.*is calling you with video/);
    await naomi.callIs((call) => call.phase === 'outgoing' && call.ringing);
    await priya.answer();
    await Promise.all([naomi.phase('active'), priya.phase('active')]);
    await assertMediaBothWays(naomi, priya);
    await naomi.hangUp();
    await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
    assert.equal(await naomi.endReason(), 'ended');
    assert.match(await priya.panelText(), /naomi hung up/);
    await assertNothingLeft(naomi, priya);
  });

  void it('with sound only is heard on both sides, though no picture ever comes', async () => {
    const [naomi, priya] = await two();
    await naomi.sees('priya');
    await naomi.click('call-user-list >>> button[title="Audio call priya"]');
    await priya.phase('incoming');
    await priya.answer();
    await Promise.all([naomi.phase('active'), priya.phase('active')]);
    for (const person of [naomi, priya]) await person.hears();
    await naomi.hangUp();
    await Promise.all([naomi.phase('ended'), priya.phase('ended')]);
    await assertNothingLeft(naomi, priya);
  });

  void it('opens no camera before the person answers', async () => {
    const [naomi, priya] = await two();
    await naomi.sees('priya');
    await naomi.call('priya');
    await priya.phase('incoming');
    assert.equal((await priya.leftovers()).tracks, 0);
  });

  void it('shows the other side who is muted and whose camera is off, and closes the camera', async () => {
    const [naomi, priya] = await two();
    await talk(naomi, priya);
    await naomi.toggleMic();
    await priya.callIs(
      (call) => call.phase === 'active' && !call.remote.media.audio && call.remote.media.video,
    );
    assert.match(await priya.panelText(), /Muted/);
    await naomi.toggleCamera();
    await priya.callIs((call) => call.phase === 'active' && !call.remote.media.video);
    assert.equal((await naomi.leftovers()).tracks, 1, 'only the microphone is open');
    await naomi.toggleCamera();
    await naomi.toggleMic();
    await priya.callIs(
      (call) => call.phase === 'active' && call.remote.media.video && call.remote.media.audio,
    );
    await assertMediaBothWays(naomi, priya);
  });

  void it('works ten times in a row, with nothing left', async () => {
    const [naomi, priya] = await two();
    for (let round = 0; round < 10; round += 1) {
      const [caller, callee] = round % 2 === 0 ? [naomi, priya] : [priya, naomi];
      await talk(caller, callee);
      await caller.receivesMedia();
      await callee.receivesMedia();
      await callee.hangUp();
      await Promise.all([caller.phase('ended'), callee.phase('ended')]);
      await assertNothingLeft(naomi, priya);
    }
  });

  void it('is declined', async () => {
    const [naomi, priya] = await two();
    await naomi.sees('priya');
    await naomi.call('priya');
    await priya.phase('incoming');
    await priya.decline();
    await naomi.phase('ended');
    assert.equal(await naomi.endReason(), 'declined');
    assert.match(await naomi.panelText(), /priya declined/);
    await assertNothingLeft(naomi, priya);
  });

  void it('is cancelled', async () => {
    const [naomi, priya] = await two();
    await naomi.sees('priya');
    await naomi.call('priya');
    await priya.phase('incoming');
    await naomi.hangUp();
    await priya.phase('ended');
    assert.equal(await priya.endReason(), 'cancelled');
    assert.match(await priya.panelText(), /Missed call from naomi/);
    await assertNothingLeft(naomi, priya);
  });

  void it('is refused as busy, and the call in progress goes on', async () => {
    const [naomi, priya, oleg] = [...(await two()), await scene.join('oleg')] as const;
    await talk(naomi, priya);
    await oleg.sees('priya');
    await oleg.page.evaluate(() => document.querySelector('call-provider')?.controller?.call('priya'));
    await oleg.phase('ended');
    assert.equal(await oleg.endReason(), 'busy');
    assert.match(await oleg.panelText(), /priya is in another call/);
    await assertMediaBothWays(naomi, priya);
    await assertNothingLeft(oleg);
  });

  void it('to oneself is an error the page hears, and nothing starts', async () => {
    const naomi = await scene.join('naomi');
    await naomi.page.evaluate(() => {
      document.querySelector('call-provider')?.addEventListener('call-error', ({ error }) => {
        document.title = error.code;
      });
    });
    await naomi.click('button[value="naomi"]');
    await naomi.waitFor(() => document.title === 'self-call');
    await naomi.phase('idle');
  });

  void it('ends for the other one when a tab is closed', async () => {
    const [naomi, priya] = await two();
    await talk(naomi, priya);
    await priya.page.close();
    await naomi.phase('reconnecting');
    await naomi.phase('ended');
    assert.equal(await naomi.endReason(), 'peer-left');
    await assertNothingLeft(naomi);
  });
});
