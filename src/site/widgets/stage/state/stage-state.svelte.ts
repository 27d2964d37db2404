import type { CheckId } from '#engine/checks/catalogue.ts';
import type { Edit } from '#engine/player/edits/edits.ts';
import type { OwnMessage } from '#engine/player/own/own-message.ts';
import type { Lab } from '#engine/player/play.ts';
import type { LabState, Player, PlayerView } from '#engine/player/player-view.ts';
import { newestExchange, toneOf } from '#engine/trace/exchange.ts';
import { predictionOutcome } from '#site/views/story/story-steps.ts';
import type { Mark } from '#site/views/selection/mark.ts';
import type { Folds } from '#engine/trace/diagram/phases.ts';
import type { ComparedRun } from '#site/views/compare/compare-runs.ts';
import { usualOff } from '#site/views/edits/count-changes.ts';
import type { InspectorTab } from '#site/views/inspector/inspector-tabs.ts';
import { breakReport } from './break-report.ts';
import { KeptRun } from './kept-run.ts';
import { linkInAddress, takeLink } from './link-address.ts';
import type { Earlier, Notice } from './notice.ts';
import type { ChooseStates } from './late-moves.ts';
import { isTouched } from './touched.ts';

const labs = import.meta.glob<{ default: Lab }>('/labs/*/lab.ts');

/** The pause between messages while the play runs by itself, in milliseconds. */
const RUN_PAUSE = 400;
/** A reader who goes back and does nothing for so long is looking, not moving on, in milliseconds. */
const IDLE_PAUSE = 250;
/** A play that runs by itself stops after so many messages. */
const RUN_LIMIT = 500;
/** So many runs that made way for others can be brought back. */
const MOST_EARLIER = 10;

function words(error: unknown): string {
  return error instanceof Error ? error.message : 'Something in this lab broke.';
}

/** Everything a stage shows and remembers. The player is the only writer of the run; this asks it. */
export class StageState {
  view = $state.raw<PlayerView>();
  lab = $state.raw<Lab>();
  /** What puts a run into words; here as soon as there is one. */
  words = $state.raw<Pick<typeof import('../landscape.ts'), 'verdictLine'>>();
  /** The message looked at; undefined follows the newest. */
  chosen = $state.raw<number>();
  /** What is looked at besides: a check of that message, or a token wherever it went. */
  mark = $state.raw<Mark>();
  /** Phases that the reader folded or opened. */
  folds = $state.raw<Folds>({});
  tab = $state.raw<InspectorTab>('Checks');
  asList = $state.raw(false);
  /** Whether the browser stands in place of the diagram. */
  browser = $state.raw(false);
  /** Whether the focus goes into the browser with it. */
  entering = $state.raw(false);
  /** What was typed into pages that were not next, by page. */
  readonly typed = new Map<string, ReadonlyMap<number, string | null>>();
  running = $state.raw(false);
  /** A sentence for the reader that is no verdict: a bad link, a run that made way for another. */
  notice = $state.raw<Notice>();
  /** Runs that made way for others, the newest first. */
  earlier = $state.raw<readonly Earlier[]>([]);
  /** Why the waiting message is not sent: what was typed as its raw text cannot be read. */
  held = $state.raw('');
  /** Whether the reader tried to send it all the same. */
  heldBack = $state.raw(false);
  /** Why the stage itself broke. */
  broken = $state.raw('');
  predictions = $state.raw<Readonly<Record<string, number>>>({});
  compared = $state.raw<{ readonly left: ComparedRun; readonly right: ComparedRun }>();

