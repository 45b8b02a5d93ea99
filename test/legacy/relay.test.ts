/** Calls between our page and that of MDN's sample, as pages/sample.js plays it, through our relay. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launchFirefox, noFirefox } from '../e2e/support/browsers.js';
import type { Person } from '../e2e/support/person.js';
import { RelayProcess } from '../e2e/support/relay-process.js';
import { assertNothingLeft } from '../e2e/support/scenario.js';
import type { SamplePerson } from './support/sample-person.js';
import { Stage, assertMediaWithSample, callSample } from './support/stage.js';

const BASE_CALL = new Set(['video-offer', 'video-answer', 'new-ice-candidate', 'hang-up']);

void describe('with the page of the sample, through our relay', () => {
  let relay: RelayProcess;
  let stage: Stage;

  before(async () => {
    relay = await RelayProcess.startWithPages('test/legacy/pages');
    stage = await Stage.open(relay.url);
  });
  afterEach(() => stage.clear());
  after(async () => {
    await stage.close();
    await relay.stop();
  });

  const two = async (): Promise<{ naomi: Person; oleg: SamplePerson }> => {
    const oleg = await stage.enterSample('oleg');
    const naomi = await stage.enter('naomi');
    await oleg.sees('naomi');
    return { naomi, oleg };
  };

  void it('we call it: it answers at once, media moves both ways, and we hang up', async () => {
    const { naomi, oleg } = await two();
    await callSample(naomi, oleg);
    await assertMediaWithSample(naomi, oleg);
    await naomi.hangUp();
    await oleg.isFree();
    const heard = await oleg.heard();
    assert.deepEqual(
      heard.filter(({ type }) => !BASE_CALL.has(String(type))),
      [],
      'base messages only',
    );
    assert.ok(heard.every(({ candidate }) => candidate !== null));
    assert.equal(heard.filter(({ type }) => type === 'video-offer').length, 1, 'one offer, ever');
    await assertNothingLeft(naomi);
  });

  void it('it calls us: nothing is said while it rings, and media moves both ways after the yes', async () => {
    const { naomi, oleg } = await two();
    await oleg.call('naomi');
    await naomi.phase('incoming');
    await oleg.isOffering();
    assert.deepEqual(await oleg.heard(), []);
    assert.equal((await naomi.leftovers()).tracks, 0, 'no camera before the yes');
    await naomi.answer();
    await Promise.all([naomi.phase('active'), oleg.isTalking()]);
    await assertMediaWithSample(naomi, oleg);
    await oleg.hangUp();
    await naomi.phase('ended');
    assert.equal(await naomi.endReason(), 'ended');
    await assertNothingLeft(naomi);
  });

  void it('it hears of a no, and of being busy, as a hang-up', async () => {
    const { naomi, oleg } = await two();
    await oleg.call('naomi');
    await naomi.phase('incoming');
    await naomi.decline();
    await oleg.isFree();

    await callSample(naomi, oleg);
    const ben = await stage.enterSample('ben');
    await ben.sees('naomi');
    await ben.call('naomi');
    await ben.isFree();
    assert.equal((await ben.heard()).find(({ type }) => type === 'hang-up')?.reason, 'busy');
    await assertMediaWithSample(naomi, oleg);
  });

  void it('it hangs up to everybody, and only its own call ends', async () => {
    const { naomi, oleg } = await two();
    await callSample(naomi, oleg);
    const [ben, priya] = [await stage.enterSample('ben'), await stage.enter('priya')];
    await callSample(priya, ben);
    await ben.hangUp();
    await priya.phase('ended');
    await assertMediaWithSample(naomi, oleg);
  });

  void it('it drops the call without a word when its path is gone, and is called anew: the call goes on', async () => {
    const { naomi, oleg } = await two();
    await callSample(naomi, oleg);
    await assertMediaWithSample(naomi, oleg);
    await oleg.drop();
    await naomi.phase('reconnecting');
    await Promise.all([naomi.phase('active'), oleg.isTalking()]);
    await assertMediaWithSample(naomi, oleg);
    assert.equal((await naomi.leftovers()).connections, 1);
    await naomi.hangUp();
    await oleg.isFree();
    await assertNothingLeft(naomi);
  });

  void it('its page is loaded anew and calls again: the old call ends, and the new one rings', async () => {
    const { naomi, oleg } = await two();
    await callSample(naomi, oleg);
    await assertMediaWithSample(naomi, oleg);
    await oleg.drop();
    await oleg.call('naomi');
    await naomi.phase('incoming');
    await naomi.answer();
    await Promise.all([naomi.phase('active'), oleg.isTalking()]);
    await assertMediaWithSample(naomi, oleg);
  });

  void it('calls go both ways between Firefox and Chromium', { skip: noFirefox }, async () => {
    const firefox: Browser = await launchFirefox();
    try {
      const naomi = await stage.enter('naomi', firefox);
      const oleg = await stage.enterSample('oleg');
      await callSample(naomi, oleg);
      await assertMediaWithSample(naomi, oleg);
      await oleg.hangUp();
      await naomi.phase('ended');
      await oleg.call('naomi');
      await naomi.phase('incoming');
      await naomi.answer();
      await Promise.all([naomi.phase('active'), oleg.isTalking()]);
      await assertMediaWithSample(naomi, oleg);
      const [priya, ben] = [await stage.enter('priya'), await stage.enterSample('ben', firefox)];
      await callSample(priya, ben);
      await assertMediaWithSample(priya, ben);
      await stage.clear();
    } finally {
      await firefox.close();
    }
  });
});
