/**
 * What a drawing does again and again, and need not: each place in Mermaid with what stands there in the bundle.
 *
 * - Its settings are copied for every message, with every color of its theme. A drawing changes nothing but the settings of its
 *   own diagram, so these are copied and the rest is shared.
 * - A head is measured, for which the browser lays out all that was drawn so far. It is as tall as it was just drawn.
 * - The height of a note is measured once for each text, as Mermaid does with the labels of messages. While a typeface
 *   is still loading that may change, so nothing is remembered.
 * - A note that wraps is broken into the width of one head, word by word and letter by letter, each of them measured. It is as wide
 *   as its lifelines are apart, so nobody needs that width: only bands wrap (`source-to-draw.ts`).
 * - A text that wraps is measured word by word. Most fit as they are, which is found by measuring them whole: no beginning is wider.
 */
export const DRAWN_FAST: readonly (readonly [place: string, instead: string])[] = [
  ['return assignWithDepth_default({}, currentConfig);', 'return { ...currentConfig, sequence: { ...currentConfig.sequence } };'],
  ['const bounds2 = rectElem.node().getBBox();', 'const bounds2 = rect;'],
  ['(textElem._groups || textElem)[0][0].getBBox().height;', 'heightOfText((textElem._groups || textElem)[0][0]);'],
  ['(te._groups || te)[0][0].getBBox().height)', 'heightOfText((te._groups || te)[0][0]))'],
  [
    'msg.wrap ? utils_default.wrapLabel(msg.message, conf.width - 2 * conf.wrapPadding, textFont) : msg.message',
    'msg.wrap ? "" : msg.message',
  ],
  ['shouldWrap ? utils_default.wrapLabel(msg.message, conf.width, noteFont(conf)) : msg.message', 'shouldWrap ? "" : msg.message'],
  [
    'const words = label.split(" ").filter(Boolean);',
    'const words = label.split(" ").filter(Boolean);\n    if (calculateTextWidth(words.join(" "), config) < maxWidth) return words.join(" ");',
  ],
];

const HEIGHT_OF_TEXT = `
const heightsOfTexts = new Map();
function heightOfText(text) {
  const key = text.getAttribute("class") + "\\n" + text.textContent;
  const known = heightsOfTexts.get(key);
  if (known !== undefined) return known;
  const { height } = text.getBBox();
  if (document.fonts.status === "loaded") heightsOfTexts.set(key, height);
  return height;
}
`;

/** A module of Mermaid that draws the same and takes less time for it. Pure. */
export function drawnFast(code: string): string {
  let fast = code;
  for (const [place, instead] of DRAWN_FAST) fast = fast.replaceAll(place, () => instead);
  return fast.includes('heightOfText(') ? fast + HEIGHT_OF_TEXT : fast;
}

/**
 * Where a drawing lets others go first, once it has kept the page for long enough: before each part of it, and before each message.
 * It is drawn out of sight meanwhile (`draw.ts`), and Mermaid draws one at a time.
 */
export const DRAWN_IN_TURNS: readonly (readonly [place: string, instead: string])[] = [
  ['      await diag.renderer.draw(', '      await inTurn();\n      await diag.renderer.draw('],
  ['  const svgCode = false ?', '  await inTurn();\n  const svgCode = false ?'],
  ['  const loopWidths = await calculateLoopBounds(', '  await inTurn();\n  const loopWidths = await calculateLoopBounds('],
  ['    let loopModel, noteModel, msgModel;', '    let loopModel, noteModel, msgModel;\n    await inTurn();'],
  ['    await drawMessage(diagram2, e.messageModel', '    await inTurn();\n    await drawMessage(diagram2, e.messageModel'],
];

const IN_TURN = `
let keptSince = 0;
async function inTurn() {
  if (performance.now() - keptSince < 8) return;
  await (globalThis.scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve)));
  keptSince = performance.now();
}
`;

/** A module of Mermaid that draws the same, and keeps the page for no longer than a few milliseconds at a time. Pure. */
export function drawnInTurns(code: string): string {
  let changed = code;
  for (const [place, instead] of DRAWN_IN_TURNS) changed = changed.replaceAll(place, () => instead);
  return changed === code ? code : changed + IN_TURN;
}
