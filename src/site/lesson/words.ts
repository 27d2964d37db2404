/** A piece of a sentence: plain words, or code. */
export interface Piece {
  readonly code: boolean;
  readonly text: string;
}

/** Splits a sentence at its backticks, so that an author may write `code` in an attribute. */
export function piecesOf(sentence: string): readonly Piece[] {
  return sentence
    .split('`')
    .map((text, index) => ({ code: index % 2 === 1, text }))
    .filter((piece) => piece.text !== '');
}
