/** Call control waits for the link, in order, and a call that is over has only its end to say. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallMessage } from './call/call-events.js';
import { Outbox } from './outbox.js';

const offer = (id: string): CallMessage => ({
  type: 'video-offer',
  target: 'priya',
  sdp: { type: 'offer', sdp: 'v=0' },
  call: { id },
});
const candidate = (id: string, n = 0): CallMessage => ({
  type: 'new-ice-candidate',
  target: 'priya',
  candidate: { candidate: String(n) },
  call: { id },
});
const hangUp = (id: string): CallMessage => ({
  type: 'hang-up',
  target: 'priya',
  call: { id },
  reason: 'ended',
});

function setUp(): { outbox: Outbox; sent: string[]; link: { up: boolean } } {
  const sent: string[] = [];
  const link = { up: true };
  const outbox = new Outbox((message) => {
    if (link.up) sent.push(`${message.type} ${message.call?.id ?? ''}`);
    return link.up;
  });
  return { outbox, sent, link };
}

void describe('an outbox', () => {
  void it('keeps nothing while the link is up', () => {
    const { outbox, sent } = setUp();
    outbox.post(offer('a'));
    outbox.flush();
    assert.deepEqual(sent, ['video-offer a']);
  });

  void it('sends what waited in order, once, when the link is back', () => {
    const { outbox, sent, link } = setUp();
    link.up = false;
    outbox.post(offer('a'));
    outbox.post(candidate('a'));
    assert.deepEqual(sent, []);
    link.up = true;
    outbox.flush();
    outbox.flush();
    assert.deepEqual(sent, ['video-offer a', 'new-ice-candidate a']);
  });

  void it('lets nothing new overtake what still waits', () => {
    const { outbox, sent, link } = setUp();
    link.up = false;
    outbox.post(offer('a'));
    link.up = true;
    outbox.post(candidate('a'));
    assert.deepEqual(sent, []);
    outbox.flush();
    assert.deepEqual(sent, ['video-offer a', 'new-ice-candidate a']);
  });

  void it('keeps everything when the link goes down again in the middle', () => {
    const { outbox, sent, link } = setUp();
    link.up = false;
    outbox.post(offer('a'));
    outbox.post(candidate('a'));
    outbox.flush();
    link.up = true;
    outbox.flush();
    assert.deepEqual(sent, ['video-offer a', 'new-ice-candidate a']);
  });

  void it('says of a call that is over only that it is, and leaves other calls alone', () => {
    const { outbox, sent, link } = setUp();
    link.up = false;
    outbox.post(offer('a'));
    outbox.post(candidate('a'));
    outbox.post(offer('b'));
    outbox.post(hangUp('a'));
    link.up = true;
    outbox.flush();
    assert.deepEqual(sent, ['video-offer b', 'hang-up a']);
  });

  void it('does not grow without end, and gives up the oldest', () => {
    const { outbox, sent, link } = setUp();
    link.up = false;
    for (let n = 0; n < 1_000; n += 1) outbox.post(candidate(`c${String(n)}`, n));
    link.up = true;
    outbox.flush();
    assert.equal(sent.length, 128);
    assert.equal(sent.at(-1), 'new-ice-candidate c999');
  });

  void it('keeps the description of what is too much, and gives up candidates', () => {
    const { outbox, sent, link } = setUp();
    link.up = false;
    outbox.post(offer('a'));
    for (let n = 0; n < 200; n += 1) outbox.post(candidate('a', n));
    link.up = true;
    outbox.flush();
    assert.deepEqual([sent.length, sent[0]], [128, 'video-offer a']);
  });

  void it('says only the last offer of a call, and no candidates of one before it', () => {
    const { outbox, sent, link } = setUp();
    link.up = false;
    outbox.post(offer('a'));
    outbox.post(candidate('a'));
    outbox.post(candidate('b'));
    outbox.post(offer('a'));
    outbox.post(candidate('a'));
    link.up = true;
    outbox.flush();
    assert.deepEqual(sent, ['new-ice-candidate b', 'video-offer a', 'new-ice-candidate a']);
  });

  void it('says the last hang-up again, until everything is forgotten', () => {
    const { outbox, sent } = setUp();
    outbox.repeatHangUp(() => true);
    outbox.post(hangUp('a'));
    outbox.post(hangUp('b'));
    outbox.repeatHangUp(() => true);
    outbox.clear();
    outbox.repeatHangUp(() => true);
    assert.deepEqual(sent, ['hang-up a', 'hang-up b', 'hang-up b']);
  });

  void it('says no hang-up again to whoever would end another call by it', () => {
    const { outbox, sent } = setUp();
    outbox.post(hangUp('a'));
    outbox.repeatHangUp((name) => name !== 'priya');
    assert.deepEqual(sent, ['hang-up a']);
  });

  void it('forgets everything when told to', () => {
    const { outbox, sent, link } = setUp();
    link.up = false;
    outbox.post(offer('a'));
    outbox.clear();
    link.up = true;
    outbox.flush();
    assert.deepEqual(sent, []);
  });
});
