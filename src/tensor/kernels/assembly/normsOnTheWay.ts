// The norms of a gradient's tensors, found by an optimizer that goes over it anyway. A walk is in this module: one at a
// time, as an update is one call on one thread.
import { sumOfSquaresOr } from './gradients';
import { addressOf } from './workspace';

/** Bytes after which a sum in f32 is gathered in f64. */
const blockBytes: usize = 2048;

let gradient: usize = 0;
let segment: usize = 0;
/** Where the next norm goes; 0: none is wanted. */
let place: usize = 0;
/** Bytes from the start of the gradient to the end of the tensor that is walked over, and of all. */
let segmentEnd: usize = 0;
let end: usize = 0;
let squares: f64 = 0;
let total: f64 = 0;

/** Begins a walk over `count` numbers in `segments` that follow each other; their norms go to `norms` (0: not wanted). */
@inline
export function beginWalk(gradientStart: usize, count: i32, segments: usize, norms: usize): void {
  gradient = gradientStart;
  segment = segments;
  place = norms;
  end = <usize>count * 4;
  segmentEnd = norms == 0 ? end : endOfSegment();
  squares = 0;
  total = 0;
}

/** How far the walk may go from here, in bytes from the start, before `endBlock`. */
@inline
export function blockEndFrom(from: usize): usize {
  return place == 0 ? end : min(segmentEnd, from + blockBytes);
}

/** Takes in the sum of squares of what lies between, in bytes from the start; behind the last block ends the walk. */
@inline
export function endBlock(sum: f32, from: usize, to: usize): void {
  if (place == 0) return;
  squares += sumOfSquaresOr(sum, gradient + from, <i32>((to - from) >> 2));
  if (to < segmentEnd) return;
  store<f32>(place, <f32>sqrt<f64>(squares));
  place += 4;
  total += squares;
  squares = 0;
  segment += 8;
  if (to < end) segmentEnd = endOfSegment();
  else store<f32>(place, <f32>sqrt<f64>(total));
}

@inline
function endOfSegment(): usize {
  return addressOf(load<i32>(segment)) - gradient + <usize>load<i32>(segment, 4) * 4;
}
