/** How a browser draws a page that brings no style, as those of the services here do. `--accent` is the color of its party. */
export const PAGE_STYLE = `
:host { display: block; contain: content; }
.page { box-sizing: border-box; padding: 20px 16px 24px; background: var(--surface); color: var(--ink); border-top: 4px solid var(--accent);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
.page > div { max-width: 400px; margin: 0 auto; }
.page > div:has(> pre:only-child) { max-width: none; }
.page > div > :last-child, .page > div > :last-child > :last-child { margin-bottom: 0; }
h3 { font-size: 22px; line-height: 1.25; margin: 0 0 12px; }
h4, h5, h6 { font-size: 17px; margin: 16px 0 8px; }
p, ul, ol, dl, pre, table, blockquote { margin: 0 0 14px; }
ul, ol { padding-left: 22px; }
li { margin-bottom: 4px; }
code, pre, kbd, samp { font: 14px/1.5 var(--mono); background: var(--sunken); border-radius: 4px; padding: 1px 4px; }
pre { padding: 12px; white-space: pre-wrap; }
img { max-width: 100%; height: auto; }
label { display: block; margin: 0 0 12px; font-weight: 600; }
input, select, textarea { font: inherit; font-weight: 400; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 6px; }
input:not([type=checkbox], [type=radio]), select, textarea { display: block; box-sizing: border-box; width: 100%; min-height: 44px; padding: 8px 10px; margin-top: 4px; }
button { font: inherit; font-weight: 600; min-height: 44px; max-width: 100%; padding: 8px 18px; margin: 0 8px 8px 0; cursor: pointer; border-radius: 6px;
  border: 1px solid var(--edge); background: var(--surface); color: var(--ink); overflow-wrap: anywhere; }
button.first { background: var(--accent); border-color: var(--accent); color: var(--surface); }
li button { min-height: 36px; padding: 4px 12px; margin: 4px 0 4px 8px; }
[role=link] { color: var(--accent); text-decoration: underline; cursor: pointer; }
[role=alert] { border-left: 4px solid var(--fail); background: var(--fail-bg); padding: 8px 12px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
table { border-collapse: collapse; }
td, th { border: 1px solid var(--line); padding: 4px 8px; text-align: left; }
`;
