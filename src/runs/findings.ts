import * as z from 'zod/mini';
import type { Finding } from './finding.js';

const path = z.array(z.union([z.string(), z.number()]));
const edit = z.pipe(
  z.object({ op: z.enum(['set', 'insert', 'remove']), path, value: z.optional(z.unknown()) }),
  z.transform(({ op, path, value }) => (value === undefined ? { op, path } : { op, path, value })),
);
const finding = z.object({
  severity: z.enum(['error', 'warning', 'information']),
  code: z.string(),
  layer: z.nullable(z.string()),
  parameter: z.nullable(z.string()),
  message: z.string(),
  value: z.nullable(z.number()),
  threshold: z.nullable(z.number()),
  source: z.string(),
  path,
  step: z.number(),
  related: z.array(z.object({ message: z.string(), path })),
  fixes: z.array(z.object({ title: z.string(), preferred: z.boolean(), edits: z.array(edit) })),
});

/** Reads findings.json; what is no finding is left out. */
export function decodeFindings(text: string): Finding[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(json)) return [];
  return json.flatMap((item) => {
    const result = finding.safeParse(item);
    return result.success ? [result.data] : [];
  });
}
