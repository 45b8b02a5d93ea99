/**
 * What goes wrong in the middle of a call of `npm run soak:call`, one at a time. Each leaves everything as it was, and the call
 * goes on.
 */
import { dial, goesOn, isAt, putAway } from './calls.mjs';
import { pause } from './page.mjs';

/** @typedef {import('./page.mjs').SoakPage} SoakPage */
/**
 * `enter` opens one more page, with somebody who is signed in.
 * @typedef {{
 *   caller: SoakPage,
 *   callee: SoakPage,
 *   relay: import('./relay.mjs').SoakRelay,
 *   network: import('./network.mjs').BrowserNetwork,
 *   enter: (name: string) => Promise<SoakPage>,
 * }} Scene
 */

const AWAY_MS = 3_000;
const away = () => pause(AWAY_MS);

/** @param {SoakPage} person @param {boolean} offline */
const setOffline = ({ session }, offline) =>
  session.send('Network.emulateNetworkConditions', {
    offline,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });

/** @type {Readonly<Record<string, (scene: Scene) => Promise<unknown>>>} */
const SURVIVED = {
  'the relay is killed and comes back': ({ relay }) => relay.restart(),

  'every connection to the relay is cut': ({ relay }) => relay.cut(),

  'no packet arrives, and both negotiate anew at once': async ({ caller, callee, network }) => {
    network.freeze();
    for (const person of [caller, callee]) await isAt(person, 'call.phase === "reconnecting"');
    network.thaw();
  },

  'a page is offline for a while': async ({ callee }) => {
    await callee.session.send('Network.enable');
    await setOffline(callee, true);
    await away();
    await setOffline(callee, false);
    await callee.session.send('Network.disable');
  },

  // Only a page that nobody sees is ever frozen; one that was, and was seen all the time, draws nothing any more.
  'a page is hidden, then frozen for a while': async ({ callee: { page, session } }) => {
    const isSeen = (/** @type {'visible' | 'hidden'} */ state) =>
      page.waitForFunction(`document.visibilityState === "${state}"`, { polling: 100 });
    const other = await page.browserContext().newPage();
    await isSeen('hidden');
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await away();
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await other.close();
    await page.bringToFront();
    await isSeen('visible');
  },

  'a device is taken away, and allowed again': async ({ caller }) => {
    await caller.permit('camera', 'denied');
    await caller.until('media.camera.status === "failed"');
    await caller.permit('camera', 'granted');
    await caller.do('setDevice("video", true)');
    await caller.until('media.camera.status === "on"');
  },

  'the camera goes off and on many times': async ({ callee }) => {
    for (let times = 0; times < 21; times += 1)
      await callee.do(`setDevice("video", ${String(times % 2 === 1)})`);
    await callee.do('setDevice("video", true)');
    await callee.until('media.camera.status === "on"');
  },

  'the elements are taken out of the page and put back': async ({ caller: { page } }) => {
    await page.evaluate(`for (const element of document.querySelectorAll('call-provider > *')) {
      const next = element.nextSibling;
      element.remove();
      next.before(element);
    }`);
  },
};

/** The call there is ends; somebody else calls, loads the page anew in the middle of it, and closes it. @param {Scene} scene */
async function bearVisitor({ caller, callee, enter }) {
  await caller.do('hangUp()');
  await putAway([caller, callee]);
  const visitor = await enter('mara');
  await visitor.do(dial(callee));
  await isAt(callee, 'call.phase === "incoming"');
  await callee.do('accept()');
  await goesOn([visitor, callee]);
  await visitor.page.reload();
  await goesOn([visitor, callee]);
  await visitor.close();
}

/** @type {[name: string, run: (scene: Scene) => Promise<unknown>][]} */
export const FAULTS = [
  ...Object.entries(SURVIVED).map(([name, run]) => {
    /** @param {Scene} scene */
    const survive = async (scene) => {
      await run(scene);
      await goesOn([scene.caller, scene.callee]);
    };
    return /** @type {[string, typeof survive]} */ ([name, survive]);
  }),
  ['another page calls, is loaded anew and closed', bearVisitor],
];
