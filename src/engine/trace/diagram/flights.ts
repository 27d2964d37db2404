import type { Exchange, PartyId } from '../trace.ts';

/** Messages of a handshake that one end sends together. RFC 8446 §2 */
export interface Flight {
  readonly from: PartyId;
  readonly to: PartyId;
  /** The messages by name: "ServerHello to Finished". */
  readonly gist: string;
}

/** The handshake before a request, as the few arrows that a reader wants to see; the alert that may have ended it left out. */
export function flightsOf({ from, to, handshake }: Exchange): Flight[] {
  const flights: { from: PartyId; names: string[] }[] = [];
  for (const message of handshake?.messages ?? []) {
    const last = flights.at(-1);
    if (message.name === 'Alert') continue;
    if (last?.from === message.from) last.names.push(message.name);
    else flights.push({ from: message.from, names: [message.name] });
  }
  return flights.map((flight) => ({
    from: flight.from,
    to: flight.from === from ? to : from,
    gist: flight.names.length > 2 ? `${flight.names[0] ?? ''} to ${flight.names.at(-1) ?? ''}` : flight.names.join(', '),
  }));
}
