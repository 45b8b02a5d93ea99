/**
 * Which browser test file runs in which browser, by its name: `x.permission.test.ts` in a Chromium that
 * really asks, `x.chromium.test.ts` in Chromium only, every other one in Chromium and Firefox with
 * permissions granted. A group without files is left out, because the runner refuses an empty one.
 */
import { chromeLauncher } from '@web/test-runner-chrome';
import puppeteer from 'puppeteer-core';
import { chromiumLaunchOptions, firefoxLaunchOptions } from '../browsers.mjs';

/** @typedef {import('@web/test-runner').TestRunnerGroupConfig} Group */
/** @typedef {NonNullable<Parameters<typeof chromeLauncher>[0]>} LauncherOptions */
/** @typedef {Group & {files: string[]}} FilledGroup */

const isPermission = (/** @type {string} */ file) => file.endsWith('.permission.test.ts');
const isChromiumOnly = (/** @type {string} */ file) => file.endsWith('.chromium.test.ts');

/**
 * Pages share one window; each must believe that it has the focus, or focus tests depend on their luck.
 * @type {NonNullable<LauncherOptions['createPage']>}
 */
async function createFocusedPage({ context }) {
  const page = await context.newPage();
  const devtools = await page.createCDPSession();
  await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: true });
  return page;
}

/** Named by puppeteer, the launcher calls Chromium by its name. @param {LauncherOptions} options */
const inBrowser = (options) => [chromeLauncher({ ...options, puppeteer })];

/** @param {string[]} files @returns {Promise<Group[]>} */
export async function testGroups(files) {
  const plain = files.filter((file) => !isPermission(file));
  const firefox = firefoxLaunchOptions();
  /** @type {FilledGroup[]} */
  const groups = [
    {
      name: 'fake',
      files: plain,
      browsers: inBrowser({
        launchOptions: await chromiumLaunchOptions(),
        createPage: createFocusedPage,
        concurrency: 2,
      }),
    },
    {
      name: 'permissions',
      files: files.filter(isPermission),
      browsers: inBrowser({
        launchOptions: await chromiumLaunchOptions({ fakeUi: false }),
        createPage: createFocusedPage,
        concurrency: 1,
      }),
    },
  ];
  if (firefox) {
    groups.push({
      name: 'firefox',
      files: plain.filter((file) => !isChromiumOnly(file)),
      browsers: inBrowser({ launchOptions: firefox, concurrency: 1 }),
    });
  }
  return groups.filter((group) => group.files.length > 0);
}
