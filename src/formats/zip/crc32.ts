import { createCrc } from '../crc.js';

/** CRC-32 as zip has it. */
export const updateCrc32 = createCrc(0xedb88320);