  readonly #newest = $derived(this.view && newestExchange(this.view.trace));
  readonly selected = $derived(this.chosen ?? this.#newest?.number);
  readonly exchange = $derived(this.view?.trace.exchanges.find((one) => one.number === this.selected));
  readonly verdict = $derived((this.view && this.words?.verdictLine(this.view)) ?? '');
  /** Whether the last message was refused, accepted or neither. */
  readonly tone = $derived(this.view && this.#newest ? toneOf(this.view.trace, this.#newest) : 'neutral');
  /** Whether nothing waits to be sent: the play is at its end, or broken. */
  readonly over = $derived.by(() => {
    const { view } = this;
    return view !== undefined && !view.draft && !view.answer && view.status !== 'sending' && view.status !== 'starting';
  });
  /** What was predicted about the message looked at, once it has happened. */
  readonly predicted = $derived.by(() => {
    const step = this.lab?.steps.find((one) => one.id === this.exchange?.step);
    return step?.predict && predictionOutcome(step.predict.choices, this.predictions[step.id]);
  });
  readonly report = $derived.by(() => breakReport(this.labId, this.broken || (this.view?.problem ?? ''), this.view));

  readonly labId: string;
  /** The run; undefined until it is opened. */
  player: Player | undefined;
  readonly #kept: KeptRun;
  #make: ((state: LabState | undefined) => Player) | undefined;
  #opening: Promise<void> | undefined;
  #reached: ReadonlySet<string> = new Set();
  #idle: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(labId: string) {
    this.labId = labId;
    this.#kept = new KeptRun(labId);
  }

  /** Whether this tab or its address holds a run to go on with. */
  hasPast(): boolean {
    return this.#kept.exists();
  }

  /** Offers the run that a tab left which may be closed by now, to whoever comes without one. */
  recallVisit(): void {
    const visit = this.#kept.visit();
    if (visit) this.offer(visit, 'Go on with it', () => this.#kept.forgetVisit());
  }

  /** Fetches the engine and the lab and starts the play, once. Never rejects. */
  open(): Promise<void> {
    return (this.#opening ??= this.#start().catch((error: unknown) => {
      this.broken = words(error);
      this.#opening = undefined;
    }));
  }

  async #start(): Promise<void> {
    const load = labs[`/labs/${this.labId}/lab.ts`];
    if (!load) throw new Error(`There is no lab called ${this.labId}.`);
    const [{ default: lab }, { fetchChecks, createPlayer, openCarrier, lateCarrier, verdictLine }] = await Promise.all([
      load(),
      import('../landscape.ts'),
    ]);
    await fetchChecks(lab.switches);
    if (this.#closed) return;
    this.lab = lab;
    this.words = { verdictLine };
    const { state: past, predictions, earlier, furthest, holding } = await this.#kept.recall();
    this.predictions = predictions;
    this.earlier = [...this.earlier, ...earlier];
    const carrier = lateCarrier(openCarrier());
    this.#make = (state) => createPlayer(lab, { carrier, holding, ...(state && { state }), ...(state === past && { furthest }) });
    let state = past;
    if (linkInAddress() !== undefined)
      await this.late(async ({ follow }) => {
        const link = takeLink();
        if (link !== undefined) state = await follow(this, past, link);
      });
    await this.#begin(state);
  }

  /** The checks that a run's stage has off before anybody turns one. */
  usual({ stage }: LabState): readonly CheckId[] {
    return this.lab ? usualOff(this.lab, stage) : [];
  }

  /** Says that a run made way for another, and offers it. */
  offer(entry: Earlier, label: string, gone?: () => void): void {
    this.earlier = [entry, ...this.earlier].slice(0, MOST_EARLIER);
    this.notice = { text: entry.words, label, act: () => this.takeBack(entry), ...(gone && { gone }) };
  }

  /** Brings back a run that made way for another, which can be brought back in turn. */
  takeBack(entry: Earlier): Promise<void> {
    return this.late(({ takeBack }) => takeBack(this, entry));
  }

  /** Brings back the run that last made way for another, if any did. */
  async takeBackLast(): Promise<void> {
    const [last] = this.earlier;
    if (last) await this.takeBack(last);
  }

  /** Plays on from another state of the lab; what was played before can be taken back. @param said what took its place */
  restate(state: LabState, said: string): Promise<void> {
    return this.#move((player) => player.open(state), said);
  }

