// What a whole play costs, from its first message to its last, beside the cryptography in it.
import { readdirSync } from 'node:fs';
import { runPlay } from '../src/engine/player/run.ts';
import { quantile, report } from './measure.mjs';

const ROUNDS = 30;

const OPERATIONS = /** @type {const} */ (['sign', 'verify', 'digest', 'importKey', 'encrypt', 'decrypt', 'deriveBits']);

/** Adds up the time that the platform's cryptography takes while something runs. @param {() => Promise<unknown>} run */
async function timed(run) {
  let spent = 0;
  for (const name of OPERATIONS) {
    const platform = SubtleCrypto.prototype[name];
    Object.defineProperty(crypto.subtle, name, {
      configurable: true,
      /** @param {readonly unknown[]} given */
      value: async (...given) => {
        const begin = performance.now();
        try {
          return await Reflect.apply(platform, crypto.subtle, given);
        } finally {
          spent += performance.now() - begin;
        }
      },
    });
  }
  const begin = performance.now();
  await run();
  const whole = performance.now() - begin;
  for (const name of OPERATIONS) Reflect.deleteProperty(crypto.subtle, name);
  return { whole, spent };
}

/** Prints one line for each lab that attacks nobody. */
export async function benchPlays() {
  const folders = readdirSync(new URL('../labs/', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of folders) {
    const { default: lab } = /** @type {{ default: import('../src/engine/player/play.ts').Lab }} */ (
      await import(`../labs/${name}/lab.ts`)
    );
    if (lab.attack) continue;
    const { messages } = await runPlay(lab);
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await timed(() => runPlay(lab)));
    const value = quantile(
      rounds.map(({ whole }) => whole),
      0.5,
    );
    const reference = {
      what: 'cryptography',
      value: quantile(
        rounds.map(({ spent }) => spent),
        0.5,
      ),
    };
    report({ what: `Play of ${name}, ${String(messages)} messages`, value, unit: 'ms', reference, aim: '≤ 20 ms, ratio ≤ 10' });
  }
}
