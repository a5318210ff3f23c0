import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { projectRoot } from '../test/host/paths.js';

const directory = join(projectRoot, 'docs/images');

/** Writes a picture of the papers, without an alpha channel and packed as small as it goes. */
export function savePicture(name: string, png: Buffer): void {
  mkdirSync(directory, { recursive: true });
  const bytes = PNG.sync.write(PNG.sync.read(png), { colorType: 2, deflateLevel: 9, filterType: 4 });
  writeFileSync(join(directory, `${name}.png`), bytes);
  console.log(`docs/images/${name}.png: ${bytes.length} bytes`);
}
