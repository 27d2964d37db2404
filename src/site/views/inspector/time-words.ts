/** A length of time in words, for people: "4 min 48 s", "30 days". @param seconds may be negative; its sign is dropped */
export function lengthInWords(seconds: number): string {
  const whole = Math.abs(Math.round(seconds));
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const parts = [
    days > 0 ? `${days} ${days === 1 ? 'day' : 'days'}` : '',
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    rest > 0 ? `${rest} s` : '',
  ];
  return (
    parts
      .filter((part) => part !== '')
      .slice(0, 2)
      .join(' ') || '0 s'
  );
}

/** A moment as seen from another: "in 5 min", "5 min ago", "now". Both in seconds. */
export function momentInWords(moment: number, now: number): string {
  const ahead = Math.round(moment - now);
  if (ahead === 0) return 'now';
  return ahead > 0 ? `in ${lengthInWords(ahead)}` : `${lengthInWords(ahead)} ago`;
}

/** The world's time of day, in UTC: "10:04:12". @param now milliseconds since 1970 */
export function clockText(now: number): string {
  return new Date(now).toISOString().slice(11, 19);
}

/** The world's date and time, in UTC: "2026-11-24 10:04:12". @param now milliseconds since 1970 */
export function dateText(now: number): string {
  return Number.isFinite(now) && Math.abs(now) < 8.64e15 ? new Date(now).toISOString().slice(0, 19).replace('T', ' ') : 'no date';
}
