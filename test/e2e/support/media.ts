/** Waits until picture and sound of the other side arrive in a page or a frame of it, and more of them than before. */
import type { Frame, Page } from 'puppeteer-core';

export async function receivesMedia(page: Page | Frame): Promise<void> {
  const before = await page.evaluate(() => window.probe.flow());
  await page.waitForFunction(
    async ({ frames, energy }) => {
      const now = await window.probe.flow();
      return now.frames > frames + 5 && now.energy > energy && now.energy > 0.001;
    },
    { timeout: 20_000, polling: 50 },
    before,
  );
}
