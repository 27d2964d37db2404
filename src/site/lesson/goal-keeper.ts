import { rememberGoal } from '#site/course/progress.ts';

/** `lab/goal` of a `tokenscope:goal` event, which a stage sends when the world confirms a goal. */
function goalOf(event: Event): string | undefined {
  if (!(event instanceof CustomEvent)) return undefined;
  const { lab, goal } = (event.detail ?? {}) as Record<string, unknown>;
  return typeof lab === 'string' && typeof goal === 'string' ? `${lab}/${goal}` : undefined;
}

document.addEventListener('tokenscope:goal', (event) => {
  const goal = goalOf(event);
  if (goal !== undefined) rememberGoal(goal);
});
