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
