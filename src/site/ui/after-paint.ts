/**
 * Does something after the browser has painted what changed before. Where things are is known then: asked earlier, the browser lays out
 * the page in the task that changed it, and whoever presses something meanwhile waits for that.
 * @returns forgets it
 */
export function afterPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => (timer = setTimeout(act)));
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
