/** How many cells a character fills: none where it joins the one before it, two where it is wide. */
export type CellWidth = 0 | 1 | 2;

const JOINER = 0x200d;
const EMOJI_STYLE = 0xfe0f;
const NOTHING = /^(?:[\p{Mn}\p{Me}\p{Cf}\p{Emoji_Modifier}]|[\u1160-\u11ff])$/u;
const REGIONAL = /^\p{Regional_Indicator}$/u;
const WIDE =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]|[\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}])$/u;

/** The cells of one code point by itself. Unicode Standard Annex 11. */
function widthOfCodePoint(codePoint: number): CellWidth {
  if (codePoint < 0x300) return codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0) ? 0 : 1;
  const text = String.fromCodePoint(codePoint);
  if (NOTHING.test(text)) return 0;
  return WIDE.test(text) ? 2 : 1;
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** A text as what a reader takes for its characters: an accent or a joined emoji belongs to what it stands on. */
export function graphemes(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}

/** The cells one grapheme fills. */
export function widthOf(grapheme: string): CellWidth {
  let width: CellWidth = 0;
  for (const character of grapheme) {
    const codePoint = character.codePointAt(0) ?? 0;
    const own = codePoint === EMOJI_STYLE ? 2 : widthOfCodePoint(codePoint);
    if (own > width) width = own;
  }
  return width;
}

/** The cells of a text in one line. */
export function textWidth(text: string): number {
  return graphemes(text).reduce((sum, grapheme) => sum + widthOf(grapheme), 0);
}

/** What the screen remembers of the character before: whether the next one joins it. */
const [JOINS, REGION] = [1, 2];

/** The properties of a character as the screen's library packs them: state, width, and whether it joins the one before. */
function packed(state: number, width: CellWidth, joins: boolean): number {
  return (state << 3) | (width << 1) | (joins ? 1 : 0);
}

/** The same widths for the screen, so that what the line editor reckons is where the cursor is. */
export const CELL_WIDTHS = {
  version: 'tokenscope',
  wcwidth: widthOfCodePoint,
  charProperties(codePoint: number, before: number): number {
    const own = codePoint === EMOJI_STYLE && before !== 0 ? 2 : widthOfCodePoint(codePoint);
    const [state, widthBefore] = [before >> 3, ((before >> 1) & 3) as CellWidth];
    const region = REGIONAL.test(String.fromCodePoint(codePoint));
    const joins =
      before !== 0 &&
      widthBefore > 0 &&
      (own === 0 || codePoint === EMOJI_STYLE || (state & JOINS) !== 0 || (region && (state & REGION) !== 0));
    const width = joins && widthBefore > own ? widthBefore : own;
    const next = codePoint === JOINER && before !== 0 ? JOINS : region && !joins ? REGION : 0;
    return packed(next, width, joins);
  },
} as const;
