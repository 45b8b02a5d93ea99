/** Where the peer of a call is, when sessions come and go under its name. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { People } from './people.js';
import { PeerWatch } from './peer-watch.js';

class Room {
  readonly people = new People();
  readonly watch = new PeerWatch(this.people);

  constructor() {
    this.people.want('me');
    this.people.join({ v1: true, caps: [], id: 1, sid: 'mine', beats: true, echoes: true });
  }

  /** What the list says of priya, whose session `s1` is in the call. */
  look(...sids: readonly string[]): string {
    const full = [...sids.map((sid) => ({ name: 'priya', sid })), { name: 'me', sid: 'mine' }];
    this.people.apply({ type: 'presence', epoch: 'e', v: 1, full });
    return this.watch.look({ name: 'priya', sid: 's1', v1: true }).at;
  }

  get isOneOfSeveral(): boolean {
    return this.watch.isOneOfSeveral('s1', 'priya');
  }
}

void describe('a watched session', () => {
  void it('is here, alone or with others', () => {
    const room = new Room();
    assert.deepEqual([room.look('s1'), room.isOneOfSeveral], ['here', false]);
    assert.deepEqual([room.look('s1', 's2'), room.isOneOfSeveral], ['here', true]);
  });

  void it('that is gone may have come back as another one', () => {
    const room = new Room();
    room.look('s1');
    assert.equal(room.look('s2'), 'another');
    assert.equal(room.look(), 'gone');
  });

  void it('has not come back as a device that was there beside it', () => {
    const room = new Room();
    room.look('s1', 's2', 's3');
    assert.equal(room.look('s2', 's3'), 'gone');
    assert.deepEqual([room.look('s2'), room.isOneOfSeveral], ['gone', true]);
    assert.equal(room.look('s2', 's4'), 'another');
  });
});
