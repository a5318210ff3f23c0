import { dtypes } from '../tensor/dtype.js';
import type { Format } from './format.js';
import { formats } from './index.js';

const introduction = `# Model files that are read

Made from the table of formats (\`npm run docs\`). A file is known by its content first, an archive by the names in it,
and by its extension only where that tells nothing. Opening reads headers alone; values are read where they lie when
they are looked at. Nothing that a file names is ever looked up or run.

A file that is damaged is refused with the byte at which it is wrong. A tensor whose values cannot be read is listed all
the same, with the reason. A Git LFS pointer, and a web page that was saved in place of a model, are told as what they
are.

The plain types of values are ${listWords(Object.keys(dtypes).map((name) => `\`${name}\``))}.
Other types go by the format’s own name. Values are shown as f32 where that holds every value of the type, else as f64:
whole numbers of 64 bits are rounded beyond 2⁵³.`;

/** docs/formats.md: a chapter for each format, in the order of the table. */
export function makeFormatsPage(): string {
  return `${[introduction, ...formats.map(describeFormat)].join('\n\n')}\n`;
}

function describeFormat({ name, doc, knownBy, extensions, reads, leaves }: Format): string {
  const facts = [
    `- **Known by:** ${knownBy}`,
    `- **Extensions:** ${extensions.map((extension) => `\`${extension}\``).join(', ') || 'none of its own'}.`,
    `- **Read:** ${reads}`,
    `- **Not read:** ${leaves}`,
  ];
  return `## ${name}\n\n${doc}\n\n${facts.join('\n')}`;
}

function listWords(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
