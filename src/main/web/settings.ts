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
  /** How one finds: letters as they are, RE2 or the text as it stands, and whether the list has only the matches. */
  matchCase: boolean;
  pattern: boolean;
  onlyMatches: boolean;
  /** Whether the lines over time are shown. */
  histogram: boolean;
}

const DEFAULTS: Settings = {
  theme: 'auto',
  times: 'local',
  wrap: true,
  fold: true,
  groupBy: '',
  matchCase: false,
  pattern: true,
  onlyMatches: false,
  histogram: false,
};
const THEMES = ['auto', 'light', 'dark'];
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
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, unknown>;
    const known = Object.entries(DEFAULTS).filter(([name, value]) => typeof kept[name] === typeof value);
    const settings = {...DEFAULTS, ...Object.fromEntries(known.map(([name]) => [name, kept[name]]))} as Settings;
    return {
      ...settings,
      theme: THEMES.includes(settings.theme) ? settings.theme : DEFAULTS.theme,
      times: TIMES.includes(settings.times) ? settings.times : DEFAULTS.times,
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
