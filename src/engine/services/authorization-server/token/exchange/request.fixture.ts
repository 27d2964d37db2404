import { ask, form } from '../../../../../../tests/rehearsal.ts';
import { formatClientBasic } from '../../../../http/basic.ts';
import type { Header, HttpResponse } from '../../../../http/message.ts';
import { CLIENTS } from '../../../../world/clients.ts';
import { TOKEN } from '../request.fixture.ts';
import type { Company } from '../request.fixture.ts';

export const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
export const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';

/** A service that exchanges tokens, by its name in the world. */
export type Service = 'gateway' | 'invoices';

function basic(service: Service): Header {
  const { id, secret } = CLIENTS[service];
  return ['Authorization', formatClientBasic({ user: id, password: secret })];
}

/** A right exchange of a token, with some fields changed; undefined takes one away. */
export function exchangeForm(subjectToken: string, changes: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  const usual: Record<string, string | undefined> = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subjectToken,
    subject_token_type: ACCESS_TOKEN,
  };
  return Object.fromEntries(
    Object.entries({ ...usual, ...changes }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** A service trades in a token. */
export function exchangeAs(
  cast: Company,
  service: Service,
  subjectToken: string,
  changes: Readonly<Record<string, string | undefined>> = {},
): Promise<HttpResponse> {
  return ask(cast, form(TOKEN, exchangeForm(subjectToken, changes), [basic(service)]), service);
}
