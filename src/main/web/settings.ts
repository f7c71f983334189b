import {TIMES, Times} from './times.ts';

/** How a person wants to see logs, kept in this browser. */
export interface Settings {
  theme: 'auto' | 'light' | 'dark';
  times: Times;
  wrap: boolean;
  /** Lines of JSON and logfmt by their message and fields. */
  fold: boolean;
  /** The label that streams are grouped by, or none. */
  groupBy: string;
}

const DEFAULTS: Settings = {theme: 'auto', times: 'local', wrap: true, fold: true, groupBy: ''};
const KEY = 'tailrace';

type Listener = (settings: Readonly<Settings>) => void;

class KeptSettings {
  private readonly listeners = new Set<Listener>();
  private settings = load();

  get now(): Readonly<Settings> {
    return this.settings;
  }

  change(change: Partial<Settings>): void {
    this.settings = {...this.settings, ...change};
    save(this.settings);
    for (const listener of this.listeners) listener(this.settings);
  }

  /** Tells the settings now and whenever they change; the result ends that. */
  follow(listener: Listener): () => void {
    this.listeners.add(listener);
    listener(this.settings);
    return () => this.listeners.delete(listener);
  }
}

/** A person may have forbidden storage; then the settings last as long as the page. */
function load(): Settings {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>;
    return {
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : DEFAULTS.theme,
      times: kept.times && TIMES.includes(kept.times) ? kept.times : DEFAULTS.times,
      wrap: typeof kept.wrap === 'boolean' ? kept.wrap : DEFAULTS.wrap,
      fold: typeof kept.fold === 'boolean' ? kept.fold : DEFAULTS.fold,
      groupBy: typeof kept.groupBy === 'string' ? kept.groupBy : DEFAULTS.groupBy,
    };
  } catch {
    return DEFAULTS;
  }
}

function save(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // As above.
  }
}

export const settings = new KeptSettings();
