import {Entry, firstSeq, lastSeq} from '../record.ts';

/** Records of a page; pages begin at multiples of it. */
export const PAGE = 256;

/** 16,384 records: the reader's surroundings and the newest, in some megabytes. */
export const MAX_PAGES = 64;

/** Fetches that run at once; browsers have six connections to a host, for all tabs. */
const MAX_FETCHES = 2;

/** After a failed fetch. */
const RETRY_MILLIS = 2000;

/** Reads the records first to last, both included. */
export type Fetch = (first: number, last: number, signal: AbortSignal) => Promise<Entry[]>;

interface Page {
  /** By seq from the page's first on. */
  entries: (Entry | undefined)[];
}

/** What is known of a log's records: at most MAX_PAGES pages, the longest unused leave. */
export class Pages {
  private readonly pages = new Map<number, Page>();
  private readonly fetches = new Map<number, AbortController>();
  private readonly failed = new Map<number, number>();
  private wanted: number[] = [];
  /** What is shown, which never leaves. */
  private shown = {first: 0, last: -1};

  constructor(
    private readonly fetch: Fetch,
    private readonly changed: (first: number, last: number) => void,
    private readonly now: () => number = Date.now,
  ) {}

  get(seq: number): Entry | undefined {
    return this.pages.get(Math.floor(seq / PAGE))?.entries[seq % PAGE];
  }

  get size(): number {
    return this.pages.size;
  }

  /** What has come live, or by itself. */
  put(entries: readonly Entry[]): void {
    for (const entry of entries) this.place(entry, firstSeq(entry), lastSeq(entry));
    this.trim();
  }

  /** The rows from first to last are shown: fetches what is missing there, nearest first, and no other. */
  want(first: number, last: number): void {
    const middle = Math.floor((first + last) / 2 / PAGE);
    this.wanted = [];
    this.shown = {first, last};
    for (let index = Math.floor(first / PAGE); index <= Math.floor(last / PAGE); index++) {
      this.touch(index);
      if (this.lacks(index, first, last)) this.wanted.push(index);
    }
    this.wanted.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const [index, controller] of this.fetches) {
      if (!this.wanted.includes(index)) controller.abort();
    }
    this.next();
  }

  /** Another log: nothing that is known holds. */
  clear(): void {
    for (const controller of this.fetches.values()) controller.abort();
    this.wanted = [];
    this.pages.clear();
    this.failed.clear();
  }

  private lacks(index: number, first: number, last: number): boolean {
    const from = Math.max(first, index * PAGE);
    const to = Math.min(last, index * PAGE + PAGE - 1);
    const entries = this.pages.get(index)?.entries;
    if (!entries) return true;
    for (let seq = from; seq <= to; seq++) if (!entries[seq % PAGE]) return true;
    return false;
  }

  private next(): void {
    for (const index of this.wanted) {
      if (this.fetches.size >= MAX_FETCHES) return;
      if (this.fetches.has(index) || (this.failed.get(index) ?? 0) > this.now()) continue;
      void this.load(index);
    }
  }

  private async load(index: number): Promise<void> {
    const controller = new AbortController();
    this.fetches.set(index, controller);
    const first = index * PAGE;
    const last = first + PAGE - 1;
    try {
      const entries = await this.fetch(first, last, controller.signal);
      if (controller.signal.aborted) return;
      for (const entry of entries) {
        this.place(entry, Math.max(first, firstSeq(entry)), Math.min(last, lastSeq(entry)));
      }
      // What an answer lacks without a gap comes live, or later.
      if (this.lacks(index, this.shown.first, this.shown.last)) this.failed.set(index, this.now() + RETRY_MILLIS);
      else this.failed.delete(index);
      this.wanted = this.wanted.filter((each) => each !== index);
      this.trim();
      this.changed(first, last);
    } catch {
      // Aborted, or the gateway does not answer, which live says: it is tried again.
      if (!controller.signal.aborted) this.failed.set(index, this.now() + RETRY_MILLIS);
    } finally {
      this.fetches.delete(index);
      this.next();
    }
  }

  /** Of a gap the pages that are there get their part. */
  private place(entry: Entry, first: number, last: number): void {
    const to = Math.min(last, first + PAGE * 4);
    for (let seq = first; seq <= to; seq++) this.page(Math.floor(seq / PAGE)).entries[seq % PAGE] = entry;
  }

  private page(index: number): Page {
    let page = this.pages.get(index);
    if (!page) {
      page = {entries: new Array<Entry | undefined>(PAGE)};
      this.pages.set(index, page);
    }
    return page;
  }

  private touch(index: number): void {
    const page = this.pages.get(index);
    if (!page) return;
    this.pages.delete(index);
    this.pages.set(index, page);
  }

  private isShown(index: number): boolean {
    return index * PAGE <= this.shown.last && index * PAGE + PAGE > this.shown.first;
  }

  private trim(): void {
    for (const index of this.pages.keys()) {
      if (this.pages.size <= MAX_PAGES) return;
      if (!this.isShown(index)) this.pages.delete(index);
    }
  }
}
