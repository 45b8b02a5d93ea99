/**
 * The three things a person can try before a call: the speaker, the network, and a call to oneself. Their code comes when
 * one is tried; what runs is ended with the host. It has no words.
 */
import type { ReactiveController, ReactiveElement } from 'lit';
import type { NetworkReport } from '../../browser/devices/network-check.js';
import type { TestCallState } from '../../browser/devices/test-call.js';
import type { RtcConfiguration } from '../../browser/devices/rtc-configuration.js';

export type CheckName = 'speaker' | 'network' | 'call';
export type CheckStatus = 'idle' | 'running' | 'done' | 'failed';

export class LobbyChecks implements ReactiveController {
  /** What the network check found. */
  report: NetworkReport | undefined;
  /** How far the test call is, or what came of it. */
  testCall: TestCallState | undefined;
  /** The last test call found a path, and nothing of it could be recorded or played. */
  isUnheard = false;
  readonly #host: ReactiveElement;
  readonly #statuses = new Map<CheckName, CheckStatus>();
  readonly #running = new Map<CheckName, AbortController>();

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  status(name: CheckName): CheckStatus {
    return this.#statuses.get(name) ?? 'idle';
  }

  /** What comes back of the own picture in a test call. */
  get received(): MediaStream | undefined {
    return this.testCall && 'received' in this.testCall ? this.testCall.received : undefined;
  }

  hostDisconnected(): void {
    this.stopAll();
  }

  stopAll(): void {
    for (const name of [...this.#running.keys()]) this.stop(name);
  }

  /** It is as if it had not been tried. */
  stop(name: CheckName): void {
    this.#running.get(name)?.abort();
    this.#running.delete(name);
    this.#set(name, 'idle');
  }

  playSound(): void {
    this.#run('speaker', async (signal) => {
      const { playTone } = await import('../../browser/devices/checks.js');
      await playTone(signal);
    });
  }

  checkNetwork(configuration: RtcConfiguration): void {
    this.report = undefined;
    this.#run('network', async (signal) => {
      const { checkNetwork } = await import('../../browser/devices/checks.js');
      const report = await checkNetwork(configuration, signal);
      if (!signal.aborted) this.report = report;
    });
  }

  callOneself(stream: MediaStream, configuration: RtcConfiguration): void {
    this.testCall = undefined;
    this.isUnheard = false;
    this.#run('call', async (signal) => {
      const { runTestCall, UnheardError } = await import('../../browser/devices/checks.js');
      await runTestCall(stream, configuration, signal, (state) => {
        if (signal.aborted) return;
        this.testCall = state;
        this.#host.requestUpdate();
      }).catch((error: unknown) => {
        if (!signal.aborted) this.isUnheard = error instanceof UnheardError;
        throw error;
      });
    });
  }

  #run(name: CheckName, check: (signal: AbortSignal) => Promise<void>): void {
    if (this.#running.has(name)) return;
    const life = new AbortController();
    const { signal } = life;
    this.#running.set(name, life);
    this.#set(name, 'running');
    const end = (status: CheckStatus): void => {
      if (signal.aborted) return;
      this.#running.delete(name);
      this.#set(name, status);
    };
    check(signal).then(
      () => {
        end('done');
      },
      () => {
        end('failed');
      },
    );
  }

  #set(name: CheckName, status: CheckStatus): void {
    this.#statuses.set(name, status);
    if (name === 'call' && status !== 'running' && status !== 'done') this.testCall = undefined;
    this.#host.requestUpdate();
  }
}
