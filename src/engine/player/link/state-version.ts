/**
 * The version of states that this code writes into links and files: 2 has messages of the reader's own, and edits of answers.
 * Those of version 1 are read as well.
 */
export const VERSION = 2;
