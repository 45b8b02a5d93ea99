/** Starts the browsers the tests drive; Firefox where there is one. */
import puppeteer, { type Browser, type LaunchOptions } from 'puppeteer-core';
import { chromiumLaunchOptions, findFirefox, firefoxLaunchOptions } from '../../../scripts/browsers.mjs';

export const launchChromium = async (...args: readonly string[]): Promise<Browser> =>
  puppeteer.launch(await chromiumLaunchOptions({ args: [...args] }));

/** One that asks for permission, as a test sets it, instead of granting all. */
export const launchAskingChromium = async (...args: readonly string[]): Promise<Browser> =>
  puppeteer.launch(await chromiumLaunchOptions({ fakeUi: false, args: [...args] }));

const firefox = findFirefox();

/** Why the tests with Firefox are skipped, or false. */
export const noFirefox: string | false = 'reason' in firefox ? firefox.reason : false;

export async function launchFirefox(
  permission: 'allow' | 'deny' = 'allow',
  { extraPrefsFirefox: prefs, ...more }: LaunchOptions = {},
): Promise<Browser> {
  const options = firefoxLaunchOptions({ permission });
  if (!options) throw new Error('There is no Firefox here.');
  const extraPrefsFirefox = { ...options.extraPrefsFirefox, ...prefs };
  return puppeteer.launch({ ...options, ...more, extraPrefsFirefox });
}
