/** What a session and its client count, so that it goes on over another connection without a loss. State only. */
import { ReplayRing } from '../../src/protocol/index.js';

export class ReplayStream {
  /** What the client was sent. The texts are those that went out, shared with everybody who was sent the same. */
  readonly sent = new ReplayRing<string>();
  /** How many messages of the client were handled, those that were refused too. */
  handled = 0;
  /** The client has to be told that something is lost, and may not have heard it yet. */
  hasGap = false;
}
