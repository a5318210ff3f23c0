import { FormatError } from '../formats/formatError.js';

/** For what a library throws on a damaged file: its own words where it says something, else (it stumbled) none of them. */
export function formatErrorOf(what: string, error: Error): FormatError {
  const isSaid = error.constructor === Error;
  return new FormatError(isSaid ? `${what} (${error.message})` : what, 0);
}
