import variant from '@jitl/quickjs-wasmfile-release-sync';
import { newQuickJSWASMModuleFromVariant, newVariant } from 'quickjs-emscripten-core';
import type { QuickJSHandle } from 'quickjs-emscripten-core';
import { OUT_OF_MEMORY, SCRIPT_NAME, STOPPED, brokenBy, endingOf } from './ending.ts';
import type { Ending, Problem } from './ending.ts';
import environment from './guest/environment.ts?bundled';
import { createHost } from './host.ts';
import type { HostOptions } from './host.ts';
import { LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';
import { MODULES, noSuchModule } from './modules.ts';

/** What a script is run with. */
export interface MachineOptions extends Omit<HostOptions, 'limits' | 'deliver' | 'lost'> {
  /** An ES module; `import` reaches only what the machine has. */
  readonly script: string;
  readonly limits?: Partial<HostOptions['limits']>;
  /** Called once the engine is here, before it runs anything. */
  readonly loaded?: () => void;
}

/** How long a script that was interrupted may go on before its memory is taken, in milliseconds. */
const PATIENCE = 200;
/** How many promise reactions run before the time is looked at. */
const JOBS = 200;
/** How long telling of an error may take, in milliseconds. */
const TELLING = 500;
/** How much of its memory an engine has taken that may have none left. */
const FULL = 0.9;

/** The line of the script that imports a module. */
function importLine(script: string, name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const at = script.split('\n').findIndex((line) => line.includes(`'${name}'`) || line.includes(`"${name}"`));
  return at < 0 ? undefined : at + 1;
}

/** A page of WebAssembly's memory, in bytes, and how many of them the engine has to begin with. */
const [PAGE, FIRST_PAGES] = [65_536, 256];

/** An engine whose memory WebAssembly itself keeps from growing: the engine's own bound counts only part of what it uses. */
async function createEngine(limits: Pick<Limits, 'memory' | 'stack'>) {
  const memory = new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: Math.max(FIRST_PAGES, Math.ceil(limits.memory / PAGE)) });
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: memory }));
  const runtime = quickjs.newRuntime();
  runtime.setMaxStackSize(limits.stack);
  return { memory, runtime, vm: runtime.newContext() };
}

/**
 * Runs a script in a JavaScript engine of its own, compiled to WebAssembly: it has the language, what
 * `guest/environment.ts` gives it, and nothing of the page or of the browser. One run, one engine, which is
 * left to its fate afterwards: whoever calls this in a worker ends the worker. Never rejects.
 */
