import { sizeOf } from '../tensor/shape.js';
import type { FloatTensor } from '../tensor/tensor.js';
import { countValues } from './histogram.js';
import { pack, unpack, valueRuns, type Stored } from './pack.js';
import type { Placement } from './placement.js';
import type { TensorHistogram } from './session.js';

/** A network's tensors as users know them: PyTorch's names and layouts, copied out of and into the arena. */
export interface TensorStore {
  /** Parameters and state, layer by layer. */
  read(): FloatTensor[];
  write(tensors: readonly FloatTensor[]): void;
  /** What learns, or its gradients. */
  readLearning(of: 'pointer' | 'gradient'): FloatTensor[];
  /** Histograms of the same. */
  countLearning(of: 'pointer' | 'gradient', bins: number): TensorHistogram[];
  /** An optimizer's buffer that stands at `pointer`, as `name/parameter`. */
  readSlot(name: string, pointer: number): FloatTensor[];
  writeSlot(name: string, pointer: number, tensors: readonly FloatTensor[]): void;
}

interface Place extends Stored {
  readonly name: string;
  readonly layer: string;
  readonly pointer: number;
}

export function createTensorStore(placement: Placement, floats: Float32Array | Float64Array): TensorStore {
  const parameters = placement.parameters.map((placed) => ({ ...placed.parameter, ...placed }));
  const state = placement.state.map(({ tensor, pointer }): Place => ({
    ...tensor,
    pointer,
    storage: 'rows',
  }));
  const learning = parameters
    .filter((placed) => placed.gradient !== 0)
    .map((placed) => ({ ...placed, runs: valueRuns(placed) }));
  const places = byLayer([...parameters, ...state]);
  const known = new Map(places.map((place) => [place.name, place]));

  const readAt = (stored: Stored, name: string, pointer: number): FloatTensor => {
    const values = new Float32Array(sizeOf(stored.shape));
    unpack(stored, floats, pointer, values);
    return { name, shape: stored.shape, values };
  };
  /** Where a slot keeps what belongs to a parameter. */
  const slotPlaces = (name: string, pointer: number) =>
    learning.map((placed) => ({
      placed,
      name: `${name}/${placed.name}`,
      pointer: pointer + placed.pointer - placement.learning.parameter,
    }));

  return {
    read: () => places.map((place) => readAt(place, place.name, place.pointer)),
    write(tensors) {
      for (const { name, shape, values } of tensors) {
        const place = known.get(name);
        if (!place) throw new Error(`the network has no tensor "${name}"`);
        if (place.shape.join() !== shape.join()) {
          throw new Error(`"${name}" has the shape [${shape.join(', ')}], not [${place.shape.join(', ')}]`);
        }
        pack(place, values, floats, place.pointer);
      }
    },
    readLearning: (of) => learning.map((placed) => readAt(placed, placed.name, placed[of])),
    countLearning: (of, bins) =>
      learning.map((placed) => countValues(placed.name, floats, placed[of], placed.runs, bins)),
    readSlot: (slot, start) =>
      slotPlaces(slot, start).map(({ placed, name, pointer }) => readAt(placed, name, pointer)),
    writeSlot(slot, start, tensors) {
      for (const { placed, name, pointer } of slotPlaces(slot, start)) {
        const tensor = tensors.find((candidate) => candidate.name === name);
        if (!tensor) throw new Error(`the state has no tensor "${name}"`);
        pack(placed, tensor.values, floats, pointer);
      }
    },
  };
}

/** A layer's parameters, then its state, then the next layer's, as PyTorch's state_dict has them. */
function byLayer<P extends { readonly layer: string }>(places: readonly P[]): P[] {
  const layers = [...new Set(places.map((place) => place.layer))];
  return layers.flatMap((layer) => places.filter((place) => place.layer === layer));
}
