/**
 * The network of a whole Chromium, for `npm run soak:call`: a process of its own, through which every packet and every socket of its
 * pages goes. While it stands still nothing arrives and nothing leaves, and nobody is told. DevTools can do that to sockets, not
 * to what WebRTC sends.
 */
import { execFileSync } from 'node:child_process';

const NAME = 'network.mojom.NetworkService';

export class BrowserNetwork {
  #pid;

  /** @param {number} pid */
  constructor(pid) {
    this.#pid = pid;
  }

  /** @param {import('puppeteer-core').Browser} browser */
  static async of(browser) {
    const session = await browser.target().createCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const ids = processInfo.map(({ id }) => String(id));
    const lines = execFileSync('ps', ['-o', 'pid=,args=', '-p', ids.join()]).toString('utf8').split('\n');
    const found = lines.find((line) => line.includes(NAME));
    if (found === undefined) throw new Error('The browser has no process for its network.');
    return new BrowserNetwork(parseInt(found, 10));
  }

  freeze() {
    process.kill(this.#pid, 'SIGSTOP');
  }

  thaw() {
    process.kill(this.#pid, 'SIGCONT');
  }
}
