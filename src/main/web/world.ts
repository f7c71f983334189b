/** The close code of a page that has not heard of the other side for long. */
export const SILENT = 4000;

export interface Socket {
  send(text: string): void;
  close(code?: number): void;
  onopen: ((event: any) => void) | null;
  onmessage: ((event: {data: any}) => void) | null;
  onclose: ((event: {code: number}) => void) | null;
}

/** The world, passed in so that tests own it. */
export interface World {
  open(): Socket;
  now(): number;
  after(millis: number, run: () => void): () => void;
  /** From 0 to 1. */
  random(): number;
  /** Whether the gateway answers that nobody is logged in. */
  isSignedOut(): Promise<boolean>;
}

/** Runs something later, unless what it gives back is called before. */
export function after(millis: number, run: () => void): () => void {
  const timer = setTimeout(run, millis);
  return () => clearTimeout(timer);
}

/** The browser's. */
export function browserWorld(isSignedOut: () => Promise<boolean>): World {
  const url = new URL('ws', document.baseURI);
  url.protocol = url.protocol.replace('http', 'ws');
  url.hash = '';
  return {
    open: () => new WebSocket(url, 'tailrace.v1') as Socket,
    now: Date.now,
    after,
    random: Math.random,
    isSignedOut,
  };
}
