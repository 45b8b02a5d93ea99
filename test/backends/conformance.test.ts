/** Each of the servers in examples/backends against the base profile of docs/protocol.md. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Report, conforms, describeVerdict } from '../../server/conformance/report.js';
import { testServer } from '../../server/conformance/suite.js';
import { Backend, RECIPES } from './support/backend.js';
import { HttpBridge } from './support/http-bridge.js';

const failures = ({ verdicts }: Report): string =>
  verdicts
    .filter(({ status }) => status === 'failed')
    .map(describeVerdict)
    .join('\n');

for (const recipe of RECIPES) {
  void it(
    `the example backend in ${recipe.title} has the base profile`,
    { skip: recipe.skip },
    async (test) => {
      const backend = await Backend.start(recipe);
      test.after(() => backend.stop());
      const bridge = recipe.isHttp && (await HttpBridge.open(`http://${backend.address}/signal.php`));
      test.after(() => bridge?.close());
      const report = await testServer(bridge ? bridge.url : `ws://${backend.address}/`);
      assert.ok(conforms(report), failures(report));
    },
  );
}
