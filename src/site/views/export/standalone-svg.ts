/**
 * A drawing that needs nothing of the page: each custom property is replaced by its value. Values that are properties themselves
 * have to be resolved by `valueOf`. Pure.
 * @param valueOf the value of a custom property such as `--ink`; undefined leaves a color that always can be read
 */
export function withoutProperties(svg: string, valueOf: (name: string) => string | undefined): string {
  return svg.replaceAll(/var\((--[\w-]+)\)/g, (_whole, name: string) => valueOf(name)?.replaceAll('"', "'") ?? '#000');
}

/** Puts a style sheet and a ground behind everything else of a drawing. Pure. @param ground the color of the paper */
export function withGround(svg: string, style: string, ground: string): string {
  const end = svg.indexOf('>') + 1;
  // In a document of its own a drawing begins where its view box does, not at its origin.
  const [x = 0, y = 0, width = 0, height = 0] = (/viewBox="([^"]*)"/.exec(svg.slice(0, end))?.[1] ?? '').split(/\s+/).map(Number);
  const paper = `<rect x="${x}" y="${y}" width="${width}" height="${height}" style="fill: ${ground};"/>`;
  return `${svg.slice(0, end)}<style>${style.replaceAll('<', '')}</style>${paper}${svg.slice(end)}`;
}
