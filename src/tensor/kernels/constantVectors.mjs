/**
 * Keeps the constant vectors of the kernels in memory. V8 builds a literal vector anew wherever it is used, with
 * three instructions in every turn of a loop; a broadcast load is one. So `f32x4.splat(0.5)`, also of a constant
 * of the module, becomes a load from one table of all such numbers. (0 is the exception: it costs nothing.)
 *
 * @param {Map<string, string>} sources AssemblyScript by file name
 * @returns {Map<string, string>} the same with `constants.ts` beside them
 */
export function keepConstantVectorsInMemory(sources) {
  const numbers = [];
  const kept = new Map();
  for (const [file, source] of sources) {
    const text = source.replace(/\bf32x4\.splat\(([-\w.]+)\)/g, (call, name) => {
      const literal = source.match(new RegExp(`^const ${name}: f32 = ([^;]+);`, 'm'))?.[1] ?? name;
      const number = Math.fround(Number(literal));
      if (Number.isNaN(number) || number === 0) return call;
      if (!numbers.includes(number)) numbers.push(number);
      return `v128.load32_splat(constants, ${4 * numbers.indexOf(number)})`;
    });
    kept.set(file, text === source ? source : `import { constants } from './constants';\n${text}`);
  }
  const list = numbers.map((number) => (Number.isInteger(number) ? number.toFixed(1) : number)).join(', ');
  return kept.set('constants.ts', `export const constants: usize = memory.data<f32>([${list}], 64);\n`);
}
