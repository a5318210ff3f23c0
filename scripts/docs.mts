/** `npm run docs`: writes docs/reference.md and docs/rules.md from the tables. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeRulesPage } from '../src/diagnose/rulesPage.js';
import { makeReference } from '../src/spec/reference.js';

const docs = join(resolve(import.meta.dirname, '..'), 'docs');
writeFileSync(join(docs, 'reference.md'), makeReference());
writeFileSync(join(docs, 'rules.md'), makeRulesPage());
