/** A folder of files for one test, inside the project, so that what stands in it finds the project's packages. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class Folder {
  readonly path: string;

  constructor(files: Readonly<Record<string, string>>) {
    mkdirSync('.cache', { recursive: true });
    this.path = mkdtempSync(join('.cache', 'test-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.path, name), text);
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
