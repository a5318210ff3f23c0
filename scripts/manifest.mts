/** `npm run manifest`: writes what src/extension/contributions.ts says into package.json. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format } from 'prettier';
import { makeContributions } from '../src/extension/contributions.js';

const path = join(resolve(import.meta.dirname, '..'), 'package.json');
const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
manifest['contributes'] = makeContributions();
writeFileSync(path, await format(JSON.stringify(manifest), { parser: 'json-stringify' }));
