import type { Explanation } from '../check.ts';
import type { gatewayChecks } from './gateway.ts';

export const gatewayExplained = {
  'gateway.credential': {
    group: 'Gateway',
    stops: 'Stops callers who show nothing at all.',
    mend: 'Send an access token in the Authorization header; to the back end of a front end, the cookie of a session.',
  },
  'bearer.one-place': {
    group: 'Gateway',
    stops: 'Stops two tokens in one request from being read differently by two parties.',
    mend: 'Send the token once, in the Authorization header.',
  },
  'bearer.not-in-query': {
    group: 'Gateway',
    stops: 'Stops tokens from ending up in logs, histories and referrers.',
    mend: 'Send the token in the Authorization header.',
  },
  'gateway.route-known': {
    group: 'Gateway',
    stops: 'Stops old versions and forgotten paths from being reached.',
    mend: 'Use a route that this API documents.',
    naive: 'Off, what no list holds goes to the API as it came, and /v0 leads to the same API without a scope rule.',
  },
  'gateway.path-normal': {
    group: 'Gateway',
    stops: 'Stops a path that is checked as one thing and served as another.',
    mend: 'Write the path without dot segments, doubled slashes or needless escapes.',
  },
  'gateway.scope': {
    group: 'Gateway',
    stops: 'Stops a token from doing more than the user agreed to.',
    mend: "Ask for the route's scope when the user logs in.",
  },
  'gateway.strip-headers': {
    group: 'Gateway',
    stops: 'Stops outsiders from naming themselves in a header that the APIs believe.',
    mend: 'Remove identity headers that come from outside before you forward.',
  },
} as const satisfies Record<keyof typeof gatewayChecks, Explanation>;
