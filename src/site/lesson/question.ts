import { readProgress, rememberAnswer } from '#site/course/progress.ts';
import { questionKey } from '#site/lesson/lesson-page.ts';

/** A question judged in place: the reason of the chosen answer appears under it. */
class Question extends HTMLElement {
  connectedCallback(): void {
    const remembered = readProgress().answers[questionKey(this.dataset['id'])];
    const input = [...this.querySelectorAll('input')].find((each) => each.value === String(remembered));
    if (input) {
      input.checked = true;
      this.#judge(input, false);
    }
    this.addEventListener('change', (event) => {
      if (!(event.target instanceof HTMLInputElement)) return;
      this.#judge(event.target, true);
      rememberAnswer(questionKey(this.dataset['id']), Number(event.target.value));
    });
  }

  #judge(input: HTMLInputElement, announce: boolean): void {
    for (const why of this.querySelectorAll<HTMLElement>('.why')) {
      const shown = why.id === input.getAttribute('aria-describedby');
      why.hidden = !shown;
      const status = this.querySelector('[role=status]');
      if (shown && announce && status) status.textContent = why.textContent;
    }
    const chosen = input.closest('.opt');
    for (const option of this.querySelectorAll<HTMLElement>('.opt')) {
      const verdict = option.dataset['right'] === undefined ? 'wrong' : 'right';
      if (option === chosen) option.dataset['verdict'] = verdict;
      else delete option.dataset['verdict'];
    }
    this.toggleAttribute('data-answered', chosen instanceof HTMLElement && chosen.dataset['right'] !== undefined);
  }
}

customElements.define('ts-question', Question);
