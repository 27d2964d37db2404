import type { HttpRequest, HttpResponse } from '../../../../http/message.ts';
import { late } from '../../../late.ts';
import type { Context } from '../../context.ts';
import type { AuthorizationError, Return } from './answer.ts';

/** Where an error would go, and whose address that is. */
export type ErrorReturn = Return & { readonly clientId: string };

/** Sends an error to a client that may be sent one, else shows it. Errors are rare, so how is fetched with the first. RFC 9700 §4.11.2 */
export const errorToClient = late<[HttpRequest, Context, ErrorReturn, AuthorizationError, string], HttpResponse>(() =>
  import('./error-redirect.ts').then(({ errorRedirect }) => errorRedirect),
);
