import type { CheckId } from '../checks/catalogue.ts';
import type { Cast, Sent } from '../actors/cast.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { ClientIdentity } from '../protocol/tls/client-identity.ts';
import type { PartyId } from '../trace/trace.ts';
import { NetworkError } from '../world/world.ts';
import type { World } from '../world/world.ts';
import { applyAnswerEdits, applyEdits } from './edits/apply-edits.ts';
import { carrierTo, directCarrier } from './carrier.ts';
import type { Carrier } from './carrier.ts';
import { createCast } from '../actors/company.ts';
import { editsOf } from './edits/edits.ts';
import type { Edit } from './edits/edits.ts';
import type { OwnMessage } from './own/own-message.ts';
import { onPathTo } from './play.ts';
import type { Lab } from './play.ts';
import type { OwnSent } from './own/send-own.ts';

/** A message an actor wants to send, and the promise it waits on. */
interface Held {
  readonly key: string;
  readonly step: string;
  readonly from: PartyId;
  readonly request: HttpRequest;
  readonly identity: ClientIdentity | undefined;
  readonly resolve: (sent: Sent) => void;
  readonly reject: (reason: unknown) => void;
}

/** A message that was sent, and the answer that its actor does not have yet. */
interface Answered {
  readonly held: Held;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly exchange: number;
}

/** How a play came to its end: as declared, or because it could not go on. */
export interface Ending {
  readonly outcome?: string;
  /** Nobody answered where the last message went, or would not after the handshake: the play ends there, and nothing is broken. */
  readonly undelivered?: string;
  readonly problem?: string;
}

/** What decides a run apart from the messages themselves. */
export interface Setting {
  readonly stage: number;
  readonly off: readonly CheckId[];
  /** Another play of the same lab, such as its honest traffic. */
  readonly play?: ((cast: Cast) => Promise<string>) | undefined;
}

/** One run of a play: it holds each message until told to send it. */
export interface Performance {
  readonly world: World;
  /** The message that waits, if any. */
  held(): { readonly key: string; readonly step: string; readonly from: PartyId; readonly request: HttpRequest } | undefined;
  ending(): Ending | undefined;
  /** Resolves when a message waits or the play has ended. */
  settled(): Promise<void>;
  /** The answer that is held on its way, if any. */
  heldAnswer(): { readonly key: string; readonly to: PartyId; readonly exchange: number; readonly response: HttpResponse } | undefined;
  /**
   * Sends the waiting message, edited, and resolves when the play holds the next one or has ended.
   * @param hold keeps the answer on its way where somebody on the path could, until `letGo`
   */
  send(edits: readonly Edit[], carrier?: Carrier, hold?: boolean): Promise<'worker' | 'direct'>;
  /** Lets the held answer arrive, edited, and resolves as `send` does. */
  letGo(edits: readonly Edit[]): Promise<void>;
  /** Sends a message of the reader's own beside the play; the one that waits goes on waiting. See `send-own.ts`. */
  sendOwn(own: OwnMessage, number: number, carrier?: Carrier): Promise<OwnSent>;
  /** Rejects the message that waits, so that the play unwinds. */
  leave(): void;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : 'The play stopped for a reason it did not give.';
}

/** Starts a lab's play in a world of its own. */
export function perform(lab: Lab, setting: Setting): Performance {
  const queue: Held[] = [];
  const counts = new Map<string, number>();
  let step = '';
  let ended: Ending | undefined;
  let left = false;
  let wake: () => void = () => undefined;
  let quiet = new Promise<void>((resolve) => (wake = resolve));

  let underWay: Answered | undefined;

  const stage = lab.attack?.stages[setting.stage]?.id;
  const cast = createCast({
    off: setting.off,
    stage,
    step: async (id, action) => {
      const before = step;
      step = id;
      try {
        return await action();
      } finally {
        step = before;
      }
    },
    send: (from, request, identity) => {
      if (left) return Promise.reject(new DOMException('The play was left.', 'AbortError'));
      const place = step === '' ? 'play' : step;
      const count = counts.get(place) ?? 0;
      counts.set(place, count + 1);
      return new Promise<Sent>((resolve, reject) => {
        queue.push({ key: `${place}#${count}`, step: place, from, request, identity, resolve, reject });
        wake();
      });
    },
  });

  const play = setting.play ?? lab.play;
  void (async () => {
    try {
      ended = { outcome: await play(cast) };
    } catch (error) {
      ended = error instanceof NetworkError ? { undelivered: error.message } : { problem: reason(error) };
    }
    wake();
  })();

  async function settled(): Promise<void> {
    while (queue.length === 0 && !ended) {
      await quiet;
      quiet = new Promise<void>((resolve) => (wake = resolve));
    }
  }

  async function arrive({ held, request, response, exchange }: Answered, edits: readonly Edit[]): Promise<void> {
    const made = onPathTo(lab, held.from) ? editsOf(edits, held.key, 'answer') : [];
    const { response: arrived, edited } = await applyAnswerEdits(response, made, cast.world.clock.now());
    if (lab.onPath && edited.length > 0) cast.world.arrivesChanged(exchange, lab.onPath.party, edited, arrived);
    held.resolve({ request, response: arrived, judge: cast.world.judge(exchange, held.from) });
  }

  return {
    world: cast.world,
    held: () => (underWay ? undefined : queue[0]),
    heldAnswer: () => underWay && { ...underWay, key: underWay.held.key, to: underWay.held.from },
    ending: () => ended,
    settled,
    async send(edits, carrier = directCarrier, hold = false) {
      const held = queue.shift();
      if (!held) return 'direct';
      let by: 'worker' | 'direct' = 'direct';
      try {
        const applied = await applyEdits(held.request, editsOf(edits, held.key), cast.world.clock.now());
        const request = cast.world.mark(applied.request);
        const { from, step: place, key, identity } = held;
        const { edited } = applied;
        const written = edited.length > 0 ? held.request : undefined;
        const deliver = () => cast.world.deliver(request, { from, step: place, key, edited, written, identity });
        const carried = await carrierTo(cast.world, request, carrier).carry(request, deliver);
        by = carried.by;
        const { response, exchange } = carried.delivered;
        const answered = { held, request, response, exchange };
        if (hold && onPathTo(lab, from)) {
          underWay = answered;
          return by;
        }
        await arrive(answered, edits);
      } catch (error) {
        held.reject(error);
      }
      await settled();
      return by;
    },
    async letGo(edits) {
      if (!underWay) return;
      const answered = underWay;
      underWay = undefined;
      await arrive(answered, edits).catch(answered.held.reject);
      await settled();
    },
    async sendOwn(own, number, carrier = directCarrier) {
      const { sendOwn } = await import('./own/send-own.ts');
      return sendOwn(cast.world, own, number, carrier);
    },
    leave() {
      left = true;
      underWay?.held.reject(new DOMException('The play was left.', 'AbortError'));
      for (const held of queue.splice(0)) held.reject(new DOMException('The play was left.', 'AbortError'));
    },
  };
}
