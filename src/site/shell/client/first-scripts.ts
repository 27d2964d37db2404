import codeFlow from './scripts/code-flow.js?raw';
import dpopByHand from './scripts/dpop-by-hand.js?raw';
import plainFetch from './scripts/plain-fetch.js?raw';
import validateTokens from './scripts/validate-tokens.js?raw';

/** A script to start from. */
export interface FirstScript {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

/** The scripts to start from; the first is there when nobody has chosen. */
export const FIRST_SCRIPTS: readonly [FirstScript, ...FirstScript[]] = [
  { id: 'code-flow', title: 'Log in with a code (oauth4webapi)', text: codeFlow },
  { id: 'plain-fetch', title: 'Get a token and call an API (fetch)', text: plainFetch },
  { id: 'validate-tokens', title: 'Validate tokens: find the bug (jose)', text: validateTokens },
  { id: 'dpop-by-hand', title: 'Bind a token to a key (DPoP by hand)', text: dpopByHand },
];
