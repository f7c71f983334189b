/** 1,234,567 in the reader's own way. */
const WHOLE = new Intl.NumberFormat();

export function count(number: number): string {
  return WHOLE.format(number);
}

/** `1 line`, `412 lines`. */
export function lines(number: number): string {
  return `${count(number)} ${number === 1 ? 'line' : 'lines'}`;
}

/** Lines a second, with two digits that tell. */
export function rate(perSecond: number): string {
  if (perSecond === 0) return '0/s';
  if (perSecond < 10) return `${perSecond.toFixed(1)}/s`;
  return `${count(Math.round(perSecond))}/s`;
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `512 B`, `1.2 MB`. */
export function bytes(number: number): string {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, number)) / 3));
  return `${unit === 0 ? number : (number / 1000 ** unit).toFixed(1)} ${UNITS[unit]}`;
}
