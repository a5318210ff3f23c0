/** A channel of messages, the same for a worker's port and a panel's. */
export interface Port {
  /** Panels ignore `transfer`: VS Code copies. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

/**
 * What one side offers: the calls it answers, `{ start: { args; reply } }`, and the events it may send,
 * `{ progress: payload }`.
 */
export interface Contract {
  readonly calls: object;
  readonly events: object;
}

type Name<T> = keyof T & string;
type Args<Calls, K extends keyof Calls> = Calls[K] extends { args: infer A } ? A : never;
type Reply<Calls, K extends keyof Calls> = Calls[K] extends { reply: infer R } ? R : never;

export type Handlers<Calls> = {
  readonly [K in Name<Calls>]: (args: Args<Calls, K>) => Reply<Calls, K> | Promise<Reply<Calls, K>>;
};

/** One end of a channel: calls what the other side offers, hears and sends events. */
export interface Peer<Local extends Contract, Remote extends Contract> {
  /** Resolves with the reply; rejects with a `PeerError` where the handler failed or the peer was disposed. */
  call<K extends Name<Remote['calls']>>(
    name: K,
    args: Args<Remote['calls'], K>,
    transfer?: readonly ArrayBuffer[],
  ): Promise<Reply<Remote['calls'], K>>;
  emit<K extends Name<Local['events']>>(
    name: K,
    payload: Local['events'][K],
    transfer?: readonly ArrayBuffer[],
  ): void;
  /** Returns how to stop listening. */
  on<K extends Name<Remote['events']>>(name: K, listener: (payload: Remote['events'][K]) => void): () => void;
  /** Rejects what is pending, with `reason` or code `disposed`; nothing is sent or heard from here on. */
  dispose(reason?: Error): void;
}

/** A failure on the other side, or of the channel (`disposed`, `unknown-call`, `not-sendable`). */
export class PeerError extends Error {
  constructor(
    message: string,
    /** The `code` of the error that was thrown, where it had one. */
    readonly code: string | null,
  ) {
    super(message);
    this.name = 'PeerError';
  }
}

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly args: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly message: string; readonly code: string | null }
  | { readonly kind: 'event'; readonly name: string; readonly payload: unknown };

const replyTransfers = new WeakMap<object, readonly ArrayBuffer[]>();

/** Marks buffers of a handler's reply as given away rather than copied: `return transferring(reply, [reply.buffer])`. */
export function transferring<T extends object>(reply: T, transfer: readonly ArrayBuffer[]): T {
  replyTransfers.set(reply, transfer);
  return reply;
}

/**
 * Joins this side to whatever listens at the other end of `port`, where a Peer stands too. Messages that are
 * no Peer's are ignored: a panel's port carries those of others as well.
 */
export function createPeer<Local extends Contract, Remote extends Contract>(
  port: Port,
  handlers: Handlers<Local['calls']>,
): Peer<Local, Remote> {
  const pending = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const answers = new Map<string, (args: unknown) => unknown>(Object.entries(handlers));
  let nextId = 1;
  let disposed: Error | null = null;

  const send = (message: Message, transfer?: readonly ArrayBuffer[]): void => {
    if (!disposed) port.post(message, transfer);
  };

  const answer = async (id: number, name: string, args: unknown): Promise<void> => {
    try {
      const handler = answers.get(name);
      if (!handler) throw new PeerError(`There is no call named "${name}".`, 'unknown-call');
      const value = await handler(args);
      send({ kind: 'reply', id, value }, isObject(value) ? replyTransfers.get(value) : undefined);
    } catch (error) {
      send({ kind: 'failure', id, ...describeError(error) });
    }
  };

  const receive = (message: unknown): void => {
    if (disposed || !isMessage(message)) return;
    if (message.kind === 'call') {
      void answer(message.id, message.name, message.args);
    } else if (message.kind === 'event') {
      for (const listener of listeners.get(message.name) ?? []) listener(message.payload);
    } else {
      const caller = pending.get(message.id);
      pending.delete(message.id);
      if (message.kind === 'reply') caller?.resolve(message.value as never);
      else caller?.reject(new PeerError(message.message, message.code));
    }
  };
  port.onMessage(receive);

  return {
    call: <K extends Name<Remote['calls']>>(
      name: K,
      args: Args<Remote['calls'], K>,
      transfer?: readonly ArrayBuffer[],
    ) =>
      new Promise<Reply<Remote['calls'], K>>((resolve, reject) => {
        if (disposed) return reject(disposed);
        const id = nextId++;
        pending.set(id, { resolve, reject });
        try {
          send({ kind: 'call', id, name, args }, transfer);
        } catch (error) {
          pending.delete(id);
          reject(new PeerError(describeError(error).message, 'not-sendable'));
        }
      }),
    emit: (name, payload, transfer) => send({ kind: 'event', name, payload }, transfer),
    on: (name, listener) => {
      const entry = listener as (payload: unknown) => void;
      const heard = listeners.get(name) ?? new Set();
      listeners.set(name, heard.add(entry));
      return () => heard.delete(entry);
    },
    dispose: (reason) => {
      if (disposed) return;
      disposed = reason ?? new PeerError('The other side is gone.', 'disposed');
      for (const { reject } of pending.values()) reject(disposed);
      pending.clear();
      listeners.clear();
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isMessage(message: unknown): message is Message {
  if (!isObject(message)) return false;
  const { kind, id, name } = message;
  if (kind === 'call') return typeof id === 'number' && typeof name === 'string';
  if (kind === 'reply') return typeof id === 'number';
  if (kind === 'failure') return typeof id === 'number' && typeof message['message'] === 'string';
  return kind === 'event' && typeof name === 'string';
}

function describeError(error: unknown): { message: string; code: string | null } {
  if (!(error instanceof Error)) return { message: String(error), code: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return { message: error.message, code };
}
