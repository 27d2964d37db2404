import { followProgress, rememberLesson } from '#site/course/progress.ts';

/** How progress names a question of this page's lesson. */
export function questionKey(id: string | undefined): string {
  return `${document.querySelector<HTMLElement>('[data-lesson]')?.dataset['lesson'] ?? ''}#${id ?? ''}`;
}

/** "7 of 12 minutes left": minutes of a lesson that has been read to a fraction from 0 to 1. */
export function minutesLeft(minutes: number, read: number): string {
  const left = Math.ceil(minutes * (1 - Math.min(1, Math.max(0, read))));
  return left === 0 ? 'Read to the end' : `${left} of ${minutes} minutes left`;
}

function followReading(article: HTMLElement): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('#toc a')];
  const minutes = Number(article.dataset['minutes']);
  let waiting = false;
  const look = () => {
    waiting = false;
    const { top, height } = article.getBoundingClientRect();
    const text = minutesLeft(minutes, (innerHeight - top) / height);
    for (const place of document.querySelectorAll('[data-minutes-left]')) place.textContent = text;
    const passed = links.filter((link) => (document.getElementById(link.hash.slice(1))?.getBoundingClientRect().top ?? Infinity) < 120);
    const current = passed.at(-1) ?? links[0];
    for (const link of links) {
      if (link === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };
  const soon = () => {
    if (!waiting) requestAnimationFrame(look);
    waiting = true;
  };
  addEventListener('scroll', soon, { passive: true });
  addEventListener('resize', soon);
  look();
}

function followQuestions(article: HTMLElement): void {
  followProgress(() => {
    const tasks = [...article.querySelectorAll('ts-question, ts-do-in-lab')];
    if (tasks.length > 0 && tasks.every((task) => task.hasAttribute('data-answered'))) rememberLesson(article.dataset['lesson'] ?? '');
  });
}

/** A place that was chosen in the popover should not stay hidden behind it. */
function closeContentsOnceChosen(): void {
  const toc = document.getElementById('toc');
  toc?.addEventListener('click', ({ target }) => {
    if (target instanceof HTMLAnchorElement && toc.matches(':popover-open')) toc.hidePopover();
  });
}

/** Marks lessons as done wherever the page lists them. */
function showDoneLessons(): void {
  followProgress(({ lessons }) => {
    for (const item of document.querySelectorAll<HTMLElement>('[data-lesson-item]'))
      item.toggleAttribute('data-done', lessons.includes(item.dataset['lessonItem'] ?? ''));
    for (const list of document.querySelectorAll<HTMLElement>('[data-lesson-count]')) {
      const all = [...list.querySelectorAll('[data-lesson-item]')];
      const done = all.filter((item) => item.hasAttribute('data-done')).length;
      const words = list.querySelector('[data-done-words]');
      if (words) words.textContent = `${done} of ${all.length} lessons done`;
      const bar = list.querySelector('progress');
      if (bar) bar.value = done;
    }
  });
}

/** Starts what pages of the course do by themselves: done marks, and in a lesson reading progress and table of contents. */
export function startLessonPage(): void {
  showDoneLessons();
  const article = document.querySelector<HTMLElement>('[data-lesson]');
  if (!article) return;
  closeContentsOnceChosen();
  followReading(article);
  followQuestions(article);
}
