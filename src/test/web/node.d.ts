/** What the tests take of Node.js' modules, which Deno has, too. */
declare module 'node:test' {
  export default function test(name: string, run: () => void | Promise<void>): void;
}

declare module 'node:assert/strict' {
  interface Assert {
    equal(actual: unknown, expected: unknown, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
    ok(value: unknown, message?: string): asserts value;
    match(actual: string, pattern: RegExp): void;
  }
  const assert: Assert;
  export default assert;
}

declare function setImmediate(run: (value: unknown) => void): void;
