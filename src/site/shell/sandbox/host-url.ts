import { URL_PARTS } from './guest/fetch/url.ts';
import type { UrlPart } from './guest/fetch/url.ts';

/** The parts of a URL. */
export type UrlParts = Readonly<Record<UrlPart, string>>;

function partsOf(url: URL): UrlParts {
  return Object.fromEntries(URL_PARTS.map((part) => [part, url[part]])) as UrlParts;
}

/** A URL by the platform's own parser; null where it is none. */
export function parseUrl(url: string, base?: string): UrlParts | null {
  const parsed = URL.parse(url, base);
  return parsed && partsOf(parsed);
}

/** A URL with one part set as the platform sets it; null where that part cannot be set so. */
export function setUrlPart(href: string, part: string, value: string): UrlParts | null {
  const url = URL.parse(href);
  const known = URL_PARTS.find((one) => one === part);
  if (!url || !known || known === 'origin') return null;
  if (known === 'href' && !URL.canParse(value)) return null;
  url[known] = value;
  return partsOf(url);
}
