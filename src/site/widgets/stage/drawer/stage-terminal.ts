import { checkEntry } from '#engine/checks/catalogue.ts';
import { fetchChecks } from '#engine/checks/fetch-checks.ts';
import type { HttpRequest } from '#engine/http/message.ts';
import type { OwnOptions } from '#engine/player/own/own-message.ts';
import { firstFailed, messageNumber, partyName } from '#engine/trace/exchange.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';
import { PARTIES } from '#engine/world/parties.ts';
import { tokenRows } from '#site/views/inspector/token-rows.ts';
import type { TerminalHost } from '#site/shell/terminal/terminal-host.ts';
import type { Answer, KnownParty, Question, Refusal, Sent } from '#site/shell/worker/shell-messages.ts';
import { sendOwn } from '../state/late-moves.ts';
import type { StageState } from '../state/stage-state.svelte.ts';

/** Addresses that every lab has, for completion. */
const WELL_KNOWN = [
  'https://as.lab.test/.well-known/oauth-authorization-server',
  'https://as.lab.test/.well-known/openid-configuration',
  'https://as.lab.test/authorize',
  'https://as.lab.test/jwks',
  'https://as.lab.test/token',
  'https://as.lab.test/userinfo',
  'https://api.lab.test/invoices',
];

const NOTHING: Trace = { parties: [], exchanges: [], off: [] };

/** The first check that refused a message, in words. */
export async function refusalOf(trace: Trace, exchange: Exchange): Promise<Refusal | undefined> {
  const failed = firstFailed(trace, exchange);
  if (!failed) return undefined;
  await fetchChecks([failed.check]);
  return {
    party: partyName(trace, failed.party),
    title: checkEntry(failed.check).title,
    expected: failed.expected ?? '',
    received: failed.received ?? '',
  };
}

function isIdentity(name: string): name is NonNullable<OwnOptions['identity']> {
  return Object.hasOwn(IDENTITIES, name);
}

/** The run of a stage as the terminal sees it: what is sent here is the reader's own, and stands in the record. */
export function terminalHost(stage: StageState): TerminalHost {
  const trace = (): Trace => stage.view?.trace ?? NOTHING;
  const now = (): number => stage.view?.now ?? 0;

  async function send(request: HttpRequest, identity: string | undefined): Promise<Sent> {
    const before = trace().exchanges.length;
    let outcome: Sent;
    try {
      outcome = { response: await sendOwn(stage, request, identity !== undefined && isIdentity(identity) ? { identity } : {}) };
    } catch (error) {
      outcome = { failure: error instanceof Error ? error.message : 'The message could not be sent.' };
    }
    const own = trace().exchanges.findLast(({ from, parent }) => from === 'you' && parent === undefined);
    if (!own || trace().exchanges.length <= before) return outcome;
    const message = Number(messageNumber(trace(), own.number));
    return { ...outcome, message, alert: own.handshake?.alert, refusal: await refusalOf(trace(), own) };
  }

  async function answer(question: Question): Promise<Answer> {
    await stage.open();
    switch (question.what) {
      case 'send': {
        const sent = await send(question.request, question.identity);
        return { now: now(), sent };
      }
      case 'move-clock':
        await stage.moveClock(question.seconds);
        return { now: now() };
      case 'tokens': {
        const tokens = tokenRows(trace()).map(({ kind, value, parties, messages }) => ({
          kind,
          value,
          parties: parties.map((id) => partyName(trace(), id)),
          messages: messages.map((number) => messageNumber(trace(), number)),
        }));
        return { now: now(), tokens };
      }
    }
  }

  return {
    parties: () => PARTIES.map(({ id, name, origins }): KnownParty => ({ id, name, origins })).filter(({ origins }) => origins.length > 0),
    now,
    answer,
    urls() {
      const sent = trace().exchanges.map(({ request }) => request.url.split('?')[0] ?? '');
      const origins = PARTIES.flatMap((party) => party.origins).filter((origin) => origin.startsWith('https:'));
      return [...new Set([...origins.map((origin) => `${origin}/`), ...WELL_KNOWN, ...sent])];
    },
  };
}
