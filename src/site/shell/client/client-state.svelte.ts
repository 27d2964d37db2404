import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';
import type { Ending } from '../sandbox/ending.ts';
import type { ConsoleLine } from '../sandbox/host.ts';
import type { SandboxRun } from '../sandbox/sandbox.ts';
import type { ClientHost, ClientSent } from './client-host.ts';
import { FIRST_SCRIPTS } from './first-scripts.ts';
import { keepScript, recallScript, replaced, takenBack } from './kept-script.ts';
import type { KeptScript } from './kept-script.ts';

/** One thing that stands in the console. */
export type Entry =
  | ({ readonly kind: 'line' } & ConsoleLine)
  | { readonly kind: 'sent'; readonly request: HttpRequest; readonly sent: ClientSent }
  | { readonly kind: 'end'; readonly ending: Ending; readonly seconds: number; readonly messages: number };

/** How long typing must have stopped before the script is kept, in milliseconds. */
const PAUSE = 200;

const storage = (): Storage => localStorage;

function isFirst(text: string): boolean {
  return FIRST_SCRIPTS.some((one) => one.text === text);
}

/** The script of a lab's reader, and what its last run said. */
export class ClientState {
  text = $state.raw('');
  /** Scripts of the reader's own that made way for others, the newest last. */
  earlier = $state.raw<readonly string[]>([]);
  entries = $state.raw<readonly Entry[]>([]);
  running = $state.raw(false);
  /** Why the script may not outlive the page. */
  notice = $state.raw('');

  readonly #lab: string;
  readonly #host: ClientHost;
  #run: SandboxRun | undefined;
  #stopped = false;
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(lab: string, host: ClientHost) {
    this.#lab = lab;
    this.#host = host;
    const kept = recallScript(lab, storage);
    this.text = kept?.text ?? FIRST_SCRIPTS[0].text;
    this.earlier = kept?.earlier ?? [];
  }

  write(text: string): void {
    if (text === this.text) return;
    this.text = text;
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.keep(), PAUSE);
  }

  /** Keeps the script now. */
  keep(): void {
    clearTimeout(this.#saving);
    const kept = keepScript(this.#lab, { text: this.text, earlier: this.earlier }, storage);
    this.notice = kept ? '' : 'This browser keeps nothing here. Copy your script before you leave the page.';
  }

  /** Puts a first script in the place of the reader's; see `takeBack`. */
  startFrom(id: string): void {
    const first = FIRST_SCRIPTS.find((one) => one.id === id);
    if (!first || first.text === this.text) return;
    this.#put(replaced(this, first.text, isFirst));
  }

  /** Brings the reader's own script back. */
  takeBack(): void {
    this.#put(takenBack(this, isFirst));
  }

  #put({ text, earlier }: KeptScript): void {
    this.text = text;
    this.earlier = earlier;
    this.keep();
  }

  #add(entry: Entry): void {
    this.entries = [...this.entries, entry];
  }

  async #send(request: HttpRequest): Promise<HttpResponse> {
    const sent = await this.#host.send(request);
    this.#add({ kind: 'sent', request, sent });
    if (sent.answer instanceof Error) throw sent.answer;
    return sent.answer;
  }

  /** Runs the script; what an earlier run said makes way. Does nothing while one runs. */
  async run(): Promise<void> {
    if (this.running) return;
    this.keep();
    this.running = true;
    this.#stopped = false;
    this.entries = [];
    const began = performance.now();
    const ending = await this.#play();
    this.#run = undefined;
    const messages = this.entries.filter(({ kind }) => kind === 'sent').length;
    this.#add({ kind: 'end', ending, seconds: (performance.now() - began) / 1000, messages });
    this.running = false;
  }

  async #play(): Promise<Ending> {
    try {
      const [{ startSandbox }] = await Promise.all([import('../sandbox/sandbox.ts'), this.#host.open()]);
      if (this.#stopped) return { kind: 'stopped', text: 'Stopped by you.' };
      const { now, moveClock } = this.#host;
      const tokens = async (): Promise<unknown> => (await import('./sent-tokens.ts')).makeSentTokens(now());
      const lab = { now, moveClock, tokens, send: (request: HttpRequest) => this.#send(request) };
      this.#run = startSandbox(this.text, lab, (line) => this.#add({ kind: 'line', ...line }));
      return await this.#run.ended;
    } catch {
      return { kind: 'stopped', text: 'The engine that runs your script could not be fetched. Try again when you are online.' };
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#run?.stop();
  }

  select(message: number): void {
    this.#host.select(message);
  }
}
