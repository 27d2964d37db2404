import type { Header } from '../../http/message.ts';

/** How much of a page's address goes along to where it leads. Referrer Policy §3 */
const POLICIES = [
  'no-referrer',
  'no-referrer-when-downgrade',
  'same-origin',
  'origin',
  'strict-origin',
  'origin-when-cross-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
] as const;

/** One of the policies. */
export type ReferrerPolicy = (typeof POLICIES)[number];

/** What browsers do where nothing is said. Referrer Policy §3 */
const USUAL: ReferrerPolicy = 'strict-origin-when-cross-origin';

/** A longer address is cut to its origin. Referrer Policy §8.3 */
const LONGEST = 4096;

/**
 * The policy that a `Referrer-Policy` header sets: the last word of it that is one, so that newer words may
 * stand behind older ones. Referrer Policy §8.1, §11.1
 */
export function readReferrerPolicy(value: string | undefined): ReferrerPolicy {
  const words = (value ?? '').split(',').map((word) => word.trim().toLowerCase());
  return words.map((word) => POLICIES.find((policy) => policy === word)).findLast((policy) => policy !== undefined) ?? USUAL;
}

interface Step {
  readonly own: boolean;
  /** From a page that came over TLS to an address without it. */
  readonly downgrade: boolean;
}

function step(page: URL, target: string): Step {
  const to = URL.parse(target);
  return { own: to?.origin === page.origin, downgrade: page.protocol === 'https:' && to?.protocol !== 'https:' };
}

/** Whether the whole address goes along, only its origin, or nothing. Referrer Policy §8.3 */
function share(policy: ReferrerPolicy, { own, downgrade }: Step): 'whole' | 'origin' | 'nothing' {
  switch (policy) {
    case 'no-referrer':
      return 'nothing';
    case 'no-referrer-when-downgrade':
      return downgrade ? 'nothing' : 'whole';
    case 'same-origin':
      return own ? 'whole' : 'nothing';
    case 'origin':
      return 'origin';
    case 'strict-origin':
      return downgrade ? 'nothing' : 'origin';
    case 'origin-when-cross-origin':
      return own ? 'whole' : 'origin';
    case 'strict-origin-when-cross-origin':
      return own ? 'whole' : downgrade ? 'nothing' : 'origin';
    case 'unsafe-url':
      return 'whole';
  }
}

/** What `Referer` says of a page to where it leads; undefined where the header is not sent. Referrer Policy §8.3, §8.4 */
export function referrerTo(page: string, target: string, policy: ReferrerPolicy): string | undefined {
  const from = URL.parse(page);
  if (!from || !/^https?:$/.test(from.protocol)) return undefined;
  const shared = share(policy, step(from, target));
  if (shared === 'nothing') return undefined;
  from.username = from.password = from.hash = '';
  return shared === 'origin' || from.href.length > LONGEST ? `${from.origin}/` : from.href;
}

/** What `Origin` says of a page in a request that is neither GET nor HEAD and that CORS does not ask about. Fetch §3.2 */
export function originTo(page: string, target: string, policy: ReferrerPolicy): string {
  const from = URL.parse(page);
  if (!from) return 'null';
  const { own, downgrade } = step(from, target);
  if (policy === 'no-referrer' || (policy === 'same-origin' && !own)) return 'null';
  const careful = policy === 'no-referrer-when-downgrade' || policy.startsWith('strict-origin');
  return careful && downgrade ? 'null' : from.origin;
}

/** A request that a page led to. */
export interface ReferringStep {
  readonly page: string;
  readonly url: string;
  /** What `Referrer-Policy` says. */
  readonly policy: string | undefined;
  /** Whether it is a GET or a HEAD, which name no origin. */
  readonly asks: boolean;
  /** Set where redirects led through other sites, so that the origin is not told. */
  readonly tainted: boolean;
}

/** The headers in which a request tells of the page that led to it. Fetch §3.2; RFC 9110 §10.1.3 */
export function referrerHeaders({ page, url, policy, asks, tainted }: ReferringStep): Header[] {
  const read = readReferrerPolicy(policy);
  const referrer = referrerTo(page, url, read);
  return [
    ...(asks ? [] : ([['Origin', tainted ? 'null' : originTo(page, url, read)]] as const)),
    ...(referrer === undefined ? [] : ([['Referer', referrer]] as const)),
  ];
}
