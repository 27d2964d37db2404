import type { Lab } from '#engine/player/play.ts';
import type { FirstDraft } from '#site/widgets/stage/stage-props.ts';

/**
 * The message that a lab's play sends first, computed while the site is built, so that a page shows it
 * before any script has run. Undefined where the play does not come as far as a message.
 */
export async function firstDraftOf(lab: Lab): Promise<FirstDraft | undefined> {
  // Imported when it is called: the same module is fetched late in the browser.
  const { createPlayer } = await import('#engine/player/player.ts');
  const player = createPlayer(lab);
  const { draft, trace } = await new Promise<typeof player.view>((resolve) => {
    const look = (view: typeof player.view) => {
      if (view.status !== 'starting') resolve(view);
    };
    player.subscribe(look);
    look(player.view);
  });
  player.close();
  const from = trace.parties.find((party) => party.id === draft?.from);
  const to = trace.parties.find((party) => party.id === draft?.to);
  return draft && from && to ? { from, to, request: draft.request } : undefined;
}
