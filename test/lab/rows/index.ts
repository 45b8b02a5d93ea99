/** Every row, in the order of the catalogue. */
import type { Row } from '../row.js';
import { NETWORK } from './network.js';
import { RELAY } from './relay.js';

export const ROWS: readonly Row[] = [...NETWORK, ...RELAY];
