import { exp } from '../../math.js';
import type { ReferenceKernel } from './memory.js';

interface Sizes {
  readonly samples: number;
  readonly positions8: number;
  readonly heads: number;
  readonly width8: number;
}

/** Where a head of a sample has its numbers: the first word of each, and words between positions. */
interface Head {
  readonly query: number;
  readonly key: number;
  readonly value: number;
  readonly stride: number;
  readonly weights: number;
  readonly mixed: number;
  readonly mixedStride: number;
}

/** Every sample's every head, as word offsets. */
function* headsOf({ samples, positions8, heads, width8 }: Sizes): Generator<Head> {
  const mixedStride = heads * width8;
  const stride = 3 * mixedStride;
  for (let sample = 0; sample < samples; sample++) {
    for (let head = 0; head < heads; head++) {
      const query = sample * positions8 * stride + head * width8;
      yield {
        query,
        key: query + mixedStride,
        value: query + 2 * mixedStride,
        stride,
        weights: (sample * heads + head) * positions8 * positions8,
        mixed: sample * positions8 * mixedStride + head * width8,
        mixedStride,
      };
    }
  }
}

export const attentionWeights: ReferenceKernel<'attentionWeights'> = ({ floats }, a) => {
  for (const { query, key, stride, weights } of headsOf(a)) {
    for (let i = 0; i < a.positions8; i++) {
      const row = a.weights + weights + i * a.positions8;
      const seen = a.causal !== 0 ? Math.min(i + 1, a.positions) : a.positions;
      floats.fill(0, row, row + a.positions8);
      let largest = -Infinity;
      for (let j = 0; j < seen; j++) {
        let dot = 0;
        for (let d = 0; d < a.width8; d++) {
          dot += floats[a.qkv + query + i * stride + d]! * floats[a.qkv + key + j * stride + d]!;
        }
        floats[row + j] = a.scale * dot;
        largest = Math.max(largest, a.scale * dot);
      }
      let sum = 0;
      for (let j = 0; j < seen; j++) sum += exp(floats[row + j]! - largest);
      for (let j = 0; j < seen; j++) floats[row + j] = exp(floats[row + j]! - largest) / sum;
    }
  }
};

export const attentionMix: ReferenceKernel<'attentionMix'> = ({ floats }, a) => {
  for (const { value, stride, weights, mixed, mixedStride } of headsOf(a)) {
    for (let i = 0; i < a.positions8; i++) {
      for (let d = 0; d < a.width8; d++) {
        let sum = 0;
        for (let j = 0; j < a.positions8; j++) {
          sum +=
            floats[a.weights + weights + i * a.positions8 + j]! * floats[a.qkv + value + j * stride + d]!;
        }
        floats[a.y + mixed + i * mixedStride + d] = sum;
      }
    }
  }
};

export const attentionMixBackward: ReferenceKernel<'attentionMixBackward'> = ({ floats }, a) => {
  for (const { value, stride, weights, mixed, mixedStride } of headsOf(a)) {
    const dy = (i: number, d: number): number => floats[a.dy + mixed + i * mixedStride + d]!;
    for (let i = 0; i < a.positions8; i++) {
      for (let j = 0; j < a.positions8; j++) {
        let sum = 0;
        for (let d = 0; d < a.width8; d++) sum += dy(i, d) * floats[a.qkv + value + j * stride + d]!;
        // What no query sees has no gradient.
        floats[a.dWeights + weights + i * a.positions8 + j] = a.causal !== 0 && j > i ? 0 : sum;
      }
    }
    for (let j = 0; j < a.positions8; j++) {
      for (let d = 0; d < a.width8; d++) {
        let sum = 0;
        for (let i = 0; i < a.positions8; i++) {
          sum += floats[a.weights + weights + i * a.positions8 + j]! * dy(i, d);
        }
        floats[a.dQkv + value + j * stride + d] = sum;
      }
    }
  }
};

export const attentionWeightsBackward: ReferenceKernel<'attentionWeightsBackward'> = ({ floats }, a) => {
  for (const { query, key, stride, weights } of headsOf(a)) {
    const at = (i: number, j: number): number => weights + i * a.positions8 + j;
    for (let i = 0; i < a.positions8; i++) {
      let dot = 0;
      for (let j = 0; j < a.positions8; j++) {
        dot += floats[a.weights + at(i, j)]! * floats[a.dWeights + at(i, j)]!;
      }
      for (let j = 0; j < a.positions8; j++) {
        const slope = floats[a.dWeights + at(i, j)]! - dot;
        floats[a.dWeights + at(i, j)] = a.scale * floats[a.weights + at(i, j)]! * slope;
      }
    }
    for (let i = 0; i < a.positions8; i++) {
      for (let d = 0; d < a.width8; d++) {
        let ofQuery = 0;
        let ofKey = 0;
        for (let j = 0; j < a.positions8; j++) {
          ofQuery += floats[a.dWeights + at(i, j)]! * floats[a.qkv + key + j * stride + d]!;
          ofKey += floats[a.dWeights + at(j, i)]! * floats[a.qkv + query + j * stride + d]!;
        }
        floats[a.dQkv + query + i * stride + d] = ofQuery;
        floats[a.dQkv + key + i * stride + d] = ofKey;
      }
    }
  }
};
