/** What a reader has done, kept on this device only. */
export interface Progress {
  /** Choice made at a question or prediction, by `module/lesson#question`. */
  readonly answers: Readonly<Record<string, number>>;
  /** Goals reached, as `lab/goal`. */
  readonly goals: readonly string[];
  /** Lessons whose questions are all answered, as `module/lesson`. */
  readonly lessons: readonly string[];
}

const NOTHING: Progress = { answers: {}, goals: [], lessons: [] };
const KEY = 'tokenscope.progress';

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** Reads stored progress. What is missing or has another shape counts as not done: a reader's storage may hold anything. */
export function parseProgress(text: string | null): Progress {
  try {
    const stored: unknown = JSON.parse(text ?? '');
    if (typeof stored !== 'object' || stored === null) return NOTHING;
    const { answers, goals, lessons } = stored as Record<string, unknown>;
    const chosen = typeof answers === 'object' && answers !== null ? Object.entries(answers) : [];
    return {
      answers: Object.fromEntries(chosen.filter(([, choice]) => Number.isInteger(choice))),
      goals: texts(goals),
      lessons: texts(lessons),
    };
  } catch {
    return NOTHING;
  }
}

let known: Progress | undefined;

/** The progress so far. Where storage is forbidden, that of this page. */
export function readProgress(): Progress {
  try {
    known = parseProgress(localStorage.getItem(KEY) ?? JSON.stringify(known ?? NOTHING));
  } catch {
    known ??= NOTHING;
  }
  return known;
}

function write(progress: Progress): void {
  known = progress;
  try {
    localStorage.setItem(KEY, JSON.stringify(progress));
  } catch {
    // Full or forbidden: the page goes on with what it knows.
  }
  document.dispatchEvent(new Event('tokenscope:progress'));
}

/** Remembers the choice made at a question. */
export function rememberAnswer(question: string, choice: number): void {
  const now = readProgress();
  write({ ...now, answers: { ...now.answers, [question]: choice } });
}

/** Remembers a goal that the world has confirmed. */
export function rememberGoal(goal: string): void {
  const now = readProgress();
  if (!now.goals.includes(goal)) write({ ...now, goals: [...now.goals, goal] });
}

/** Remembers that a lesson is done. */
export function rememberLesson(lesson: string): void {
  const now = readProgress();
  if (!now.lessons.includes(lesson)) write({ ...now, lessons: [...now.lessons, lesson] });
}

/** Calls back now and whenever progress changes, here or in another tab. */
export function followProgress(listener: (progress: Progress) => void): void {
  const tell = () => listener(readProgress());
  document.addEventListener('tokenscope:progress', tell);
  window.addEventListener('storage', (event) => {
    if (event.key === KEY) tell();
  });
  tell();
}
