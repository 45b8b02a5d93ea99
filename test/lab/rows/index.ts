/** Every row, in the order of the catalogue. */
import type { Row } from '../row.js';
import { NETWORK } from './network.js';
import { PAGES } from './pages.js';
import { PRIVACY } from './privacy.js';
import { RELAY } from './relay.js';
import { SIGNALING } from './signaling.js';
import { TURN } from './turn.js';

export const ROWS: readonly Row[] = [...PAGES, ...NETWORK, ...SIGNALING, ...RELAY, ...TURN, ...PRIVACY];
