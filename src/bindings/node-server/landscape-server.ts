import type { RequestListener } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { fetchChecks } from '#engine/checks/fetch-checks.ts';
import type { Header } from '#engine/http/message.ts';
import type { Clock } from '#engine/world/clock.ts';
import { createLandscape } from '#engine/world/landscape.ts';
import type { Landscape } from '#engine/world/landscape.ts';
import { PARTIES } from '#engine/world/parties.ts';
import { NetworkError } from '#engine/world/world.ts';
import { plainAnswer } from './answer.ts';
import { createHttpServer, createRequestListener } from './listener.ts';
import type { PartyDoor } from './listener.ts';
import { createLiveFeed } from './live-feed.ts';
import type { LiveFeed } from './live-feed.ts';
import { MANIFEST_PATH, createManifestEndpoint } from './manifest.ts';
import { createSecureDoor, peerIdentity } from './mutual-tls.ts';
import type { ServeOptions } from './options.ts';

/** Exchanges that are remembered: enough to look back at, and the memory stays flat. */
const KEEP = 50;

/** The authorization server and the gateway have a port with TLS as well, where a client may bring a certificate. */
const SECURE_PARTIES = 2;

/** One party as it is served. */
export interface ServedParty {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
}

/** A landscape that listens. */
export interface LandscapeServer {
  readonly parties: readonly ServedParty[];
  /** Where some of them ask for a certificate. */
  readonly secure: readonly ServedParty[];
  readonly landscape: Landscape;
  readonly manifestUrl: string;
  /** What happens, for pages that watch. */
  readonly live: LiveFeed;
  /** Ends every connection and frees the ports. */
  close(): Promise<void>;
}

/** Parties that have an address, the authorization server and the gateway first: their ports are what a reader types. */
function partiesToServe(): ServedParty[] {
  const first = ['as', 'gateway'];
  const rank = (id: string): number => (first.includes(id) ? first.indexOf(id) : first.length);
  return [...PARTIES]
    .sort((one, other) => rank(one.id) - rank(other.id))
    .flatMap(({ id, name, origins }) => {
      // A party has one port, whatever names it has.
      const [origin] = origins.filter((one) => one.startsWith('https:'));
      return origin === undefined ? [] : [{ id, name, origin }];
    });
}

/** The name of a port's origin, and the address it listens at. */
interface Place {
  readonly name: string;
  readonly host: string;
}

/** Another name of loopback for each that a server is told to listen at. */
const ANOTHER: Readonly<Record<string, Place>> = {
  '127.0.0.1': { name: 'localhost', host: '127.0.0.1' },
  '::1': { name: 'localhost', host: '::1' },
  localhost: { name: '127.0.0.1', host: '127.0.0.1' },
};

/**
 * Where a party is. Cookies know no ports, so the two parties that keep sessions of the same name in one browser
 * have names of their own; beyond loopback there is no second one. RFC 6265 §8.5
 */
function placeOf(id: string, host: string): Place {
  const usual = { name: host.includes(':') ? `[${host}]` : host, host };
  return (id === 'idp' ? ANOTHER[host] : undefined) ?? usual;
}

/** Real time, or one moment that lasts. */
function clockOf(standing: number | undefined): Clock {
  return { now: standing === undefined ? Date.now : () => standing, advance: () => undefined };
}

/** @throws where the port is taken or the address is not of this machine */
async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** What listens at a port, and ends every connection to it. */
interface Door {
  readonly server: Server;
  closeAllConnections(): void;
}

function closeAll(doors: readonly Door[]): Promise<void> {
  const closed = doors.map((door) => {
    door.closeAllConnections();
    return new Promise<void>((resolve) => door.server.close(() => resolve()));
  });
  return Promise.all(closed).then(() => undefined);
}

/**
 * Puts the whole landscape on ports of this machine, each party on its own; the issuer and all URLs
 * follow the ports. Everything is in memory and ends with the process.
 * @throws where a port is taken or the address is not of this machine
 */
export async function serveLandscape({ port, host, seed, off, clock }: ServeOptions): Promise<LandscapeServer> {
  await fetchChecks(off);
  const { promise: answering, resolve: answer } = Promise.withResolvers<PartyDoor['deliver']>();
  const deliver: PartyDoor['deliver'] = async (request, identity) => (await answering)(request, identity);
  const headers: Header[] = off.length === 0 ? [] : [['Lab-Switched-Off', off.join(', ')]];
  const doors: Door[] = [];
  const secure: ServedParty[] = [];
  const parties: ServedParty[] = [];
  const origins = new Map<string, string>();
  try {
    for (const { origin: usual, ...party } of partiesToServe()) {
      const server = createHttpServer(headers);
      const place = placeOf(party.id, host);
      const actual = await listen(server, port === 0 ? 0 : port + doors.length, place.host);
      const origin = `http://${place.name}:${actual}`;
      // Whoever is quicker than the last port waits for it: its origin is part of every answer.
      server.on('request', createRequestListener({ origin, headers, deliver }));
      doors.push({ server, closeAllConnections: () => server.closeAllConnections() });
      parties.push({ ...party, origin });
      origins.set(usual, origin);
    }
    for (const party of parties.slice(0, SECURE_PARTIES)) {
      const listener = (): RequestListener =>
        createRequestListener({ origin, party: party.origin, headers, deliver, identify: peerIdentity });
      const door = createSecureDoor(listener, headers);
      const actual = await listen(door.server, port === 0 ? 0 : port + doors.length, host);
      const origin = `https://${placeOf(party.id, host).name}:${actual}`;
      doors.push(door);
      secure.push({ ...party, origin });
    }
  } catch (error) {
    await closeAll(doors);
    throw error;
  }
  const [as, gateway] = secure;
  const certificateOrigins = as && gateway && { as: as.origin, gateway: gateway.origin };
  const landscape = createLandscape({ seed, off, served: { origins, clock: clockOf(clock), keep: KEEP, certificateOrigins } });
  const manifestUrl = `${landscape.registered.issuer}${MANIFEST_PATH}`;
  const live = createLiveFeed(landscape);
  const manifest = createManifestEndpoint({ landscape, parties, secure, off, clock });
  answer(async (request, identity) => {
    if (request.url === manifestUrl) return manifest(request);
    try {
      return (await landscape.deliver(request, { from: 'visitor', identity })).response;
    } catch (error) {
      // The handshake of the socket is over: what ended the lab's is said in an answer.
      if (error instanceof NetworkError) return plainAnswer(400, error.message);
      throw error;
    } finally {
      live.publish();
    }
  });
  return { parties, secure, landscape, manifestUrl, live, close: () => closeAll(doors) };
}
