/** The gate: total for whatever comes in, exact for what is valid, and closed to what only a server may say. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ERROR_CODES } from './codes.js';
import { DEFAULT_LIMITS } from './limits.js';
import { CLIENT, PEER, SERVER, mutated, placesIn, valid } from './messages.contract.js';
import { CLIENT_SHAPES, PEER_TYPES, SERVER_ONLY_TYPES, SERVER_SHAPES } from './messages.js';
import { type ClientParse, type ServerParse, parseClientMessage, parseServerMessage } from './parse.js';

const CODES: ReadonlySet<string> = new Set([...ERROR_CODES, 'unknown-type']);

const checkServer = (result: ServerParse): void => {
  if (result.ok) assert.ok(Object.hasOwn(SERVER_SHAPES, result.message.type));
  else assert.ok(CODES.has(result.code) && result.reason.length > 0);
};

const checkClient = (result: ClientParse): void => {
  if (!result.ok) assert.ok(CODES.has(result.code) && result.reason.length > 0);
  else if (result.known) assert.ok(Object.hasOwn(CLIENT_SHAPES, result.message.type));
  else assert.ok(!Object.hasOwn(CLIENT_SHAPES, result.type) && !SERVER_ONLY_TYPES.has(result.type));
};

const checkBoth = (data: unknown): void => {
  checkServer(parseServerMessage(data));
  checkClient(parseClientMessage(data));
};

void describe('the parsers answer, and never throw,', () => {
  void it('for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), checkBoth));
    for (const data of [
      '',
      'null',
      '"type"',
      '[]',
      '[{"type":"ping"}]',
      '{',
      '{"type":"ping"}}',
      'undefined',
    ]) {
      checkBoth(data);
      assert.equal(parseServerMessage(data).ok, false);
    }
  });

  void it('for any JSON, as text and as an object', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        checkBoth(value);
        checkBoth(JSON.stringify(value));
      }),
    );
  });

  void it('for any object a transport could carry, numbers without end and circles included', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    });
    const type = fc.constantFrom(...Object.keys(SERVER_SHAPES), ...Object.keys(CLIENT_SHAPES));
    fc.assert(fc.property(anything, checkBoth));
    fc.assert(
      fc.property(
        type,
        fc.dictionary(fc.constantFrom('sdp', 'candidate', 'text', 'call', 'target', 'name'), anything),
        (one, fields) => {
          checkBoth({ ...fields, type: one });
        },
      ),
    );
    const circle: Record<string, unknown> = { type: 'new-ice-candidate' };
    circle.candidate = circle;
    checkBoth(circle);
  });

  void it('for any valid message in which one thing was changed', () => {
    fc.assert(
      fc.property(fc.oneof(mutated(SERVER), mutated(CLIENT)), (message) => {
        checkBoth(message);
        checkBoth(JSON.stringify(message));
      }),
      { numRuns: 500 },
    );
  });

  void it('for JSON of any depth', () => {
    checkBoth('['.repeat(100_000));
    checkBoth(`{"type":"ping","t":${'['.repeat(6_000)}${']'.repeat(6_000)}}`);
  });
});

void describe('every valid message', () => {
  void it('is in the tables of this test', () => {
    assert.deepEqual(Object.keys(SERVER).sort(), Object.keys(SERVER_SHAPES).sort());
    assert.deepEqual(Object.keys(CLIENT).sort(), Object.keys(CLIENT_SHAPES).sort());
    assert.deepEqual(new Set(Object.keys(PEER)), PEER_TYPES);
  });

  void it('from a server survives as it is, as text and as an object', () => {
    fc.assert(
      fc.property(valid(SERVER), (message) => {
        for (const data of [message, JSON.stringify(message)]) {
          assert.deepEqual(parseServerMessage(data), { ok: true, message });
        }
      }),
      { numRuns: 500 },
    );
  });

  void it('from a client survives as it is, with the raw object beside it', () => {
    fc.assert(
      fc.property(valid(CLIENT), (message) => {
        for (const data of [message, JSON.stringify(message)]) {
          assert.deepEqual(parseClientMessage(data), { ok: true, known: true, message, raw: message });
        }
      }),
      { numRuns: 500 },
    );
  });

  void it('loses the fields that nobody knows, and is a copy of its own', () => {
    fc.assert(
      fc.property(valid(SERVER), fc.jsonValue(), (message, extra) => {
        const parsed = parseServerMessage({ ...message, nobodyKnows: extra });
        assert.deepEqual(parsed, { ok: true, message });
        assert.ok(parsed.ok);
        assert.notEqual(parsed.message, message);
      }),
    );
  });
});

void describe('keys of the prototype', () => {
  const HOSTILE = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"hasOwnProperty":1';

  void it('never reach what is handed on', () => {
    const frames = [
      `{"type":"video-offer","name":"n","sdp":{"type":"offer","sdp":"",${HOSTILE}},"call":{"id":"c",${HOSTILE}},${HOSTILE}}`,
      `{"type":"presence","epoch":"e","v":1,"full":[{"name":"__proto__","sid":"constructor",${HOSTILE}}],${HOSTILE}}`,
    ];
    for (const frame of frames) {
      const parsed = parseServerMessage(frame);
      assert.ok(parsed.ok);
      const everything = [parsed.message, ...placesIn(parsed.message).map(({ holder }) => holder)];
      for (const one of everything) {
        assert.ok([Object.prototype, Array.prototype].includes(Object.getPrototypeOf(one) as object));
        assert.deepEqual(
          ['__proto__', 'constructor', 'hasOwnProperty'].filter((key) => Object.hasOwn(one, key)),
          [],
        );
      }
    }
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  void it('are no types and no stand-in for a missing one', () => {
    for (const type of ['__proto__', 'constructor', 'toString']) {
      assert.deepEqual(codeOf(parseServerMessage({ type })), 'unknown-type');
      const parsed = parseClientMessage({ type });
      assert.ok(parsed.ok && !parsed.known);
    }
    assert.equal(codeOf(parseServerMessage('{"__proto__":{"type":"ping"}}')), 'bad-request');
    assert.equal(codeOf(parseServerMessage(Object.create({ type: 'ping' }))), 'bad-request');
  });
});

const codeOf = (result: ServerParse | ClientParse): string => (result.ok ? 'ok' : result.code);

void describe('a type', () => {
  void it('that only a server sends is refused from a client, whatever stands in it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SERVER_ONLY_TYPES),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (type, fields) => {
          assert.equal(codeOf(parseClientMessage({ ...fields, type })), 'forbidden');
        },
      ),
    );
    assert.equal(SERVER_ONLY_TYPES.size, 8);
  });

  void it('of which more would go out than came in is refused, whatever it is and however short', () => {
    const numbers = Array(1_000).fill('1e20').join();
    for (const type of ['whiteboard', 'video-offer']) {
      assert.equal(codeOf(parseClientMessage(`{"type":"${type}","a":[${numbers}]}`)), 'too-large');
    }
    const refused = parseClientMessage(`{"type":"message","text":"hi","mid":"m1","a":[${numbers}]}`);
    assert.ok(!refused.ok);
    assert.equal(refused.mid, 'm1');
  });

  void it('that nobody knows is ignored by a client and left to the server, with its target', () => {
    assert.equal(codeOf(parseServerMessage({ type: 'whiteboard' })), 'unknown-type');
    const raw = { type: 'whiteboard', target: 'priya', stroke: [1, 2] };
    assert.deepEqual(parseClientMessage(raw), {
      ok: true,
      known: false,
      type: 'whiteboard',
      target: 'priya',
      raw,
    });
    const untargeted = { type: 'whiteboard', target: null };
    assert.deepEqual(parseClientMessage(untargeted), {
      ok: true,
      known: false,
      type: 'whiteboard',
      raw: untargeted,
    });
  });

  void it('is told to nobody where its target was meant for one and names none', () => {
    for (const type of ['message', 'whiteboard']) {
      for (const target of [7, false, ['priya'], { name: 'priya' }]) {
        const refused = parseClientMessage({ type, text: 'for priya alone', mid: 'm1', target });
        assert.equal(codeOf(refused), 'bad-request', JSON.stringify(target));
        assert.equal(refused.ok ? undefined : refused.mid, type === 'message' ? 'm1' : undefined);
      }
      for (const target of [undefined, null, 'priya'])
        assert.equal(codeOf(parseClientMessage({ type, text: 'hello', target })), 'ok');
    }
  });

  void it('must be there, and a word', () => {
    for (const frame of [{}, { type: '' }, { type: 1 }, { type: null }, { type: ['ping'] }]) {
      assert.equal(codeOf(parseServerMessage(frame)), 'bad-request');
      assert.equal(codeOf(parseClientMessage(frame)), 'bad-request');
    }
  });
});

void describe('limits', () => {
  const big = (length: number): Record<string, unknown> => ({
    type: 'video-offer',
    name: 'naomi',
    target: 'priya',
    sdp: { type: 'offer', sdp: 'x'.repeat(length) },
  });

  void it('bind a description in both directions', () => {
    const { sdpLength } = DEFAULT_LIMITS;
    for (const parse of [parseClientMessage, parseServerMessage]) {
      assert.equal(codeOf(parse(big(sdpLength))), 'ok');
      assert.equal(codeOf(parse(big(sdpLength + 1))), 'too-large');
    }
  });

  void it('bind frames and texts of clients, not those of the server', () => {
    const long = JSON.stringify({ type: 'message', text: 'x'.repeat(70_000) });
    assert.equal(codeOf(parseClientMessage(long)), 'too-large');
    assert.equal(codeOf(parseServerMessage(long)), 'ok');
    assert.equal(codeOf(parseClientMessage({ type: 'message', text: 'x'.repeat(4_001) })), 'too-large');
    const users = Array.from({ length: 20_000 }, (_, at) => `user ${String(at)}`);
    const list = parseServerMessage(JSON.stringify({ type: 'userlist', users }));
    assert.ok(list.ok && list.message.type === 'userlist' && list.message.users.length === 20_000);
  });

  void it('can be raised and lowered', () => {
    const raised = { ...DEFAULT_LIMITS, sdpLength: 100_000 };
    assert.equal(codeOf(parseServerMessage(big(50_000), raised)), 'ok');
    assert.equal(
      codeOf(parseClientMessage({ type: 'ping', t: [[1]] }, { ...DEFAULT_LIMITS, depth: 2 })),
      'bad-request',
    );
  });

  void it('allow 16 levels and no more, also in fields that nobody reads', () => {
    const frame = (levels: number): string =>
      `{"type":"ping","x":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    for (const parse of [parseClientMessage, parseServerMessage]) {
      assert.equal(codeOf(parse(frame(16))), 'ok');
      assert.equal(codeOf(parse(frame(17))), 'bad-request');
    }
  });
});

void describe('text', () => {
  void it('with unpaired surrogates comes through, escaped or not', () => {
    for (const frame of ['{"type":"message","text":"\\ud800"}', '{"type":"message","text":"\ud800"}']) {
      const parsed = parseServerMessage(frame);
      assert.ok(parsed.ok && parsed.message.type === 'message');
      assert.equal(parsed.message.text, '\ud800');
    }
  });
});