export async function runScript({ script, limits: some, loaded, ...options }: MachineOptions): Promise<Ending> {
  const limits = { ...LIMITS, ...some };
  const began = performance.now();
  let deadline = Infinity;
  let interruptedAt: number | undefined;
  const { memory, runtime, vm } = await createEngine(limits);
  loaded?.();
  runtime.setModuleLoader((name) => MODULES.get(name) ?? { error: new TypeError(noSuchModule(name)) });

  return new Promise((resolve) => {
    let entries: QuickJSHandle | undefined;
    let main: QuickJSHandle | undefined;
    let over = false;

    function end(ending: Ending): void {
      if (over) return;
      over = true;
      clearTimeout(last);
      host.close();
      resolve(ending);
    }

    /** Runs what has become possible; each turn may compute for so long. */
    function turn(action: () => void): void {
      if (over) return;
      deadline = Math.min(performance.now() + limits.busy, began + limits.total);
      try {
        action();
        drain();
      } catch (error) {
        end(bound() ?? brokenBy(error));
      }
      deadline = Infinity;
    }

    /** Why the script cannot go on, whatever it makes of its interruption. */
    function bound(line?: number): Ending | undefined {
      if (host.excess !== undefined) return { kind: 'stopped', text: host.excess, line };
      if (interruptedAt === undefined) return undefined;
      const late = performance.now() > began + limits.total;
      return { kind: 'stopped', text: late ? STOPPED.total(limits.total) : STOPPED.busy(limits.busy), line };
    }

    /** Whether the script is to be interrupted. */
    function overdue(): boolean {
      const time = performance.now();
      if (interruptedAt === undefined && (time > deadline || host.excess !== undefined)) interruptedAt = time;
      // An async function turns its interruption into a rejected promise, and its caller goes on. Without any
      // memory it cannot call another one, so that the next interruption is its own.
      if (interruptedAt !== undefined && time > interruptedAt + PATIENCE) runtime.setMemoryLimit(1);
      return interruptedAt !== undefined;
    }

    function drain(): void {
      while (!over && runtime.hasPendingJob()) {
        const jobs = runtime.executePendingJobs(JOBS);
        overdue();
        const ending = bound();
        if (jobs.error) fail(jobs.error);
        else if (ending) end(ending);
      }
      if (main && !over) conclude(main);
    }

    /** Ends where nothing is left to do: the script itself is through, or waits in vain. */
    function conclude(module: QuickJSHandle): void {
      const state = vm.getPromiseState(module);
      if (state.type === 'rejected') fail(state.error);
      else if (host.waits) return;
      else if (state.type === 'fulfilled') end({ kind: 'done', text: '' });
      else end({ kind: 'failed', text: STOPPED.lost });
    }

    function problemOf(error: QuickJSHandle): Problem {
      // What tells of an error needs a moment and some memory itself.
      interruptedAt = undefined;
      deadline = performance.now() + TELLING;
      runtime.setMemoryLimit(-1);
      const tell = entries && vm.getProp(entries, 'problemOf');
      const told = tell && vm.callFunction(tell, vm.undefined, error);
      // Where there was not even the memory for an error, null is thrown.
      const full = memory.buffer.byteLength > FULL * limits.memory;
      if (told && !told.error && !(full && vm.sameValue(error, vm.null))) return JSON.parse(vm.getString(told.value)) as Problem;
      const { stack = '' } = (vm.dump(error) ?? {}) as { readonly stack?: string };
      return { name: OUT_OF_MEMORY, text: '', stack };
    }

    function fail(error: QuickJSHandle): void {
      const stopped = bound();
      const ending = endingOf(problemOf(error), limits.memory);
      // What is wrong with an import has no stack.
      const line = ending.line ?? importLine(script, /module '([^']+)'/.exec(ending.text)?.[1]);
      end({ ...(stopped ?? ending), line });
    }

    const host = createHost({
      ...options,
      limits,
      deliver: (entry, ...input) =>
        turn(() => {
          if (!entries) return;
          const handles = input.map((one) => (typeof one === 'number' ? vm.newNumber(one) : vm.newString(one)));
          const called = vm.callFunction(vm.getProp(entries, entry), vm.undefined, ...handles);
          for (const handle of handles) handle.dispose();
          if (called.error) fail(called.error);
        }),
      lost: (problem) => end(bound() ?? endingOf(problem, limits.memory)),
    });
    runtime.setInterruptHandler(overdue);
    const last = setTimeout(() => end({ kind: 'stopped', text: STOPPED.total(limits.total) }), limits.total);

    turn(() => {
      const bridge = vm.newObject();
      const call = vm.newFunction('call', (operation, input) => {
        // The engine counts its own steps, and does not see how long the host takes for one.
        overdue();
        return vm.newString(host.call(vm.getString(operation), vm.getString(input)));
      });
      const ask = vm.newFunction('ask', (id, operation, input) => host.ask(vm.getNumber(id), vm.getString(operation), vm.getString(input)));
      vm.setProp(bridge, 'call', call);
      vm.setProp(bridge, 'ask', ask);
      vm.setProp(vm.global, 'sandboxHost', bridge);
      entries = vm.unwrapResult(vm.evalCode(environment, 'environment.js', { type: 'module' }));
    });
    turn(() => {
      const started = vm.evalCode(script, SCRIPT_NAME, { type: 'module' });
      if (started.error) fail(started.error);
      else main = started.value;
    });
  });
}
