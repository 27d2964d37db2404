/** Where the site begins, as an absolute address, whatever path it is served under. Ends with a slash. */
export function siteRoot(): string {
  if (typeof document === 'undefined') return './';
  return new URL(document.documentElement.dataset['root'] ?? './', document.baseURI).href;
}
