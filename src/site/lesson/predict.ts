import { followProgress, readProgress, rememberAnswer } from '#site/course/progress.ts';
import { questionKey } from '#site/lesson/lesson-page.ts';

/** A prediction: remembered, and settled by what the world did. */
class Predict extends HTMLElement {
  connectedCallback(): void {
    const inputs = [...this.querySelectorAll('input')];
    const key = questionKey(this.dataset['id']);
    const remembered = readProgress().answers[key];
    for (const input of inputs) input.checked = input.value === String(remembered);
    this.addEventListener('change', (event) => {
      if (event.target instanceof HTMLInputElement) rememberAnswer(key, Number(event.target.value));
    });
    followProgress(({ goals, answers }) => {
      const yours = this.querySelector('[data-yours]');
      const choice = answers[key];
      if (yours)
        yours.textContent =
          choice === undefined ? '' : choice === Number(this.dataset['right']) ? 'You predicted this.' : 'You predicted something else.';
      const details = this.querySelector('details');
      if (details && this.dataset['goal'] !== undefined && goals.includes(this.dataset['goal'])) details.open = true;
    });
  }
}

customElements.define('ts-predict', Predict);
