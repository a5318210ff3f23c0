import { findMember } from '../member.js';
import { constant } from './constant.js';
import { glorotNormal } from './glorotNormal.js';
import { glorotUniform } from './glorotUniform.js';
import { heNormal } from './heNormal.js';
import { heUniform } from './heUniform.js';
import type { Initializer } from './initializer.js';
import { lecunNormal } from './lecunNormal.js';
import { lecunUniform } from './lecunUniform.js';
import { ones } from './ones.js';
import { orthogonal } from './orthogonal.js';
import { randomNormal } from './randomNormal.js';
import { randomUniform } from './randomUniform.js';
import { truncatedNormal } from './truncatedNormal.js';
import { zeros } from './zeros.js';

export const initializers: readonly Initializer[] = [
  zeros,
  ones,
  constant,
  randomNormal,
  randomUniform,
  truncatedNormal,
  glorotUniform,
  glorotNormal,
  heUniform,
  heNormal,
  lecunUniform,
  lecunNormal,
  orthogonal,
];

/** The initializer of this name or alias; undefined where there is none. */
export function findInitializer(name: string): Initializer | undefined {
  return findMember(initializers, name);
}
