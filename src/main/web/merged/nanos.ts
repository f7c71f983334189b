/** Times have nine decimal places, so they compare as texts. */
export function earlier(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b < a) ? b : a;
}

/** A nanosecond later: streams may have lines of the same. */
export function nextNano(time: string): string {
  const nanos = (BigInt(Date.parse(time.slice(0, 19) + 'Z')) * 1_000_000n + BigInt(time.slice(20, 29)) + 1n).toString();
  return `${new Date(Number(nanos.slice(0, -9)) * 1000).toISOString().slice(0, 19)}.${nanos.slice(-9)}Z`;
}

/** A moment as times of records are. */
export function nanos(moment: Date): string {
  return moment.toISOString().replace('Z', '000000Z');
}
