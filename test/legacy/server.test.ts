/** Our pages on a server that behaves as that of MDN's sample, among themselves and with the sample's page. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Person } from '../e2e/support/person.js';
import { assertMediaBothWays, assertNothingLeft, talk } from '../e2e/support/scenario.js';
import { WireClient } from '../support/wire-client.js';
import type { SampleServer } from './support/sample-server.js';
import { startSampleServer } from './support/servers.js';
import { Stage, assertMediaWithSample, callSample } from './support/stage.js';

const OURS: ReadonlySet<unknown> = new Set(['naomi', 'priya']);

void describe('on the server of the sample', () => {
  let server: SampleServer;
  let stage: Stage;

  before(async () => {
    server = await startSampleServer();
    stage = await Stage.open(server.url);
  });
  afterEach(async () => {
    await stage.clear();
    assert.deepEqual(server.crashes, []);
    assert.deepEqual(
      server.spilled.filter(({ name, type }) => OURS.has(name) && type !== 'message'),
      [],
      'nothing of ours but chat goes to everybody',
    );
    server.forget();
  });
  after(async () => {
    await stage.close();
    await server.stop();
  });

  const usersOf = (person: Person): Promise<readonly string[] | undefined> =>
    person.page.evaluate(() =>
      document.querySelector('call-provider')?.controller?.snapshot.users.map(({ name }) => name),
    );

  void it('two of ours ring, talk with picture and sound, and hang up', async () => {
    const [naomi, priya] = [await stage.enter('naomi'), await stage.enter('priya')];
    await naomi.sees('priya');
    await naomi.call('priya');
    await naomi.callIs((call) => call.phase === 'outgoing' && call.ringing);
    await priya.answer();
    await Promise.all([naomi.phase('active'), priya.phase('active')]);
    await assertMediaBothWays(naomi, priya);
    await naomi.toggleMic();
    await priya.callIs((call) => call.phase === 'active' && !call.remote.media.audio);
    await priya.hangUp();
    await naomi.phase('ended');
    assert.equal(await naomi.endReason(), 'ended');
    await assertNothingLeft(naomi, priya);
  });

  void it('we call the page of the sample, and it calls us', async () => {
    const [oleg, naomi] = [await stage.enterSample('oleg'), await stage.enter('naomi')];
    await callSample(naomi, oleg);
    await assertMediaWithSample(naomi, oleg);
    await naomi.hangUp();
    await oleg.isFree();

    await oleg.call('naomi');
    await naomi.phase('incoming');
    await naomi.answer();
    await Promise.all([naomi.phase('active'), oleg.isTalking()]);
    await assertMediaWithSample(naomi, oleg);
    await oleg.hangUp();
    await naomi.phase('ended');
    assert.equal(await naomi.endReason(), 'ended');
    await assertNothingLeft(naomi);
    assert.equal(server.sent('video-offer', 'naomi').length, 1, 'one offer, ever');
    assert.ok(server.sent('hang-up', 'naomi').every(({ target }) => target === 'oleg'));
  });

  void it('a hang-up that the sample tells everybody ends no call of ours', async () => {
    const [naomi, priya] = [await stage.enter('naomi'), await stage.enter('priya')];
    await talk(naomi, priya);
    const [oleg, ben] = [await stage.enterSample('oleg'), await stage.enterSample('ben')];
    await oleg.sees('ben');
    await oleg.call('ben');
    await oleg.receivesMedia();
    await oleg.hangUp();
    await ben.isFree();
    const heard = (): boolean =>
      server.spilled.some(({ type, name }) => type === 'hang-up' && name === 'oleg');
    assert.ok(heard(), 'it went to everybody');
    await assertMediaBothWays(naomi, priya);
  });

  void it('a call of ours with the sample outlives the hang-up of a third, which ends it at the other side', async () => {
    const [oleg, naomi] = [await stage.enterSample('oleg'), await stage.enter('naomi')];
    await callSample(naomi, oleg);
    await assertMediaWithSample(naomi, oleg);
    const third = await WireClient.named(server.url, 'ben');
    third.say({ type: 'hang-up', name: 'ben', target: null });
    await oleg.isFree();
    await naomi.phase('reconnecting');
    await Promise.all([naomi.phase('active'), oleg.isTalking()]);
    await assertMediaWithSample(naomi, oleg);
    await third.close();
  });

  void it('those without a name are not shown', async () => {
    const nameless = new WireClient(server.url);
    await nameless.next('id');
    const [naomi] = [await stage.enter('naomi'), await stage.enterSample('oleg')];
    await naomi.sees('oleg');
    const list = await nameless.next('userlist', ({ users }) => (users as unknown[]).includes('oleg'));
    assert.ok((list.users as unknown[]).includes(null));
    assert.deepEqual(await usersOf(naomi), ['oleg']);
    await nameless.close();
  });

  void it('a name that is taken gets a number, and the numbers go on', async () => {
    const first = await WireClient.named(server.url, 'naomi');
    const naomi = await stage.enter('naomi');
    const own = await naomi.page.evaluate(
      () => document.querySelector('call-provider')?.controller?.snapshot.self.name,
    );
    assert.match(own ?? '', /^naomi\d+$/);
    await naomi.sees('naomi');
    await first.close();
  });

  void it('somebody who says nothing is no answer when the ring time is over', async () => {
    const ghost = await WireClient.named(server.url, 'ben');
    const naomi = await stage.enter('naomi');
    await naomi.page.evaluate(() => {
      const provider = document.querySelector('call-provider');
      if (provider) provider.ringTimeoutMs = 1_500;
    });
    await naomi.sees('ben');
    await naomi.call('ben');
    await naomi.phase('outgoing');
    await naomi.phase('ended');
    assert.equal(await naomi.endReason(), 'no-answer');
    assert.deepEqual(
      server.sent('hang-up', 'naomi').map(({ target, reason }) => [target, reason]),
      [['ben', 'no-answer']],
    );
    await assertNothingLeft(naomi);
    await ghost.close();
  });

  void it('somebody the server does not find is a silence that ends in the same way', async () => {
    const naomi = await stage.enter('naomi');
    const ghost = await WireClient.named(server.url, 'ben');
    await naomi.sees('ben');
    await naomi.page.evaluate(() => {
      const provider = document.querySelector('call-provider');
      if (provider) provider.ringTimeoutMs = 1_500;
    });
    server.loseTrackOf('ben');
    await naomi.call('ben');
    await naomi.phase('ended');
    assert.equal(await naomi.endReason(), 'no-answer');
    assert.deepEqual(
      ghost.heard.filter(({ type }) => type !== 'id' && type !== 'userlist'),
      [],
    );
    await ghost.close();
  });

  void it('a page that writes, renames itself and goes away breaks nothing', async () => {
    const [naomi, priya] = [await stage.enter('naomi'), await stage.enter('priya')];
    await naomi.sees('priya');
    const say = (person: Person, text: string): Promise<void> =>
      person.page.evaluate((words) => {
        document.querySelector('call-provider')?.controller?.sendMessage(words);
      }, text);
    await say(naomi, '<b>hello</b> \ud800');
    await priya.waitFor(
      () =>
        document
          .querySelector('call-provider')
          ?.controller?.snapshot.chat.messages[0]?.text.startsWith('hello') === true,
    );
    await naomi.page.evaluate(() => {
      document.querySelector('call-provider')?.controller?.setState('away');
      document.querySelector('call-provider')?.controller?.signIn('naomi2');
    });
    await priya.sees('naomi2');
    await naomi.page.reload();
    await priya.waitFor(
      () => document.querySelector('call-provider')?.controller?.snapshot.users.length === 0,
    );
  });
});
