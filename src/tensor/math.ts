/** exp, log, pow and cos that give the same bits on every machine; Math.* of the host may differ in the last one. Being written. */
export const sqrt = Math.sqrt;
export declare function log(x: number): number;
export declare function cosTwoPi(turns: number): number;
