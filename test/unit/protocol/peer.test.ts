import assert from 'node:assert/strict';
import { createPeer, PeerError, transferring } from '../../../src/protocol/peer.js';
import type { Handlers, Peer, Port } from '../../../src/protocol/peer.js';

interface ServerCalls {
  double: { args: { readonly value: number }; reply: number };
  fail: { args: { readonly code?: string }; reply: null };
  never: { args: null; reply: null };
  numbers: { args: null; reply: Float64Array };
  uncloneable: { args: null; reply: unknown };
}
interface Server {
  readonly calls: ServerCalls;
  readonly events: { readonly progress: Float64Array };
}
interface Client {
  readonly calls: { ask: { args: string; reply: string } };
  readonly events: { readonly hello: string };
}

function portOf(port: MessagePort): Port {
  return {
    post: (message, transfer) => port.postMessage(message, [...(transfer ?? [])]),
    onMessage: (listener) => (port.onmessage = (event) => listener(event.data)),
  };
}

describe('Peer', () => {
  let channel: MessageChannel;
  let server: Peer<Server, Client>;
  let client: Peer<Client, Server>;
  const kept = new Float64Array([1, 2, 3]);

  beforeEach(() => {
    channel = new MessageChannel();
    const handlers: Handlers<ServerCalls> = {
      double: ({ value }) => 2 * value,
      fail: ({ code }) => {
        throw Object.assign(new Error('No space left.'), code ? { code } : {});
      },
      never: () => new Promise<null>(() => {}),
      numbers: () => {
        const numbers = new Float64Array([4, 5]);
        return transferring(numbers, [numbers.buffer]);
      },
      uncloneable: () => () => 1,
    };
    server = createPeer<Server, Client>(portOf(channel.port1), handlers);
    client = createPeer<Client, Server>(portOf(channel.port2), { ask: async (name) => `I am ${name}` });
  });

  afterEach(() => {
    channel.port1.close();
    channel.port2.close();
  });

  it('answers calls both ways', async () => {
    const replies = await Promise.all([1, 2, 3].map((value) => client.call('double', { value })));
    assert.deepEqual(replies, [2, 4, 6]);
    assert.equal(await server.call('ask', 'Ada'), 'I am Ada');
  });

  it('brings a failure back with its message and code', async () => {
    await assert.rejects(client.call('fail', { code: 'ENOSPC' }), {
      name: 'PeerError',
      message: 'No space left.',
      code: 'ENOSPC',
    });
    await assert.rejects(client.call('fail', {}), { message: 'No space left.', code: null });
  });

  it('rejects a call the other side does not know, and a prototype name is none', async () => {
    for (const name of ['toString', 'missing']) {
      await assert.rejects(client.call(name as 'never', null), { code: 'unknown-call' });
    }
  });

  it('rejects what cannot be sent, there and back', async () => {
    await assert.rejects(client.call('double', (() => 1) as never), { code: 'not-sendable' });
    await assert.rejects(client.call('uncloneable', null), PeerError);
    assert.equal(await client.call('double', { value: 4 }), 8);
  });

  it('delivers events with typed arrays until the listener leaves', async () => {
    const heard: Float64Array[] = [];
    const leave = client.on('progress', (payload) => heard.push(payload));
    server.emit('progress', kept);
    await client.call('double', { value: 1 });
    leave();
    server.emit('progress', kept);
    await client.call('double', { value: 1 });
    assert.deepEqual(heard, [kept]);
  });

  it('transfers buffers when told to', async () => {
    assert.deepEqual(await client.call('numbers', null), new Float64Array([4, 5]));
    const given = new Float64Array([1]);
    server.emit('progress', given, [given.buffer]);
    assert.equal(given.length, 0);
  });

  it('rejects what is pending when disposed, and what is called after', async () => {
    const pending = client.call('never', null);
    client.dispose();
    await assert.rejects(pending, { code: 'disposed' });
    await assert.rejects(client.call('double', { value: 1 }), { code: 'disposed' });
    client.emit('hello', 'nobody hears this');
  });

  it('ignores messages that are no Peer’s', async () => {
    for (const message of [null, 3, 'text', {}, { kind: 'call' }, { kind: 'reply', id: 'one' }]) {
      channel.port2.postMessage(message);
    }
    assert.equal(await client.call('double', { value: 5 }), 10);
  });
});
