/** `npm run docs`: writes docs/reference.md, docs/rules.md and docs/formats.md from the tables. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeRulesPage } from '../src/diagnose/rulesPage.js';
import { makeFormatsPage } from '../src/formats/formatsPage.js';
import { makeReference } from '../src/spec/reference.js';

const docs = join(resolve(import.meta.dirname, '..'), 'docs');
writeFileSync(join(docs, 'reference.md'), makeReference());
writeFileSync(join(docs, 'rules.md'), makeRulesPage());
writeFileSync(join(docs, 'formats.md'), makeFormatsPage());
