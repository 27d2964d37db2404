import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, catalogueEntry, isCheckId } from '#engine/checks/whole-catalogue.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import type { Lab } from '#engine/player/play.ts';
import { runPlay } from '#engine/player/run.ts';
import type { Trace } from '#engine/trace/trace.ts';
import { PARTIES } from '#engine/world/parties.ts';

const folders = readdirSync(new URL('../../labs/', import.meta.url), { withFileTypes: true }).filter((entry) => entry.isDirectory());
const labs: readonly Lab[] = await Promise.all(
  folders.map(async ({ name }) => {
    const { default: lab } = (await import(`../../labs/${name}/lab.ts`)) as { default: Lab };
    return lab;
  }),
);

/** Checks that did something in a run; one that was only planned shows nothing. */
function checksIn(...traces: readonly Trace[]): Set<CheckId> {
  return new Set(
    traces.flatMap((trace) =>
      trace.exchanges.flatMap(({ checks }) => checks.filter(({ outcome }) => outcome !== 'not-reached').map(({ check }) => check)),
    ),
  );
}

/**
 * Checks that no lab of the course shows yet. Each waits for the lesson that will: remove a line
 * when a lab teaches it.
 */
const NOT_YET_TAUGHT: readonly CheckId[] = [
  // Proven by the bad-input tests; a message beyond 64 KiB is no lesson.
  'http.message-size',
  // Proven where every party's checks are; an address that leads nowhere is no lesson.
  'http.path-known',
  // The range's ride on the cookie, script in the page and relayed fragment.
  'rp.return-local',
  'rp.message-origin',
  'rp.csrf-header',
  'rp.proxy-target',
  'rp.tokens-in-back-end',
  // Lesson "Two faces of one body" in the range.
  'http.json-strict',
  // Lessons of module 5 and the range on APIs; module 7 on APIs that call APIs.
  'api.object-each',
  'api.every-step',
  'api.media-type',
  'api.page-size',
  'api.spend',
  'api.flow-pace',
  'api.partner-data',
  'api.inner-query',
  'http.outbound-url',
  'http.outbound-redirect',
  // Lesson "What a gateway checks": step-up. The challenges "A stale login" and "A trusted bounce".
  'authorize.acr',
  'authorize.prompt-known',
  'authorize.subject',
  'authorize.claims-parameter',
  'authorize.error-redirect-trusted',
  'login.second-factor',
  // Lesson "Single sign-on": a partner's people. The challenge "The renamed mail".
  'rp.account-key',
  // Lesson "Mutual TLS", and the challenges of the neighbor's and the forged certificate.
  'mtls.required',
  'client.certificate-registered',
  // Lesson "What a gateway checks", and the range's stale login and chatty API.
  'gateway.step-up',
  // Lessons "Introspection" and "Inside and outside", and the range's verdict of yesterday.
  'gateway.split-token',
  'http.cors',
  'http.error-detail',
  // Lessons "JWS and JWE" and "An envelope is not a signature".
  'jwe.algorithm',
  'jwe.point-on-curve',
  'jwe.iterations',
  'jwe.decompressed-size',
  'jwe.tag',
  'jwe.one-error',
  'jwe.replicated-claims',
  'jwt.signed',
  'jwe.not-compressed',
  'jwt.signature-range',
  // Lesson "Pushed requests", and the range's edited order.
  'par.no-request-uri',
  'par.required',
  'par.client-match',
  'par.once',
  // Lessons on machine clients, and the range: guessed secrets, signed for the wrong desk, a robot called alice.
  'client.throttle',
  'login.throttle',
  // Lesson "DPoP: a key for every call": a client that must bind its tokens.
  'dpop.required',
  // Lesson "The code takes another key".
  'token.code-dpop-key',
  'token.refresh-bound',
  // The range: a logo from inside.
  'registration.few',
  // The range: sent to everyone.
  'authorize.message-target',
  // The range: a thousand unknown keys.
  'jwt.key-refresh',
  'registration.metadata',
  'registration.metadata-urls',
  'registration.software-statement',
  'registration.access-token',
  // Lessons on refresh tokens and on what a token says, and the range: ticket number 1042, found in an old backup.
  'token.minimal-claims',
];

