/**
 * What a slow machine does to a panel: frames come late, by so many milliseconds. A test that reads what has not been
 * drawn yet passes where frames are fast, and fails here. Runs in the browser.
 */
export function delayFrames(delayMs: number): void {
  const nextFrame = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (draw) => window.setTimeout(() => nextFrame(draw), delayMs);
  window.cancelAnimationFrame = (id) => window.clearTimeout(id);
}
