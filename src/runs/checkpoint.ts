import { writeSafetensors } from '../formats/writeSafetensors.js';
import type { FloatTensor, Tensor } from '../tensor/tensor.js';

/** What every checkpoint of a run says besides its weights, so that it predicts and explains by itself. */
export interface CheckpointContext {
  /** The spec's text, comments and all. */
  readonly spec: string;
  /** The data's `Preprocessing`, plain JSON. */
  readonly preprocessing: unknown;
  /** The engine's `NetworkConfig`, plain JSON. */
  readonly network: unknown;
  /** Netweight's version. */
  readonly version: string;
}

export interface CheckpointMetadata extends CheckpointContext {
  /** Finished epochs. */
  readonly epoch: number;
  /** Steps done. */
  readonly step: number;
}

/** The weights as a safetensors file. The same weights at the same place give the same bytes. */
export function encodeCheckpoint(
  weights: readonly FloatTensor[],
  context: CheckpointContext,
  position: { readonly epoch: number; readonly step: number },
): Uint8Array {
  return writeSafetensors(weights.map(toTensor), {
    format: 'pt',
    'netweight.version': context.version,
    'netweight.epoch': String(position.epoch),
    'netweight.step': String(position.step),
    'netweight.spec': context.spec,
    'netweight.preprocessing': JSON.stringify(context.preprocessing),
    'netweight.network': JSON.stringify(context.network),
  });
}

/** Reads a checkpoint's `__metadata__`; null where the file is not one of ours. */
export function decodeCheckpointMetadata(
  metadata: Readonly<Record<string, string>>,
): CheckpointMetadata | null {
  const spec = metadata['netweight.spec'];
  const preprocessing = metadata['netweight.preprocessing'];
  const network = metadata['netweight.network'];
  if (spec === undefined || preprocessing === undefined || network === undefined) return null;
  try {
    return {
      spec,
      preprocessing: JSON.parse(preprocessing) as unknown,
      network: JSON.parse(network) as unknown,
      version: metadata['netweight.version'] ?? '',
      epoch: Number(metadata['netweight.epoch']),
      step: Number(metadata['netweight.step']),
    };
  } catch {
    return null;
  }
}

export function toTensor({ name, shape, values }: FloatTensor): Tensor {
  return {
    name,
    shape,
    dtype: 'float32',
    bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}
