import { asCurl, shellQuoted } from './curl.ts';
import { messageName } from '../message-name.ts';
import type { Exchange, Party, Trace } from '../trace.ts';

/** The name of a variable of the shell for where a party answers: `GATEWAY`, `GATEWAY_2`. */
function variableOf(party: Party, index: number): string {
  const name = party.id.toUpperCase().replace(/[^A-Z0-9]/g, '_');
  return `${/^[A-Z]/.test(name) ? name : `P_${name}`}${index === 0 ? '' : `_${index + 1}`}`;
}

/** A text as the rest of a comment: nothing in it begins a new line. */
function comment(text: string): string {
  return `# ${text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')}`;
}

/**
 * Every request of a run as a script for a POSIX shell, in the order sent. Where each party answers stands in a variable that
 * can be set from outside, so that the same script speaks to another server. Pure.
 * @param title what the run is called
 */
export function curlScript(trace: Trace, title: string): string {
  const asked = new Set(trace.exchanges.map(({ to }) => to));
  const origins = trace.parties
    .filter(({ id }) => asked.has(id))
    .flatMap((party) =>
      party.origins.filter((one) => /^https?:/.test(one)).map((origin, index) => ({ origin, name: variableOf(party, index) })),
    );

  function address(url: string): string {
    const found = origins.find(({ origin }) => url === origin || /^[/?#]/.test(url.startsWith(origin) ? url.slice(origin.length) : ''));
    return found ? `"$${found.name}"${shellQuoted(url.slice(found.origin.length))}` : shellQuoted(url);
  }

  function command(exchange: Exchange): string {
    const { request, parent } = exchange;
    const inside =
      parent === undefined ? [] : [comment('Sent by a server while it answered another message; it can be sent alone all the same.')];
    const lines = [comment(messageName(trace, exchange)), ...inside];
    if (!/^https?:/i.test(request.url)) return [...lines, comment(`No request over HTTP, so nothing for curl: ${request.url}`)].join('\n');
    return [...lines, asCurl(request, address(request.url))].join('\n');
  }

  const head = [
    '#!/bin/sh',
    comment(`${title}: every request of a run in Tokenscope, in the order sent.`),
    '# Every secret in here belongs to the lab and is published with it.',
    '# The hosts of the lab exist in the page only. To send these to a landscape on your own machine, start it with',
    '# npm run serve and set the variables to the addresses that it prints. Codes and nonces can be used once.',
    ...origins.map(({ origin, name }) => `: "\${${name}:=${origin.replace(/["$`\\}]/g, '')}}"`),
  ];
  return `${[head.join('\n'), ...trace.exchanges.map(command)].join('\n\n')}\n`;
}
