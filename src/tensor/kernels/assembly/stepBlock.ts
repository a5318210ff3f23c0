// Fields of the step block, as `../stepBlock.ts` places them; a test compares the two.

@inline
export function cursorOf(step: usize): i32 {
  return load<i32>(step);
}

@inline
export function stepIndexOf(step: usize): i32 {
  return load<i32>(step, 4);
}

@inline
export function seedOf(step: usize): i32 {
  return load<i32>(step, 8);
}

@inline
export function epochOf(step: usize): i32 {
  return load<i32>(step, 12);
}

@inline
export function learningRateOf(step: usize): f64 {
  return load<f32>(step, 16);
}

@inline
export function correction1Of(step: usize): f64 {
  return load<f32>(step, 20);
}

@inline
export function correction2Of(step: usize): f64 {
  return load<f32>(step, 24);
}

@inline
export function muOf(step: usize): f64 {
  return load<f32>(step, 28);
}

@inline
export function muNextOf(step: usize): f64 {
  return load<f32>(step, 32);
}

@inline
export function muProductOf(step: usize): f64 {
  return load<f32>(step, 36);
}
