/** Element types, by the names that people read. `f8` stands in two layouts, as safetensors has them. */
export const dtypes = {
  float64: { bytes: 8 },
  float32: { bytes: 4 },
  float16: { bytes: 2 },
  bfloat16: { bytes: 2 },
  float8_e4m3fn: { bytes: 1 },
  float8_e5m2: { bytes: 1 },
  int64: { bytes: 8 },
  int32: { bytes: 4 },
  int16: { bytes: 2 },
  int8: { bytes: 1 },
  uint64: { bytes: 8 },
  uint32: { bytes: 4 },
  uint16: { bytes: 2 },
  uint8: { bytes: 1 },
  bool: { bytes: 1 },
} as const;

export type DType = keyof typeof dtypes;
