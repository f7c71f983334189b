import {nothing, html, TemplateResult} from 'lit';
import {within} from './active.ts';
import './find/find-bar.ts';
import type {FindBar} from './find/find-bar.ts';
import type {Query} from './find/pattern.ts';
import {bind} from './keys.ts';
import {Commands, logKeys} from './log-keys.ts';
import {LiveState} from './live-state.ts';
import {logIn} from './login.ts';
import {count} from './numbers.ts';
import {Part} from './part.ts';
import type {Look} from './rows/row.ts';
import {VirtualList} from './rows/virtual-list.ts';
import {settings} from './settings.ts';
import {TIMES} from './times.ts';

/** Ages of lines are told anew so often. */
const TICK_MILLIS = 1000;

/** What is new is counted for the eye, not for each message. */
const NEWS_MILLIS = 250;

/** Lines on a list that a person follows or reads: what all views of lines do alike, whatever the lines are of. */
export abstract class ReadingView extends Part implements Commands {
  list: VirtualList | undefined;
  isFollowing = true;
  /** Lines that have come since the reader paused. */
  protected news = 0;
  protected notice = '';
  protected live: LiveState = {kind: 'connecting'};
  private newsTimer: ReturnType<typeof setTimeout> | undefined;

  get box(): HTMLElement {
    return this.querySelector<HTMLElement>('.log')!;
  }

  protected get findBar(): FindBar {
    return this.querySelector<FindBar>('find-bar')!;
  }

  /** What is looked for. */
  get query(): Query | undefined {
    return this.querySelector<FindBar>('find-bar')?.query;
  }

  openFind(): void {
    void this.findBar.open();
  }

  /** Whether somebody points at the row of a seq. */
  protected abstract isChosen(seq: number): boolean;
  protected abstract tellStatus(): void;
  protected abstract close(): void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.during(settings.follow(() => this.applySettings()));
    this.during(bind(...within(this, logKeys(this))));
    const timer = setInterval(() => this.tick(), TICK_MILLIS);
    this.during(() => clearInterval(timer));
    const select = (): void => this.selecting();
    document.addEventListener('selectionchange', select);
    this.during(() => document.removeEventListener('selectionchange', select));
    this.during(() => this.close());
  }

  /** What opens above the lines does not move them, but at the end, where they follow. */
  protected stayStill(): () => void {
    const {box} = this;
    let top = box.getBoundingClientRect().top;
    const resizes = new ResizeObserver(() => {
      const before = top;
      top = box.getBoundingClientRect().top;
      this.list?.edgeMoved(top - before);
    });
    resizes.observe(box);
    return () => resizes.disconnect();
  }

  /** What the connection does. */
  state(state: LiveState): void {
    this.live = state;
    this.requestUpdate();
  }

  // Reading and following.

  readonly follow = (): void => {
    this.resumed();
    this.toEnd();
    this.querySelector<HTMLElement>('.log')?.focus({preventScroll: true});
  };

  protected toEnd(): void {
    this.list?.toEnd();
  }

  protected paused(): void {
    if (!this.isFollowing) return;
    this.isFollowing = false;
    this.news = 0;
    this.requestUpdate();
  }

  protected resumed(): void {
    if (this.isFollowing) return;
    this.isFollowing = true;
    this.news = 0;
    this.notice = '';
    this.requestUpdate();
  }

  /** Of lines that the list has. */
  protected countNews(lines: number): void {
    if (this.isFollowing) return;
    this.news += lines;
    this.newsTimer ??= setTimeout(() => {
      this.newsTimer = undefined;
      this.requestUpdate();
    }, NEWS_MILLIS);
  }

  /** Who selects text does not want it to move. */
  private selecting(): void {
    const selection = document.getSelection();
    if (!this.isFollowing || !selection || selection.isCollapsed) return;
    if (this.querySelector('.log')?.contains(selection.anchorNode)) this.list?.wantsUp();
  }

  private resumeButton(): TemplateResult | typeof nothing {
    if (this.isFollowing) return nothing;
    const words = this.live.kind !== 'ended' ? `Paused, ${count(this.news)} new` : 'Paused';
    return html`<button class="resume" @click=${this.follow}>${words} <kbd>End</kbd></button>`;
  }

  /** The lines, and what is over them. */
  protected body(label: string, floats: TemplateResult | typeof nothing): TemplateResult {
    return html`
      <div class="log-body">
        <div class="log" tabindex="0" role="region" aria-label=${label}></div>
        <canvas class="ticks" hidden></canvas>
        <div class="floats">${floats} ${this.resumeButton()}</div>
        ${this.notice ? html`<p class="notice" role="alert">${this.notice}</p>` : nothing}
        ${this.live.kind === 'signed-out' ? html`<p class="notice">You are signed out. <button @click=${logIn}>Log in</button></p>` : nothing}
      </div>
      <status-bar></status-bar>
    `;
  }

  protected titleWords(name: string): string {
    const news = this.isFollowing ? '' : this.news > 0 ? `(${this.news} new) ` : '(paused) ';
    return `${news}${name} – Tailrace`;
  }

  // How lines look.

  protected tick(): void {
    if (settings.now.times === 'relative') this.list?.tick();
    this.tellStatus();
  }

  protected applySettings(): void {
    const {times, wrap, fold} = settings.now;
    const box = this.querySelector<HTMLElement>('.log');
    box?.classList.toggle('wrap', wrap);
    if (box) box.dataset.times = times;
    const look: Pick<Look, 'times' | 'isFolding' | 'isChosen'> = {times, isFolding: fold, isChosen: (seq) => this.isChosen(seq)};
    this.list?.setLook(look);
    this.list?.resized();
    this.requestUpdate();
  }

  // What a person does.

  readonly toggleFold = (): void => settings.change({fold: !settings.now.fold});

  readonly toggleWrap = (): void => settings.change({wrap: !settings.now.wrap});

  readonly toggleFollow = (): void => {
    if (this.isFollowing) this.list?.wantsUp();
    else this.follow();
  };

  toStart(): void {
    this.list?.toStart();
  }

  lines(lines: number): void {
    this.list?.by(lines * this.list.rowHeight);
  }

  pages(pages: number): void {
    this.list?.by(pages * (this.list.pageHeight - this.list.rowHeight));
  }

  nextTimes(): void {
    settings.change({times: TIMES[(TIMES.indexOf(settings.now.times) + 1) % TIMES.length]!});
  }
}
