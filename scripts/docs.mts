/** `npm run docs`: writes docs/reference.md from the tables. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeReference } from '../src/spec/reference.js';

writeFileSync(join(resolve(import.meta.dirname, '..'), 'docs/reference.md'), makeReference());
