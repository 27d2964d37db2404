import type { Service } from '../trace/span.ts';

/** A part of a party could not be fetched. The message gets a 503; asked again, the part is fetched again. RFC 9110 §15.6.4 */
export class LatePartError extends Error {
  override readonly name = 'LatePartError';
}

const parts = new Set<() => Promise<unknown>>();

/**
 * A part of a party that is fetched when a message first needs it: an endpoint or a grant that most
 * labs never use. Every file that makes a late part is imported by its party, so that
 * `fetchLateParts` knows it.
 * @throws {LatePartError} from the function it gives, where the part cannot be fetched
 */
export function late<Given extends readonly unknown[], Answer>(
  load: () => Promise<(...given: Given) => Answer | Promise<Answer>>,
): (...given: Given) => Promise<Answer> {
  parts.add(load);
  let fetched: Awaited<ReturnType<typeof load>> | undefined;
  const fetchFirst = async (...given: Given): Promise<Answer> => {
    try {
      fetched ??= await load();
    } catch (cause) {
      throw new LatePartError('A part of this party could not be fetched.', { cause });
    }
    return fetched(...given);
  };
  // What is at hand answers by itself: a wait around it would cost each message a turn.
  return (...given) => (fetched ? Promise.resolve(fetched(...given)) : fetchFirst(...given));
}

/**
 * A whole party that is fetched when the first message reaches it, and then keeps its memory.
 * @throws {LatePartError} from the service it gives, where the party cannot be fetched
 */
export function lateService<Config>(load: () => Promise<(config: Config) => Service>): (config: Config) => Service {
  const create = late(load);
  return (config) => {
    let made: Promise<Service> | undefined;
    return async (request, span) => {
      made ??= create(config).catch((error: unknown) => {
        made = undefined;
        throw error;
      });
      const service = await made;
      return service(request, span);
    };
  };
}

/** Fetches every late part, so that the landscape is whole without a network. */
export async function fetchLateParts(): Promise<void> {
  await Promise.all([...parts].map((load) => load()));
}
