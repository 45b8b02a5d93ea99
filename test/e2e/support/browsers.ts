/** Starts the browsers the tests drive; Firefox where there is one. */
import puppeteer, { type Browser } from 'puppeteer-core';
import { chromiumLaunchOptions, findFirefox, firefoxLaunchOptions } from '../../../scripts/browsers.mjs';

export const launchChromium = async (...args: readonly string[]): Promise<Browser> =>
  puppeteer.launch(await chromiumLaunchOptions({ args: [...args] }));

const firefox = findFirefox();

/** Why the tests with Firefox are skipped, or false. */
export const noFirefox: string | false = 'reason' in firefox ? firefox.reason : false;

export async function launchFirefox(): Promise<Browser> {
  const options = firefoxLaunchOptions();
  if (!options) throw new Error('There is no Firefox here.');
  return puppeteer.launch(options);
}
