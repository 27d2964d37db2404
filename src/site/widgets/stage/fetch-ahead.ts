/**
 * Fetches what may be opened next, after a pause, so that it opens without a network too.
 * @param pause in milliseconds
 * @returns stops it
 */
export function fetchAhead(pause: number): () => void {
  let stop = (): void => clearTimeout(wait);
  let stopped = false;
  const begin = async (): Promise<void> => {
    const { fetchOneByOne } = await import('./ahead-list.ts');
    if (!stopped) stop = fetchOneByOne();
  };
  // Without a network each part is asked for when it is opened.
  const wait = setTimeout(() => void begin().catch(() => undefined), pause);
  return () => {
    stopped = true;
    stop();
  };
}
