import type { Option, Options } from '../../engine/option.js';
import { findingCodes } from '../findingCodes.js';

const threshold: Options = {
  threshold: { kind: 'number', doc: 'From which value on this is found, instead of the built-in one.' },
};

/** The keys of `health`: one per finding, to turn it off or to set its threshold. */
export const healthOptions: Options = Object.fromEntries(
  Object.entries(findingCodes).map(([code, doc]): [string, Option] => [
    code,
    {
      kind: 'any',
      of: [
        { kind: 'choice', values: ['off'] },
        { kind: 'object', options: threshold },
      ],
      doc: `${doc} \`"off"\`, or \`{ "threshold": … }\`.`,
    },
  ]),
);
