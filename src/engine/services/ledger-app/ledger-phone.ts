import type { Header, HttpResponse } from '../../http/message.ts';
import type { Service } from '../../trace/span.ts';
import { receiveCallback } from './callback.ts';
import type { LedgerConfig } from './callback.ts';

function text(status: number, body: string, headers: readonly Header[] = []): HttpResponse {
  return { status, headers: [['Content-Type', 'text/plain; charset=utf-8'], ...headers], body: `${body}\n` };
}

/**
 * The app on the phone, at the moment the system hands it an address of its private-use scheme. No
 * HTTP happens there; the answer is what the app shows. RFC 8252 §7.1
 */
export function createLedgerPhone(config: LedgerConfig): Service {
  return (request, span) => {
    if (!span.check('http.method', { passed: request.method === 'GET', expected: 'an address to open', received: request.method }))
      return Promise.resolve(text(405, 'The app opens addresses only.', [['Allow', 'GET']]));
    const { refused, error, code } = receiveCallback(request, span, config);
    if (refused) return Promise.resolve(text(400, 'This answer does not belong to a login begun in this app.'));
    if (error !== undefined || code === undefined) return Promise.resolve(text(200, 'The login did not happen.'));
    return Promise.resolve(text(200, 'The app is back in front.'));
  };
}
