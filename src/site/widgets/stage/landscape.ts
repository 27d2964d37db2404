/**
 * What a stage needs once somebody touches it: the engine with its parties, and what shows messages and a verdict.
 * One door, because everything behind it is one file to fetch.
 */
export { fetchChecks } from '#engine/checks/fetch-checks.ts';
export { createPlayer } from '#engine/player/player.ts';
export { fetchLateParts } from '#engine/services/late.ts';
export { openCarrier } from '#bindings/carrier.ts';
export { default as Checks } from '#site/views/inspector/Checks.svelte';
export { default as HoldAnswers } from '#site/views/draft/HoldAnswers.svelte';
export { default as MessageList } from '#site/views/list/MessageList.svelte';
export { lateCarrier } from './state/late-carrier.ts';
export { verdictLine } from './state/stage-words.ts';
