/** The examples of docs/authentication.md, run as they stand there: the relay takes the tokens that they make. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadAuthModule } from '../../server/auth/auth-module.js';
import { tokenAuthentication } from '../../server/auth/jwt.js';
import { Document } from '../support/markdown.js';

const document = new Document('docs/authentication.md');

void describe('docs/authentication.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'call-elements-'));
  const secret = randomBytes(48).toString('base64');
  writeFileSync(join(folder, 'auth-secret'), `${secret}\n`);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(resolve('node_modules/jose'), join(folder, 'node_modules/jose'));
  after(() => rmSync(folder, { recursive: true }));

  for (const [language, program, name, more] of [
    [
      'node',
      process.execPath,
      'mint.mjs',
      'process.stdout.write(await callToken({ id: "u-17", name: "Naomi" }));',
    ],
    ['python', 'python3', 'mint.py', 'print(call_token("u-17", "Naomi"), end="")'],
    ['php', 'php', 'mint.php', 'echo call_token("u-17", "Naomi");'],
  ] as const) {
    const isMissing = spawnSync(program, ['--version']).error !== undefined;
    void it(`makes tokens in ${language}`, { skip: isMissing && `there is no ${program}` }, async () => {
      writeFileSync(join(folder, name), `${document.snippet(`mint-${language}`)}\n${more}\n`);
      const token = execFileSync(program, [name], { cwd: folder, encoding: 'utf8' });
      const authenticate = await tokenAuthentication({ keys: Buffer.from(secret) });
      const identity = await authenticate({ name: 'anybody', token }, new AbortController().signal);
      assert.deepEqual([identity.subject, identity.name], ['u-17', 'Naomi']);
    });
  }

  void it('has a function that can be loaded', async () => {
    writeFileSync(join(folder, 'authenticate.mjs'), document.snippet('auth-module'));
    assert.equal((await loadAuthModule(join(folder, 'authenticate.mjs'))).name, 'authenticate');
  });
});
