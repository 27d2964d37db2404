/** Who is calling, as far as a policy can tell callers apart. Empty text where a token does not say. */
export interface Subject {
  readonly sub: string;
  /** The client, where it acts in its own name; empty for a user, whatever client the user has. */
  readonly service: string;
  readonly department: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  /** Who acts for the subject now. RFC 8693 §4.1 */
  readonly actor: string;
}

/** What an object says about whose it is. */
export interface Owned {
  readonly owner: string;
  readonly tenant: string;
}

/** Whom one line of a policy is about: all conditions that stand there must hold. Without any, everybody. */
export interface Who {
  /** Whoever owns the object. */
  readonly owner?: true | undefined;
  readonly departments?: readonly string[] | undefined;
  readonly roles?: readonly string[] | undefined;
  /** Any service that acts in its own name. */
  readonly service?: true | undefined;
  /** Client identifiers of services that act in their own name. */
  readonly clients?: readonly string[] | undefined;
  /** Who acts for the user at this moment. */
  readonly actors?: readonly string[] | undefined;
}

/**
 * Who may do what at one API, as data: the rules read it and hold no names of their own. A line that
 * holds is enough; what no line allows is refused. Functions, fields and amounts are lists of such
 * lines, so that a lesson can show a policy and a learner can edit it.
 */
export interface Policy {
  /** Object level: who may reach an object of their own tenant. */
  readonly objects: readonly Who[];
  /** Function level: who may call what, by the function's name. One that is not here is open to nobody. */
  readonly functions: Readonly<Record<string, readonly Who[]>>;
  /** Property level: who is shown which members of an object. */
  readonly read: readonly (Who & { readonly fields: readonly string[] })[];
  /** Property level: who may set which members of an object. */
  readonly write: readonly (Who & { readonly fields: readonly string[] })[];
  /** The largest amount, in euros; without a line, none at all. */
  readonly amounts: readonly (Who & { readonly upTo: number })[];
  /** Who may act for a user here. */
  readonly actors: readonly string[];
  /** The audiences among which one token may be passed on. RFC 9700 §2.3 */
  readonly zone: readonly string[];
}

/** Whether one line of a policy is about this caller, and this object where there is one. */
export function isAbout(who: Who, caller: Subject, object?: Owned): boolean {
  const within = (list: readonly string[] | undefined, ...values: readonly string[]): boolean =>
    list === undefined || values.some((value) => list.includes(value));
  return (
    (who.owner === undefined || (object !== undefined && caller.sub !== '' && object.owner === caller.sub)) &&
    (who.service === undefined || caller.service !== '') &&
    within(who.departments, caller.department) &&
    within(who.roles, ...caller.roles) &&
    within(who.clients, caller.service) &&
    within(who.actors, caller.actor)
  );
}

/** Lines of a policy in words: "the owner, or Finance". */
export function inWords(lines: readonly Who[]): string {
  const line = ({ owner, service, departments, roles, clients, actors }: Who): string => {
    const parts = [owner ? ['the owner'] : [], service ? ['any service'] : [], departments, roles, clients, actors].flatMap((names) =>
      names === undefined || names.length === 0 ? [] : [names.join(' or ')],
    );
    return parts.length === 0 ? 'everybody' : parts.join(' with ');
  };
  return lines.length === 0 ? 'nobody' : lines.map(line).join(', or ');
}

/** A caller in words: "bob from Sales". */
export function callerInWords({ sub, department, roles, actor }: Subject): string {
  const who = `${sub || 'nobody'} from ${[department || 'no department', ...roles].join(', ')}`;
  return actor === '' ? who : `${who}, through ${actor}`;
}
