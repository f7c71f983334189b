/** How the time of a line is said. */
export type Times = 'off' | 'relative' | 'local' | 'utc';

export const TIMES: readonly Times[] = ['off', 'relative', 'local', 'utc'];

export const TIMES_WORDS: Record<Times, string> = {
  off: 'no times',
  relative: 'age',
  local: 'local time',
  utc: 'UTC',
};

/** A time in the parts that a narrow screen may leave out, day and zone. */
export interface TimeParts {
  day: string;
  clock: string;
  zone: string;
}

/** `time` is RFC 3339 in UTC with nine decimal places; shown are three. */
export function timeParts(time: string, times: Times, now: number): TimeParts {
  switch (times) {
    case 'off':
      return {day: '', clock: '', zone: ''};
    case 'utc':
      return {day: `${time.slice(0, 10)} `, clock: time.slice(11, 23), zone: 'Z'};
    case 'relative':
      return {day: '', clock: age(now - Date.parse(time)), zone: ''};
    case 'local':
      return local(new Date(time));
  }
}

export function timeWords(time: string, times: Times, now: number): string {
  const {day, clock, zone} = timeParts(time, times, now);
  return day + clock + zone;
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
function local(date: Date): TimeParts {
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return {
    day: `${day} `,
    clock: `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`,
    zone: ` ${zone(date)}`,
  };
}

function zone(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const sign = minutes < 0 ? '-' : '+';
  return `${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

export function two(number: number): string {
  return String(number).padStart(2, '0');
}
