/** Where value number `index` stands in a tensor: `[3, 17]`. */
export function placeWords(index: number, shape: readonly number[]): string {
  let rest = index;
  const place = shape.map((_, axis) => {
    const stride = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
    const at = Math.floor(rest / stride);
    rest -= at * stride;
    return at;
  });
  return `[${place.join(', ')}]`;
}
