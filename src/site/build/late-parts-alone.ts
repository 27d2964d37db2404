const LANDSCAPE = /(?:^|\/)landscape\.[^/]*$/;

/** What a script is fetched together with: nothing more where a part of the landscape asks for it. */
function fetchedAlong(_file: string, needed: string[], { hostId }: { readonly hostId: string }): string[] {
  return LANDSCAPE.test(hostId) ? [] : needed;
}

/**
 * Late parts of the landscape are fetched without a list of what they import: that is hardly ever more
 * than what is there already, and the lists of seventy parts weigh more than they save.
 */
export function latePartsAlone() {
  return {
    name: 'late-parts-alone',
    configEnvironment: (name: string) =>
      name === 'client' ? { build: { modulePreload: { resolveDependencies: fetchedAlong } } } : undefined,
  };
}
