/** What stands between the parts of a cookie's date. RFC 6265bis §5.1.1 */
const DELIMITER = /[\t\x20-\x2F;-@[-`{-~]+/;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

type Part = 'time' | 'day' | 'month' | 'year';

/** What each part looks like, in the order in which a token is tried. After it may stand anything that begins with no digit. */
const PARTS: readonly (readonly [Part, RegExp])[] = [
  ['time', /^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\D|$)/],
  ['day', /^(\d{1,2})(?:\D|$)/],
  ['month', /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i],
  ['year', /^(\d{2,4})(?:\D|$)/],
];

/** A year of two digits is one between 1970 and 2069. */
function wholeYear(year: number): number {
  if (year > 99) return year;
  return year + (year >= 70 ? 1900 : 2000);
}

/**
 * The date in an `Expires` attribute, in milliseconds since 1970, read as loosely as every browser reads it;
 * undefined where it is none. RFC 6265bis §5.1.1
 */
export function cookieDate(text: string): number | undefined {
  const found = new Map<Part, readonly string[]>();
  for (const token of text.split(DELIMITER)) {
    for (const [part, form] of PARTS) {
      const match = found.has(part) ? null : form.exec(token);
      if (!match) continue;
      found.set(part, match.slice(1));
      break;
    }
  }
  const [hours = NaN, minutes = NaN, seconds = NaN] = (found.get('time') ?? []).map(Number);
  const day = Number(found.get('day')?.[0] ?? NaN);
  const month = MONTHS.indexOf(found.get('month')?.[0]?.toLowerCase() ?? '');
  const year = wholeYear(Number(found.get('year')?.[0] ?? NaN));
  if (month < 0 || !(year >= 1601 && hours <= 23 && minutes <= 59 && seconds <= 59)) return undefined;
  const date = new Date(Date.UTC(year, month, day, hours, minutes, seconds));
  // A day that the month does not have would be one of the next month.
  return date.getUTCDate() === day ? date.getTime() : undefined;
}
