/** The messages exactly as the MDN sample's server and client send them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseClientMessage, parseServerMessage } from './parse.js';

void describe('the messages of the MDN sample', () => {
  const fromServer = (message: object): unknown => {
    const parsed = parseServerMessage(JSON.stringify(message));
    return parsed.ok ? parsed.message : parsed;
  };
  const SDP = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n';
  const ICE = {
    candidate:
      'candidate:1 1 udp 2113937151 192.0.2.1 54400 typ host generation 0 ufrag abcd network-cost 999',
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: 'abcd',
  };

  void it('are understood by our client', () => {
    const messages = [
      { type: 'id', id: 1760000000000 },
      { type: 'rejectusername', id: 1760000000000, name: 'naomi1' },
      { type: 'message', text: 'hi', id: 1, date: 1760000000000, name: 'naomi' },
      { type: 'video-offer', name: 'naomi', target: 'priya', sdp: { type: 'offer', sdp: SDP } },
      { type: 'video-answer', name: 'naomi', target: 'priya', sdp: { type: 'answer', sdp: SDP } },
      { type: 'new-ice-candidate', target: 'priya', candidate: ICE },
      { type: 'hang-up', name: 'naomi', target: 'priya' },
      { type: 'hang-up', name: 'naomi', target: null },
    ];
    for (const message of messages) assert.deepEqual(fromServer(message), message);
  });

  void it('show nobody without a name', () => {
    const list = { type: 'userlist', users: ['naomi', null, 'priya', null] };
    assert.deepEqual(fromServer(list), { type: 'userlist', users: ['naomi', 'priya'] });
  });

  void it('are understood by our relay', () => {
    const messages = [
      { name: 'naomi', date: 1760000000000, id: 1760000000000, type: 'username' },
      { text: 'hi', type: 'message', id: 1760000000000, date: 1760000000000 },
      { name: 'naomi', target: 'priya', type: 'video-offer', sdp: { type: 'offer', sdp: SDP } },
      { name: 'naomi', target: 'priya', type: 'video-answer', sdp: { type: 'answer', sdp: SDP } },
      { type: 'new-ice-candidate', target: 'priya', candidate: ICE },
      { name: 'naomi', target: 'priya', type: 'hang-up' },
      { name: 'naomi', target: null, type: 'hang-up' },
    ];
    for (const message of messages) {
      const parsed = parseClientMessage(JSON.stringify(message));
      assert.ok(parsed.ok && parsed.known, message.type);
      assert.deepEqual(parsed.message, message);
    }
  });

  void it('may carry what a later version adds, in whatever form', () => {
    const odd = { type: 'id', id: 1, v: 'two', caps: { a: 1 }, ping: 'often', sid: 7, limits: null };
    assert.deepEqual(fromServer(odd), { type: 'id', id: 1 });
    const reason = { type: 'hang-up', name: 'naomi', reason: 'bored' };
    assert.deepEqual(fromServer(reason), { type: 'hang-up', name: 'naomi' });
  });
});
