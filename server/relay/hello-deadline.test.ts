import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HelloDeadline } from './hello-deadline.js';

class Client {
  isNamed = false;
  expired = 0;
  expire(): void {
    this.expired++;
  }
}

describe('hello deadline', () => {
  it('ends a client that asks for no name in time, once', () => {
    const deadline = new HelloDeadline<Client>(5_000);
    const client = new Client();
    deadline.add(client, 0);
    deadline.sweep(4_999);
    assert.equal(client.expired, 0);
    deadline.sweep(5_000);
    deadline.sweep(6_000);
    assert.equal(client.expired, 1);
    assert.equal(deadline.size, 0);
  });

  it('leaves named clients alone and forgets them', () => {
    const deadline = new HelloDeadline<Client>(5_000);
    const [early, named, late] = [new Client(), new Client(), new Client()];
    deadline.add(early, 0);
    deadline.add(named, 1);
    deadline.add(late, 4_000);
    named.isNamed = true;
    deadline.sweep(5_500);
    assert.deepEqual([early.expired, named.expired, late.expired], [1, 0, 0]);
    assert.equal(deadline.size, 1);
    deadline.remove(late);
    assert.equal(deadline.size, 0);
  });
});