describe.each(labs.map((lab) => [lab.id, lab] as const))('lab %s', (id, lab) => {
  const stages = lab.attack?.stages ?? [];

  test('stands in the folder of its name, beside a story', () => {
    expect(folders.map(({ name }) => name)).toContain(id);
    const story = readFileSync(new URL(`../../labs/${id}/story.md`, import.meta.url), 'utf8');
    expect(story).toMatch(/^---\nconcepts: \[.+\]\nspecs: \[.+\]\nminutes: \d+\n---\n\n\S/);
  });

  test('ends as declared when nobody touches it', async () => {
    const run = await runPlay(lab);
    expect([run.outcome, run.problem]).toEqual([lab.ends, undefined]);
  });

  test('replays to the same messages', async () => {
    const [one, two] = [await runPlay(lab), await runPlay(lab)];
    expect(one.trace).toEqual(two.trace);
  });

  test('names only endings that are explained, and steps that are told', async () => {
    const runs = [await runPlay(lab), ...(await Promise.all(stages.map(({ off }, stage) => runPlay(lab, { stage, off }))))];
    const told = lab.steps.map((step) => step.id);
    for (const { outcome, trace } of runs) {
      expect(Object.keys(lab.endings)).toContain(outcome);
      for (const { step } of trace.exchanges) expect(told).toContain(step);
    }
    const named = new Set(runs.flatMap(({ trace }) => trace.exchanges.flatMap(({ from, to }) => [from, to])));
    expect(lab.parties).toEqual(expect.arrayContaining([...named]));
  });

  test('shows every check it teaches', async () => {
    const runs = [runPlay(lab), ...stages.map(({ off }, stage) => runPlay(lab, { stage, off }))];
    const traces = (await Promise.all(runs)).map(({ trace }) => trace);
    expect(lab.teaches.filter((check) => !checksIn(...traces).has(check))).toEqual([]);
    expect(new Set(lab.teaches).size).toBe(lab.teaches.length);
  });

  test('offers switches for checks that can be switched off', () => {
    expect(lab.switches.filter((check) => !catalogueEntry(check).switchable)).toEqual([]);
    expect(new Set(lab.switches).size).toBe(lab.switches.length);
  });

  test('puts somebody on the path only before parties that are there', () => {
    const { onPath } = lab;
    const known = PARTIES.map((party) => party.id);
    for (const party of onPath ? [onPath.party, ...onPath.answersTo] : []) expect(known).toContain(party);
    for (const party of onPath?.answersTo ?? []) expect(lab.parties).toContain(party);
    expect(onPath?.answersTo.length).not.toBe(0);
  });

  test('asks predictions with three choices, one of them right, each with a reason', () => {
    for (const { predict } of lab.steps) {
      if (!predict) continue;
      expect(predict.question).toMatch(/\?$/);
      expect(predict.choices).toHaveLength(3);
      expect(predict.choices.filter(({ right }) => right)).toHaveLength(1);
      for (const { because, text } of predict.choices) expect(because.length * text.length).toBeGreaterThan(0);
    }
  });

  test('has goals that an empty run does not reach', () => {
    expect(lab.goals.length).toBeGreaterThan(0);
    for (const goal of lab.goals) expect(goal.reached({ parties: [], exchanges: [], off: [] }, undefined), goal.id).toBe(false);
    expect(new Set(lab.goals.map((goal) => goal.id)).size).toBe(lab.goals.length);
  });

  test.runIf(lab.attack === undefined)('still plays to an end with all its switches off', async () => {
    const { outcome, problem } = await runPlay(lab, { off: lab.switches });
    expect([Object.keys(lab.endings).includes(outcome ?? ''), problem]).toEqual([true, undefined]);
  });

  describe.each(stages.map((stage, index) => [stage.id, index, stage] as const))('stage %s', (_id, index, { off }) => {
    test('wins with its checks off', async () => {
      const { outcome, problem } = await runPlay(lab, { stage: index, off });
      expect([outcome, problem]).toEqual([lab.attack?.wins, undefined]);
    });

    test.each(off)('fails with %s alone switched on', async (on) => {
      const { outcome, problem, trace } = await runPlay(lab, { stage: index, off: off.filter((check) => check !== on) });
      expect([outcome === lab.attack?.wins, problem]).toEqual([false, undefined]);
      const shown = catalogueEntry(on).kind === 'duty' ? 'sent' : 'failed';
      expect(trace.exchanges.some(({ checks }) => checks.some(({ check, outcome: result }) => check === on && result === shown))).toBe(
        true,
      );
    });

    test('fails with every check on', async () => {
      expect((await runPlay(lab, { stage: index })).outcome).not.toBe(lab.attack?.wins);
    });

    test('uses only checks the reader may switch', () => {
      expect(lab.switches).toEqual(expect.arrayContaining([...off]));
    });

    test('lets honest traffic pass in every setting', async () => {
      const settings: readonly (readonly CheckId[])[] = [[], off, ...off.map((on) => off.filter((check) => check !== on))];
      for (const setting of settings) {
        const { outcome, problem } = await runPlay(lab, { stage: index, off: setting, play: lab.attack?.honest });
        expect([outcome, problem]).toEqual([lab.attack?.honestEnds, undefined]);
      }
    });
  });
});

test('every check is taught by a lab, or waits for one by name', () => {
  const taught = new Set(labs.flatMap((lab) => lab.teaches));
  const all = Object.keys(CATALOGUE).filter(isCheckId);
  expect(all.filter((check) => !taught.has(check) && !NOT_YET_TAUGHT.includes(check))).toEqual([]);
  expect(NOT_YET_TAUGHT.filter((check) => taught.has(check))).toEqual([]);
});
