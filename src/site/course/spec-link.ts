/** A specification as `content/specs.yaml` holds it. */
export interface Specification {
  readonly title: string;
  readonly url: string;
  readonly sections: Readonly<Record<string, unknown>>;
}

/** A cited section, ready to show. */
export interface SpecLink {
  /** "RFC 7636 §4.6" */
  readonly label: string;
  /** The section's own heading, or the specification's title where that is not known. */
  readonly title: string;
  readonly href: string;
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  'oidc-core': 'OpenID Connect Core',
  'oidc-discovery': 'OpenID Connect Discovery',
  'oidc-backchannel': 'Back-Channel Logout',
  'oidc-rpinitiated': 'RP-Initiated Logout',
  'draft-ietf-oauth-v2-1': 'OAuth 2.1 (draft)',
  'draft-ietf-oauth-browser-based-apps': 'Browser-based apps (draft)',
  fetch: 'Fetch',
  'asvs-5.0.0': 'OWASP ASVS 5.0.0',
  'owasp-api-2023': 'OWASP API Top 10 2023',
  wstg: 'OWASP WSTG',
};

/** The name of a specification in a line of text: "RFC 7636", "OpenID Connect Core". */
export function specName(id: string): string {
  const rfc = /^rfc(\d+)$/.exec(id);
  const draft = /^draft-ietf-[a-z0-9]+-(.+)$/.exec(id);
  return rfc ? `RFC ${rfc[1]}` : (SHORT_NAMES[id] ?? (draft ? `${draft[1]} (draft)` : id));
}

/** Whether a reference names a section that its specification lists. */
export function isListed(reference: string, spec: Specification | undefined): boolean {
  return spec !== undefined && Object.hasOwn(spec.sections, reference.split('#')[1] ?? '');
}

/** The document of a reference such as `rfc7636#4.6`. */
export function specOf(reference: string): string {
  return reference.split('#')[0] ?? reference;
}

function headingOf(section: unknown): string | undefined {
  if (typeof section === 'string') return section;
  if (typeof section === 'object' && section !== null && 'title' in section && typeof section.title === 'string') return section.title;
  return undefined;
}

function addressOf(id: string, section: string, entry: unknown, spec: Specification | undefined): string {
  if (typeof entry === 'object' && entry !== null) {
    if ('url' in entry && typeof entry.url === 'string') return entry.url;
    if ('anchor' in entry && typeof entry.anchor === 'string') return `${spec?.url ?? ''}#${entry.anchor}`;
  }
  if (id.startsWith('rfc')) return `https://www.rfc-editor.org/rfc/${id}#${/^[A-Z]/.test(section) ? 'appendix' : 'section'}-${section}`;
  if (id.startsWith('draft-')) return `https://datatracker.ietf.org/doc/html/${id}#section-${section}`;
  return spec?.url ?? '';
}

/**
 * Resolves a reference such as `rfc7636#4.6`. A specification or section that is not listed still gets its name and address,
 * so that a page never breaks; `isListed` tells the build that something is missing.
 */
export function specLink(reference: string, spec: Specification | undefined): SpecLink {
  const [id = '', section = ''] = reference.split('#');
  const entry = spec?.sections[section];
  return {
    label: `${specName(id)} ${/^(asvs|owasp|wstg)/.test(id) ? '' : '§'}${section}`,
    title: headingOf(entry) ?? spec?.title ?? '',
    href: addressOf(id, section, entry, spec),
  };
}
