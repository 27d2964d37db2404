/** Colors of the site that a page is drawn in, as a page of its own has no others. */
const TOKENS = [
  '--user',
  '--gateway',
  '--paper',
  '--surface',
  '--sunken',
  '--line',
  '--edge',
  '--ink',
  '--muted',
  '--fail',
  '--fail-bg',
  '--client',
  '--as',
  '--api',
  '--attacker',
];

/** How a browser draws a page that brings no style: what the services of the lab send. */
const RULES = `
html { color-scheme: light dark; }
html[data-theme=light] { color-scheme: light; }
html[data-theme=dark] { color-scheme: dark; }
body { margin: 0; padding: 20px 16px 24px; background: var(--surface); color: var(--ink); border-top: 4px solid var(--accent);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; display: flow-root; }
main { max-width: 400px; margin: 0 auto; }
main.text { max-width: none; }
h1 { font-size: 22px; line-height: 1.25; margin: 0 0 12px; }
h2, h3, h4, h5, h6 { font-size: 17px; margin: 16px 0 8px; }
main > :last-child { margin-bottom: 0; }
p, ul, ol, dl, pre, table, form { margin: 0 0 14px; }
ul, ol { padding-left: 22px; }
li { margin-bottom: 4px; }
code, pre, kbd, samp { font: 14px/1.5 ui-monospace, monospace; background: var(--sunken); border-radius: 4px; padding: 1px 4px; }
pre { padding: 12px; white-space: pre-wrap; }
img { max-width: 100%; height: auto; }
label { display: block; margin: 0 0 12px; font-weight: 600; }
input, select, textarea { font: inherit; font-weight: 400; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; }
input:not([type=checkbox], [type=radio]), select, textarea { display: block; box-sizing: border-box; width: 100%; min-height: 44px; padding: 8px 10px; margin-top: 4px; }
button { font: inherit; font-weight: 600; min-height: 44px; padding: 8px 18px; margin: 0 8px 8px 0; cursor: pointer; border-radius: 6px;
  border: 1px solid var(--edge); background: var(--surface); color: var(--ink); }
form:first-of-type button:first-of-type { background: var(--accent); border-color: var(--accent); color: var(--surface); }
li button { min-height: 36px; padding: 4px 12px; margin: 4px 0 4px 8px; }
a { color: var(--accent); text-decoration: underline; cursor: pointer; }
[role=alert] { border-left: 4px solid var(--fail); background: var(--fail-bg); padding: 8px 12px; }
:focus-visible { outline: 3px solid var(--client); outline-offset: 2px; }
table { border-collapse: collapse; }
td, th { border: 1px solid var(--line); padding: 4px 8px; text-align: left; }
`;

/** Nothing of what comes into this document loads, runs or posts, whatever it is. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'";

/** The empty document that pages are drawn into. @param root the site's own root element, whose colors it takes over */
export function emptyDocument(root: Element): string {
  const styles = getComputedStyle(root);
  const colors = TOKENS.map((name) => `${name}: ${styles.getPropertyValue(name)};`).join(' ');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Page</title><style>html { ${colors} --accent: var(--ink); }${RULES}</style></head><body><main></main></body></html>`;
}
