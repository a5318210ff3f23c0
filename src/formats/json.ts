import type { ByteSource } from './byteSource.js';
import { FormatError } from './formatError.js';

const longest = 2 ** 28;

/** A JSON file's value. Throws a FormatError where it is none. */
export async function readJson(source: ByteSource): Promise<unknown> {
  if (source.size > longest)
    throw new FormatError(`${source.size} bytes of JSON are more than is read here`, 0);
  const bytes = await source.read(0, source.size);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (error) {
    throw new FormatError(`the file is not JSON: ${(error as Error).message}`, 0);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isListOfCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
}
