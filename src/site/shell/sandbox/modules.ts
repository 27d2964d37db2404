import jose from 'jose?bundled';
import oauth4webapi from 'oauth4webapi?bundled';
import browser from './guest/browser.ts?bundled';
import lab from './guest/lab.ts?bundled';

/** What a script can import, by name. */
export const MODULES: ReadonlyMap<string, string> = new Map([
  ['oauth4webapi', oauth4webapi],
  ['jose', jose],
  ['browser', browser],
  ['lab', lab],
]);

/** Why a module cannot be imported. */
export function noSuchModule(name: string): string {
  return `There is no module '${name}' here. A script can import ${[...MODULES.keys()].map((one) => `'${one}'`).join(', ')}.`;
}
