import { followProgress } from '#site/course/progress.ts';

/** A question answered by doing: the lab's record of the run says whether it is done. */
class DoInLab extends HTMLElement {
  connectedCallback(): void {
    followProgress(({ goals }) => {
      const done = goals.includes(this.dataset['goal'] ?? '');
      if (this.hasAttribute('data-answered') === done) return;
      this.toggleAttribute('data-answered', done);
      const status = this.querySelector('[role=status]');
      if (status) status.textContent = done ? 'Done.' : 'Not done yet.';
      for (const why of this.querySelectorAll<HTMLElement>('.why')) why.hidden = !done;
    });
  }
}

customElements.define('ts-do-in-lab', DoInLab);