  /** Plays from a state on, in place of what was played before. */
  async #begin(state: LabState | undefined): Promise<void> {
    this.player?.close();
    this.chosen = undefined;
    this.broken = '';
    const player = this.#make?.(state);
    this.player = player;
    await new Promise<void>((resolve) => {
      player?.subscribe((view) => {
        this.#show(view);
        if (view.status !== 'starting') resolve();
      });
    });
  }

  #show(view: PlayerView): void {
    this.view = view;
    for (const goal of view.reached) {
      if (!this.#reached.has(goal)) document.dispatchEvent(new CustomEvent('tokenscope:goal', { detail: { lab: this.labId, goal } }));
    }
    this.#reached = new Set(view.reached);
    this.#save();
  }

  #save(): void {
    const { view, predictions, earlier } = this;
    if (!view) return;
    const { state, furthest, holding } = view;
    const touched = isTouched(state, this.usual(state));
    this.#kept.save(touched, { state: touched || furthest > 0 ? state : undefined, furthest, holding, predictions, earlier });
  }

  /** Asks the run for something, which is opened for it. What goes wrong is told as what broke. */
  async ask(action: (player: Player) => Promise<void>): Promise<void> {
    try {
      await this.open();
      if (this.player) await action(this.player);
    } catch (error) {
      this.broken = words(error);
    }
  }

  /** Does what few readers ask for. Where that cannot be fetched it says so, and the run stays as it is. */
  async late(action: (moves: typeof import('./late-moves.ts')) => Promise<void>): Promise<void> {
    const moves = await import('./late-moves.ts').catch(() => undefined);
    if (moves) await action(moves);
    else this.notice = { text: 'What this needs could not be fetched. Try again when you are online.' };
  }

  /**
   * What the reader asks of the run ends its playing by itself.
   * @param said what then takes the place of the run there was, which is kept to be brought back
   */
  async #change(action: (player: Player) => Promise<void>, said?: string, label = 'Undo'): Promise<void> {
    this.running = false;
    if (this.notice?.act) this.notice = undefined;
    const state = this.view?.state;
    if (said !== undefined && state && isTouched(state, this.usual(state))) this.offer({ words: said, state }, label);
    await this.ask(action);
  }

  /** The same, and the newest message is looked at again. */
  async #move(action: (player: Player) => Promise<void>, said?: string, label?: string): Promise<void> {
    this.chosen = undefined;
    if (this.mark && 'check' in this.mark) this.mark = undefined;
    await this.#change(action, said, label);
  }

  /** Keeps the waiting message from being sent, for a reason, until there is none. */
  hold(reason: string | undefined): void {
    this.held = reason ?? '';
    this.heldBack = false;
    if (reason !== undefined) this.running = false;
  }

  async send(): Promise<void> {
    this.running = false;
    this.heldBack = this.held !== '';
    if (this.heldBack) return;
    await this.#move((player) => player.send());
    // What decides is worth a look after every message, unless the reader chose another tab for it.
    if (this.tab === 'Message' && this.exchange && this.view?.trace.exchanges.length === 1) this.tab = 'Checks';
  }

  async back(): Promise<void> {
    await this.#move((player) => player.back());
    this.#prepare();
  }

  /** Plays on with a pause between messages until the end, or until something stops it. */
  async run(pause: number = RUN_PAUSE): Promise<void> {
    if (this.running) {
      this.running = false;
      return;
    }
    this.heldBack = this.held !== '';
    if (this.heldBack) return;
    this.running = true;
    this.chosen = undefined;
    await this.open();
    for (let sent = 0; sent < RUN_LIMIT && this.#isRunning(); sent += 1) {
      // A message of the reader's own may be under way: the play's next one follows it.
      if (!this.view || this.over || this.broken !== '') break;
      await this.ask((player) => player.send());
      // Whoever wants answers held wants to look at each.
      if (this.view.answer) break;
      if (this.#isRunning() && !this.over) await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.running = false;
  }

  #isRunning(): boolean {
    return this.running && !this.#closed;
  }

  async startAgain(): Promise<void> {
    this.running = false;
    this.chosen = undefined;
    this.notice = undefined;
    if (this.broken !== '' || this.view?.status === 'broken') return this.#restart();
    await this.#change((player) => player.startAgain(), 'You started again.', 'Back to your run');
  }

  async #restart(): Promise<void> {
    this.#opening = undefined;
    this.#kept.forget(this.predictions);
    await this.open();
  }

  async goTo(position: number): Promise<void> {
    await this.#move((player) => player.goTo(position));
    this.#prepare();
  }

  /** Once the browser has nothing else to do, what the next Send needs is made ready. */
  #prepare(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.ask((player) => player.prepare()), IDLE_PAUSE);
  }

  edit(edit: Edit): Promise<void> {
    return this.#change((player) => player.edit(edit));
  }

  undo(edit: Edit): Promise<void> {
    return this.#change((player) => player.undoEdit(edit), 'You dropped an edit.');
  }

  undoAll(message: string, of?: 'answer'): Promise<void> {
    return this.#change((player) => player.undoEdits(message, of), 'You dropped edits.');
  }

  setSwitch(check: CheckId, on: boolean): Promise<void> {
    return this.#change((player) => player.setSwitch(check, on), `You turned a defense ${on ? 'on' : 'off'}.`);
  }

  setStage(stage: number): Promise<void> {
    return this.#move((player) => player.setStage(stage), 'You chose another stage.', 'Back to your run');
  }

  moveClock(seconds: number): Promise<void> {
    return this.#change((player) => player.moveClock(seconds), 'You moved the clock.');
  }

  changeAndSendAgain(message: number): Promise<void> {
    return this.#move((player) => player.changeAndSendAgain(message));
  }

  /** The message of the reader's own that stands in the record under a number, if one does. */
  ownMessage(message: number): OwnMessage | undefined {
    const [, number] = /^own#(\d+)$/.exec(this.view?.trace.exchanges.find((one) => one.number === message)?.key ?? '') ?? [];
    return number === undefined ? undefined : this.view?.state.own[Number(number)];
  }

  holdAnswers(on: boolean): Promise<void> {
    return this.ask((player) => player.holdAnswers(on));
  }

  changeAnswer(message: number): Promise<void> {
    return this.#move((player) => player.changeAnswer(message), 'You went back to an answer.', 'Back to your run');
  }

  predict(step: string, choice: number): void {
    this.predictions = { ...this.predictions, [step]: choice };
    this.#save();
  }

  /** Looks at a message, and at what is marked in it. A token that is marked stays so. */
  select(message: number, mark?: Mark): void {
    this.chosen = message;
    if (mark || (this.mark && 'check' in this.mark)) this.mark = mark;
    if (mark && 'check' in mark) this.tab = 'Checks';
  }

  /** Plays two states to their ends and shows them side by side. @param choose which two */
  compare(choose: ChooseStates): Promise<void> {
    return this.late(({ compare }) => compare(this, choose));
  }

  /** Opens the share link in the address, where a new one was put there while the page was open. A bad one leaves the run alone. */
  async openLink(): Promise<void> {
    if (linkInAddress() === undefined) return;
    // A lab that was not open yet takes the link itself.
    await this.open();
    await this.late(async ({ openRun }) => {
      const link = takeLink();
      if (link !== undefined) await openRun(this, link);
    });
  }

  /** Opens a run that was saved as a file. A bad one leaves the run alone. */
  openFile(file: Blob): Promise<void> {
    return this.late(({ openRun }) => openRun(this, file));
  }

  /** Takes the notice away. What it offered is still among the earlier runs. */
  dismiss(): void {
    this.notice?.gone?.();
    this.notice = undefined;
  }

  /** Keeps what a reload needs, now: the page may be gone in a moment. */
  leave(): void {
    this.#kept.flush();
  }

  close(): void {
    this.#closed = true;
    this.running = false;
    this.#kept.flush();
    clearTimeout(this.#idle);
    this.player?.close();
  }
}
