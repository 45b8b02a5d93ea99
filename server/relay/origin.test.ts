import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isOriginAllowed } from './origin.js';

describe('origin check', () => {
  it('lets a page of the same host name in, on whatever port it was served', () => {
    for (const [origin, host] of [
      ['http://localhost:6503', 'localhost:6503'],
      ['http://localhost:8080', 'localhost:6503'],
      ['https://call.example', 'call.example'],
      ['http://192.168.1.5:6503', '192.168.1.5:6503'],
      ['http://[::1]:6503', '[::1]:6503'],
      ['https://CALL.example', 'call.EXAMPLE:443'],
    ] as const) {
      assert.equal(isOriginAllowed(origin, host, []), true, origin);
    }
  });

  it('keeps every other page out', () => {
    for (const origin of [
      'https://evil.example',
      'https://call.example.evil.example',
      'https://evilcall.example',
      'https://evil.example/call.example',
      'https://call.example@evil.example',
      'null',
      '',
      'file://',
      'call.example',
    ]) {
      assert.equal(isOriginAllowed(origin, 'call.example', []), false, origin);
    }
    assert.equal(isOriginAllowed('https://call.example', undefined, []), false);
  });

  it('lets in what is no browser and so sends no origin', () => {
    assert.equal(isOriginAllowed(undefined, 'call.example', []), true);
    assert.equal(isOriginAllowed(undefined, 'call.example', ['https://a.example']), true);
  });

  it('takes a list for the whole truth, the same host included', () => {
    const list = ['https://a.example', 'http://b.example:8080'];
    assert.equal(isOriginAllowed('https://a.example', 'relay.example', list), true);
    assert.equal(isOriginAllowed('https://A.EXAMPLE', 'relay.example', list), true);
    assert.equal(isOriginAllowed('http://b.example:8080', 'relay.example', list), true);
    assert.equal(isOriginAllowed('http://a.example', 'relay.example', list), false);
    assert.equal(isOriginAllowed('http://b.example', 'relay.example', list), false);
    assert.equal(isOriginAllowed('https://relay.example', 'relay.example', list), false);
    assert.equal(isOriginAllowed('https://anything.example', 'relay.example', ['*']), true);
  });
});
