import { CURL_OPTIONS } from './curl-options.ts';

/** What completion offers after the name of a command: options, and words that come first. */
export const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  curl: CURL_OPTIONS,
};
