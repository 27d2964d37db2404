import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';
import type { OwnOptions } from '#engine/player/own/own-message.ts';
import type { Lab } from '#engine/player/play.ts';
import type { LabState } from '#engine/player/player-view.ts';
import type { ComparedStates } from '#site/views/compare/run-both.ts';
import { siteRoot } from '#site/views/inspector/site-root.ts';
import type { Earlier } from './notice.ts';
import { openOver } from './link-choice.ts';
import { readRunText } from './read-run.ts';
import type { StageState } from './stage-state.svelte.ts';

/*
 * What only some readers ask of a stage: runs that come from elsewhere or go there, comparisons, own messages.
 * It is fetched then, or ahead.
 */

/** Chooses two states to compare. */
export type ChooseStates = (parts: typeof import('#site/views/compare/run-both.ts'), lab: Lab, state: LabState) => ComparedStates;

/** What to play on after a link or a file was opened over a run, having said what becomes of both. */
export async function follow(stage: StageState, run: LabState | undefined, source: string | Blob): Promise<LabState | undefined> {
  const { state, notice, left } = await openOver(source, stage.labId, run, run ? stage.usual(run) : []);
  if (left) stage.offer({ words: notice, state: left }, 'Back to your run');
  else stage.notice = notice === '' ? undefined : { text: notice };
  return state;
}

/** Opens a run that comes by a link or in a file. A bad one leaves the run alone. */
export async function openRun(stage: StageState, source: string | Blob): Promise<void> {
  await stage.open();
  stage.running = false;
  await stage.ask(async (player) => {
    const run = stage.view?.state;
    const state = await follow(stage, run, source);
    if (!state || state === run) return;
    stage.broken = '';
    stage.chosen = undefined;
    await player.open(state);
  });
}

/** Brings back a run that made way for another. See {@link StageState.takeBack}. */
export async function takeBack(stage: StageState, entry: Earlier): Promise<void> {
  const state = typeof entry.state === 'string' ? await readRunText(entry.state, stage.labId) : entry.state;
  if (typeof state === 'string') {
    stage.notice = { text: 'What was kept of that run cannot be read any more.' };
    return;
  }
  stage.earlier = stage.earlier.filter((one) => one !== entry);
  await stage.restate(state, 'The run before is back.');
}

/** Plays two states to their ends and shows them side by side. */
export async function compare(stage: StageState, choose: ChooseStates): Promise<void> {
  const { lab, view } = stage;
  if (!lab || !view) return;
  await stage.ask(async () => {
    const parts = await import('#site/views/compare/run-both.ts');
    stage.compared = await parts.runBoth(lab, choose(parts, lab, view.state));
  });
}

/** The link that opens the state of a stage, or undefined where it would be too long. */
export async function linkTo(stage: StageState): Promise<string | undefined> {
  const { encodeState } = await import('#engine/player/link/share-link.ts');
  await stage.open();
  const fragment = stage.view && (await encodeState(stage.view.state));
  return fragment === undefined ? undefined : new URL(`labs/${stage.labId}/#${fragment}`, siteRoot()).href;
}

/**
 * Sends a message of the reader's own beside the play; a play that runs by itself runs on.
 * @throws as the run's own `sendOwn` does, and where the lab could not be opened
 */
export async function sendOwn(stage: StageState, request: HttpRequest, options?: OwnOptions): Promise<HttpResponse> {
  await stage.open();
  if (!stage.player) throw new Error(stage.broken);
  stage.chosen = undefined;
  if (stage.notice?.act) stage.notice = undefined;
  const held = stage.view?.answer;
  if (held) {
    const text = 'The answer that was held has arrived: a message of yours comes after it.';
    stage.notice = { text, label: 'Hold it again', act: () => stage.changeAnswer(held.exchange) };
  }
  return stage.player.sendOwn(request, options);
}
