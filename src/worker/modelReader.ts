import type {
  ModelFileCalls,
  ModelListing,
  ModelOrigin,
  ModelReaderCalls,
  ModelTensorKey,
} from '../protocol/models.js';
import { PeerError, transferring } from '../protocol/peer.js';
import type { LookingWorker, StartLooking } from './lookingWorker.js';

/** Without a question for so long, the worker is let go; the next question opens the files anew. */
const idleMs = 300_000;

/** Where to find a model. */
export interface FindModel {
  /** Tells where it lies, perhaps by fetching its bytes. */
  find(): Promise<ModelOrigin>;
  /** Fetches a file beside it, by its path from the model's folder; absent where there are none. */
  readBeside?(path: string): Promise<Uint8Array>;
}

/** Reads some model files for one panel, in a worker of their own: a file that brings it down harms nobody else. */
export class ModelReader {
  readonly #models: FindModel[];
  #running: LookingWorker<ModelReaderCalls> | null = null;
  #opened = new Map<number, Promise<ModelListing>>();
  #idle: NodeJS.Timeout | undefined;

  constructor(
    readonly start: StartLooking<ModelReaderCalls>,
    models: readonly FindModel[],
  ) {
    this.#models = [...models];
  }

  /** One more model; returns its number. */
  add(find: FindModel): number {
    return this.#models.push(find) - 1;
  }

  /** Opens model number `model` where it is not open. Throws what keeps it from being read. */
  open(model: number): Promise<ModelListing> {
    this.#stayAwake();
    let opened = this.#opened.get(model);
    if (!opened) {
      opened = this.#open(model);
      this.#opened.set(model, opened);
      opened.catch(() => this.#opened.delete(model));
    }
    return opened;
  }

  /** Nobody asks for it any more. */
  close(model: number): void {
    if (this.#opened.delete(model)) this.#running?.peer.call('closeModel', { model }).catch(() => undefined);
  }

  async ask<K extends keyof ModelFileCalls>(
    name: K,
    request: ModelFileCalls[K]['args'],
  ): Promise<ModelFileCalls[K]['reply']> {
    for (const model of modelsOf(request)) await this.open(model);
    this.#stayAwake();
    return (await this.#worker().peer.call(name, request as never)) as ModelFileCalls[K]['reply'];
  }

  /** Whatever is under way ends, if anything is. */
  leave(): void {
    this.#running?.peer.call('keepOnly', []).catch(() => undefined);
  }

  /** Lets everything go: the next question reads the files as they are then. */
  reset(reason = 'The reader of weights was ended.'): void {
    clearTimeout(this.#idle);
    this.#end(new PeerError(reason, 'disposed'));
  }

  #stayAwake(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.reset(), idleMs);
  }

  async #open(model: number): Promise<ModelListing> {
    const find = this.#models[model];
    if (!find) throw new RangeError(`There is no model number ${model} here.`);
    const origin = await find.find();
    const transfer = 'bytes' in origin && isWholeBuffer(origin.bytes) ? [origin.bytes.buffer] : [];
    return this.#worker().peer.call('openModel', { model, origin }, transfer);
  }

  async #readBeside(model: number, path: string): Promise<Uint8Array> {
    const bytes = await this.#models[model]?.readBeside?.(path);
    if (!bytes) throw new Error('There is nothing beside it here.');
    return isWholeBuffer(bytes) ? transferring(bytes, [bytes.buffer]) : bytes;
  }

  #worker(): LookingWorker<ModelReaderCalls> {
    return (this.#running ??= this.#start());
  }

  #start(): LookingWorker<ModelReaderCalls> {
    const running = this.start({
      onFailure: (reason) => {
        if (this.#running === running) this.#end(reason);
      },
      answers: { readBeside: ({ model, path }) => this.#readBeside(model, path) },
    });
    return running;
  }

  #end(reason: Error): void {
    const running = this.#running;
    this.#running = null;
    this.#opened = new Map();
    running?.end(reason);
  }
}

/** Whether the bytes are all of a buffer that may be given away. */
function isWholeBuffer(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
}

/** A request names models by number: in a key, in several, in `models`, or in `model` and `minus`. */
function modelsOf(request: ModelFileCalls[keyof ModelFileCalls]['args']): number[] {
  if (request === null) return [];
  if ('models' in request) return [...request.models];
  const keys = Array.isArray(request) ? (request as readonly ModelTensorKey[]) : [request];
  const models = keys.flatMap((key) => {
    const { model, minus } = key as {
      readonly model: number;
      readonly minus?: ModelTensorKey['minus'] | number;
    };
    const other = typeof minus === 'number' ? minus : minus?.model;
    return other === undefined ? [model] : [model, other];
  });
  return [...new Set(models)];
}
