import { utf8 } from '../../http/encoding.ts';
import type { KeyFiles } from '../../protocol/naive/key-file-by-path.ts';

/**
 * The disk of the reports API: a secret of this year, one that somebody once chose from a dictionary, and
 * a file that is always empty. Published, as every lab key is; they secure nothing.
 */
export const KEY_FILES: KeyFiles = {
  '/keys/reports-2026': utf8('4f7c1b92ae6d03588e15c7f0b3d96a24'),
  '/keys/reports-2019': utf8('sunshine'),
  '/dev/null': new Uint8Array(),
};
