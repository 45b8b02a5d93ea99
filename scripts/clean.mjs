/** Removes what the build made. `dist` holds the compiler's notes too, so the next build starts afresh. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/files.mjs';

rmSync(join(root, 'dist'), { recursive: true, force: true });
