import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** The stage of a lab, in the words of somebody who uses it. */
export class Stage {
  readonly page: Page;
  readonly send: Locator;
  readonly back: Locator;
  readonly verdict: Locator;
  readonly inspector: Locator;

  constructor(page: Page) {
    this.page = page;
    this.send = page.getByRole('button', { name: /^Send\b/ }).and(page.locator(':visible'));
    this.back = page.getByRole('button', { name: 'Back', exact: true }).and(page.locator(':visible'));
    this.verdict = page.getByRole('status', { name: 'Verdict' });
    this.inspector = page.getByRole('region', { name: 'Inspector' });
  }

  /** Opens a lab by the address of its page, with a fragment if one is given, and waits for its first draft. */
  async open(lab: string, fragment = ''): Promise<this> {
    await this.page.goto(`labs/${lab}/${fragment}`);
    return this.ready();
  }

  async ready(): Promise<this> {
    await expect(this.send.first()).toBeEnabled();
    return this;
  }

  /** Brings the pointer over the stage, which is when the engine of an untouched lab is fetched. */
  async touch(): Promise<void> {
    await this.page.getByRole('region', { name: 'Story' }).hover();
    await this.settled();
  }

  /** The part of the stage where the next message is changed, and where an ended play says how it ended. */
  get draft(): Locator {
    return this.page.locator('[data-part="draft"]');
  }

  /** How many messages actors have sent so far, by the scrubber. */
  async position(): Promise<number> {
    return Number(await this.page.locator('input[type="range"]').inputValue());
  }

  /** Waits until no message is under way: a draft waits, or the play is over. */
  async settled(): Promise<void> {
    await expect(this.page.locator('[data-ready="true"]')).toHaveCount(1);
    await expect(this.draft.getByLabel(/^method/).or(this.draft.getByText('The play has ended'))).toHaveCount(1);
  }

  /** Presses Send and waits until that message is decided. */
  async sendNext(): Promise<void> {
    const before = await this.position();
    await this.send.first().click();
    await this.at(before + 1);
  }

  /** Waits until the run stands after that many messages, and nothing is under way. */
  async at(position: number): Promise<void> {
    await expect.poll(() => this.position(), { intervals: [20, 40, 80, 160] }).toBe(position);
    await this.settled();
  }

  async over(): Promise<boolean> {
    return (await this.send.first().getAttribute('aria-disabled')) === 'true';
  }

  /** Presses Send until the play has ended; resolves with how many messages that took. */
  async sendAll(most = 60): Promise<number> {
    let sent = 0;
    while (sent < most && !(await this.over())) {
      await this.sendNext();
      sent += 1;
    }
    await expect(this.draft).toContainText('The play has ended');
    return sent;
  }

  async goBack(): Promise<void> {
    const before = await this.position();
    await this.back.first().click();
    await this.at(before - 1);
  }

  async show(tab: 'Message' | 'Checks' | 'Tokens' | 'Who holds what'): Promise<void> {
    await this.inspector.getByRole('tab', { name: tab }).click();
  }

  /** The items of one check in the inspector; a check that two parties make is there twice. */
  check(id: string): Locator {
    return this.inspector.locator(`[data-check="${id}"]`);
  }

  /** Selects a message by its twin in the list. */
  async select(message: number): Promise<void> {
    await this.asAList();
    await this.page.locator(`li[data-message="${message}"] button`).first().click();
  }

  async asAList(): Promise<void> {
    const button = this.page.getByRole('button', { name: 'As a list' });
    if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
  }

  /** Presses Send until the draft goes to that address. */
  async sendUntilDraftIs(method: string, url: string): Promise<void> {
    const matches = async (): Promise<boolean> =>
      (await this.draft.getByLabel(/^method/).inputValue()) === method &&
      (await this.draft.getByLabel(/^URL/).inputValue()).startsWith(url);
    for (let sent = 0; sent < 30 && !(await matches()); sent += 1) await this.sendNext();
    await expect(this.draft.getByLabel(/^URL/)).toHaveValue(new RegExp(`^${RegExp.escape(url)}`));
  }

  async openToken(): Promise<void> {
    await this.draft.getByRole('button', { name: 'Edit the token' }).click();
  }

  /** Types into one field of the draft, as a reader does: fill it, then leave it. */
  async fill(label: string, value: string): Promise<void> {
    const field = this.draft.getByLabel(new RegExp(`^${RegExp.escape(label)}( \\(edited\\))?$`)).first();
    await field.fill(value);
    await field.press('Tab');
    await this.settled();
  }

  async writeClaims(text: string): Promise<void> {
    await this.draft.getByRole('button', { name: 'Edit as JSON' }).click();
    const editor = this.draft.locator('[contenteditable="true"][aria-label="Claims as JSON"]');
    await editor.click();
    await editor.press('ControlOrMeta+a');
    await this.page.keyboard.insertText(text);
  }

  async chooseSignature(words: RegExp): Promise<void> {
    await this.draft.getByRole('radio', { name: words }).check();
    await this.settled();
  }
}
