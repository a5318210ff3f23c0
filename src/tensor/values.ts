/** Numbers of any element type as they are computed with: f32 where that holds every value exactly, else f64. */
export type Values = Float32Array | Float64Array;
