/**
 * Finds the browsers that tests run in and says how to start them. It installs nothing and downloads
 * nothing; `@sparticuz/chromium` is an npm package that carries the browser inside.
 */
import { existsSync } from 'node:fs';
import { unpackChromium } from './lib/packed-chromium.mjs';

/** @typedef {{executablePath: string, env: Record<string, string>, packed: boolean}} Chromium */
/** @typedef {{executablePath: string}} Firefox */

const chromiumPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

const firefoxPaths = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/snap/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

const noChromium = `No Chromium was found to test in. Any one of these helps:
  1. install it: apt-get install chromium (or Google Chrome from its site);
  2. name it: CHROME_PATH=/path/to/chrome npm test;
  3. on Linux x64, let npm bring one: npm install --include=dev`;

/** @param {string} name @param {string[]} paths @returns {string | undefined} */
function locate(name, paths) {
  const named = process.env[name];
  if (!named) return paths.find((path) => existsSync(path));
  if (!existsSync(named)) throw new Error(`${name} is set to ${named}, but there is no such file.`);
  return named;
}

/** @returns {Promise<Chromium>} */
export async function findChromium() {
  const executablePath = locate('CHROME_PATH', chromiumPaths);
  if (executablePath) return { executablePath, env: {}, packed: false };
  const packed = await unpackChromium();
  if (packed) return { ...packed, packed: true };
  throw new Error(noChromium);
}

/** @returns {Firefox | {reason: string}} */
export function findFirefox() {
  const executablePath = locate('FIREFOX_PATH', firefoxPaths);
  if (executablePath) return { executablePath };
  return { reason: 'no Firefox here (apt-get install firefox-esr, or set FIREFOX_PATH)' };
}

/**
 * With the fake permission prompt every request is granted, and a denial set by a test is ignored; tests
 * of denial must run without it.
 * @param {{fakeUi?: boolean, sandbox?: boolean}} [options]
 */
export function chromiumArgs({ fakeUi = true, sandbox = canSandbox() } = {}) {
  return [
    ...(sandbox ? [] : ['--no-sandbox']),
    '--disable-dev-shm-usage',
    '--use-fake-device-for-media-stream',
    ...(fakeUi ? ['--use-fake-ui-for-media-stream'] : []),
    '--autoplay-policy=no-user-gesture-required',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
    '--disable-quic',
    // Containers often have no multicast, and without it an mDNS candidate cannot be resolved.
    '--disable-features=WebRtcHideLocalIpsWithMdns',
  ];
}

/** Chromium's sandbox does not work for root, nor in most CI containers. */
function canSandbox() {
  return process.getuid?.() !== 0 && !process.env['CI'];
}

/** @param {{permission?: 'allow' | 'deny'}} [options] */
export function firefoxPrefs({ permission = 'allow' } = {}) {
  const denied = permission === 'deny';
  return {
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': !denied,
    ...(denied ? { 'permissions.default.camera': 2, 'permissions.default.microphone': 2 } : {}),
    'media.autoplay.default': 0,
    // Where a machine has no sound, no AudioContext would ever run.
    'media.cubeb.force_mock_context': true,
    'media.peerconnection.ice.obfuscate_host_addresses': false,
  };
}

/**
 * Everything puppeteer's `launch` needs for Chromium with a fake camera and microphone.
 * @param {{fakeUi?: boolean, args?: string[]}} [options]
 * @returns {Promise<import('puppeteer-core').LaunchOptions>}
 */
export async function chromiumLaunchOptions({ fakeUi = true, args = [] } = {}) {
  const { executablePath, env, packed } = await findChromium();
  return {
    browser: 'chrome',
    headless: packed ? 'shell' : true,
    executablePath,
    env: { ...process.env, ...env },
    args: [...chromiumArgs(packed ? { fakeUi, sandbox: false } : { fakeUi }), ...args],
  };
}

/**
 * The same for Firefox, or null where there is none; `findFirefox().reason` tells why.
 * @param {{permission?: 'allow' | 'deny'}} [options]
 * @returns {import('puppeteer-core').LaunchOptions | null}
 */
export function firefoxLaunchOptions(options = {}) {
  const found = findFirefox();
  if ('reason' in found) return null;
  return {
    browser: 'firefox',
    headless: true,
    executablePath: found.executablePath,
    extraPrefsFirefox: firefoxPrefs(options),
  };
}
