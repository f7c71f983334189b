/** How the time of a line is said. */
export type Times = 'off' | 'relative' | 'local' | 'utc';

export const TIMES: readonly Times[] = ['off', 'relative', 'local', 'utc'];

export const TIMES_WORDS: Record<Times, string> = {
  off: 'no times',
  relative: 'age',
  local: 'local time',
  utc: 'UTC',
};

/** `time` is RFC 3339 in UTC with nine decimal places; shown are three. */
export function timeWords(time: string, times: Times, now: number): string {
  if (times === 'off') return '';
  if (times === 'utc') return `${time.slice(0, 10)} ${time.slice(11, 23)}Z`;
  const millis = Date.parse(time);
  return times === 'relative' ? age(now - millis) : local(new Date(millis));
}

/** In the largest whole unit. */
export function age(millis: number): string {
  const seconds = Math.max(0, Math.floor(millis / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** With its zone, as links and screenshots go to people elsewhere. */
export function local(date: Date): string {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${day} ${clock}.${String(date.getMilliseconds()).padStart(3, '0')} ${zone(date)}`;
}

function zone(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  return `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
