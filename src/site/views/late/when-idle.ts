/** How long a browser that cannot say when it is idle is left alone, in milliseconds. */
const A_WHILE = 200;

/** Does something once the browser has nothing else to do. @returns takes it back */
export function whenIdle(action: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const waiting = requestIdleCallback(action);
    return () => cancelIdleCallback(waiting);
  }
  const waiting = setTimeout(action, A_WHILE);
  return () => clearTimeout(waiting);
}
