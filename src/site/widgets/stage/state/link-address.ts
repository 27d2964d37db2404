/**
 * The share link in the fragment of an address, or what is left of one; undefined where the fragment is none.
 * Whatever starts like a version and is no place of the page is taken for a link, so that a bad one is told of.
 * @param hash with its `#`
 * @param isPlace whether the page has an element of that id
 */
export function linkIn(hash: string, isPlace: (id: string) => boolean): string | undefined {
  // A link that was copied out of a text may bring a space with it.
  const fragment = hash.slice(1).replace(/^(?:\s|%20)+|(?:\s|%20)+$/g, '');
  return /^v[^a-z]/i.test(fragment) && !isPlace(fragment) ? fragment : undefined;
}

/** The share link in the page's own address, if there is one. */
export function linkInAddress(): string | undefined {
  return linkIn(location.hash, (id) => document.getElementById(id) !== null);
}

/** The same, and takes it out: from then on the tab's own memory goes on, and a reload must not undo what the reader does next. */
export function takeLink(): string | undefined {
  const link = linkInAddress();
  if (link !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  return link;
}
