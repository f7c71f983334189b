import {FIELDS} from './api.ts';
import {Entry, Gap, Line, StateRecord} from './record.ts';
import {LiveState} from './live-state.ts';
import {SILENT, Socket, World} from './world.ts';

/** Lines that may be on their way. The gateway sends no more until they have been taken. */
export const CREDIT = 4096;

/** Lines before the newest that a reader without a place begins with: more than a screen. */
const FIRST_LINES = 200;

/** A reader further behind goes to the newest at once: the list fetches what is looked at. */
export const MAX_CATCH_UP = 16_384;

/** A proxy drops what is quiet for a minute, and no end of a connection may be told. */
const PING_MILLIS = 20_000;
const PONG_MILLIS = 10_000;

const FIRST_WAIT_MILLIS = 1000;
const MAX_WAIT_MILLIS = 5000;

/** The close code of a gateway that stops. */
const STOPS = 1012;

/** What a log is, as hello says. */
export interface Hello {
  epoch: string;
  first: number;
  next: number;
}

export interface Reader {
  /** The log; `isOther` if what was read before is not of it. */
  hello(hello: Hello, isOther: boolean): void;
  entries(entries: Entry[]): void;
  state(state: LiveState): void;
}

interface Message extends Partial<Hello> {
  op: string;
  resumed?: string;
  lines?: Line[] | number;
  position?: string;
  reason?: string;
  detail?: string;
  [field: string]: unknown;
}

/**
 * A stream's lines as they come, over a WebSocket of its own, for as long as somebody looks. It goes
 * on exactly after the last record that it has, over restarts of the gateway and of proxies.
 */
export class Live {
  private socket: Socket | undefined;
  private state: LiveState = {kind: 'connecting'};
  private epoch: string | undefined;
  /** The next seq that is not here. */
  private next = 0;
  /** What there was when the gateway said hello. */
  private known = 0;
  private failures = 0;
  private stops = false;
  private cancel: () => void = () => {};
  private taken = 0;

  constructor(
    private readonly stream: string,
    private readonly reader: Reader,
    private readonly world: World,
    /** Begin with the newest lines, or with none, as the reader is elsewhere. */
    private readonly startsAtEnd = true,
    /** Which lines are wanted: `grep`, `level`; all if empty. */
    private readonly filter: Record<string, unknown> = {},
  ) {}

  start(): void {
    this.become({kind: 'connecting'});
    const socket = this.world.open();
    this.socket = socket;
    socket.onopen = () => this.subscribe(this.position());
    socket.onmessage = ({data}) => this.take(JSON.parse(data) as Message);
    socket.onclose = ({code}) => void this.closed(socket, code);
  }

  stop(): void {
    this.cancel();
    const socket = this.socket;
    this.socket = undefined;
    socket?.close();
  }

  /** The person does not want to wait. */
  retry(): void {
    if (this.state.kind === 'connecting' || this.state.kind === 'live' || this.state.kind === 'catching-up') return;
    this.stop();
    this.start();
  }

  private position(): Record<string, unknown> {
    if (this.epoch !== undefined) return this.next > 0 ? {from: `${this.epoch}-${this.next - 1}`} : {from: 'first'};
    return this.startsAtEnd ? {tail: FIRST_LINES} : {from: 'now'};
  }

  private subscribe(start: Record<string, unknown>): void {
    this.taken = 0;
    this.stops = false;
    this.send({op: 'subscribe', id: 'log', stream: this.stream, fields: FIELDS, credit: CREDIT, ...this.filter, ...start});
    this.keepAlive();
  }

  private send(message: Record<string, unknown>): void {
    this.socket?.send(JSON.stringify(message));
  }

  private keepAlive(): void {
    this.cancel();
    this.cancel = this.world.after(PING_MILLIS, () => {
      this.send({op: 'ping'});
      this.cancel = this.world.after(PONG_MILLIS, () => this.lost());
    });
  }

  /** Nothing came for long: the other side may be gone without a word. */
  private lost(): void {
    const socket = this.socket;
    if (!socket) return;
    socket.onclose = null;
    socket.close(SILENT);
    void this.closed(socket, SILENT);
  }

  private take(message: Message): void {
    if (!this.socket) return;
    this.keepAlive();
    switch (message.op) {
      case 'hello':
        return this.hello(message);
      case 'lines':
        return this.lines(message.lines as Line[], message.position);
      case 'state': {
        const {op: _op, id: _id, stream: _stream, position: _position, ...state} = message;
        return this.entry({kind: 'state', state: state as unknown as StateRecord}, message.position);
      }
      case 'gap': {
        const {from, to, lines, reason} = message as unknown as Gap;
        return this.entry({kind: 'gap', gap: {from, to, lines, reason}}, message.position);
      }
      case 'end':
        return this.end(message.reason ?? '');
      case 'error':
        return this.error(message);
    }
  }

  private hello({epoch = '', first = 0, next = 0, resumed}: Message): void {
    // Of the same log, too, records may be gone that had not been written when the machine failed.
    const isOther = this.epoch !== undefined && resumed === 'reset';
    const isNew = this.epoch === undefined || isOther;
    this.epoch = epoch;
    this.failures = 0;
    this.known = next;
    if (isNew) this.next = isOther ? first : this.startsAtEnd ? Math.max(first, next - FIRST_LINES) : next;
    this.reader.hello({epoch, first, next}, isOther);
    if (next - this.next > MAX_CATCH_UP) return this.skip();
    this.catchUp();
  }

  /** To the newest lines; those between are fetched where they are looked at. */
  private skip(): void {
    this.next = this.known - FIRST_LINES;
    this.socket!.onclose = null;
    this.socket!.close();
    this.start();
  }

  private lines(lines: Line[], position: string | undefined): void {
    this.reader.entries(lines.map((line) => ({kind: 'line', line})));
    this.taken += lines.length;
    if (this.taken >= CREDIT / 2) {
      this.send({op: 'credit', id: 'log', lines: this.taken});
      this.taken = 0;
    }
    this.moveTo(position);
  }

  private entry(entry: Entry, position: string | undefined): void {
    this.reader.entries([entry]);
    this.moveTo(position);
  }

  private moveTo(position: string | undefined): void {
    if (position) this.next = Number(position.slice(position.lastIndexOf('-') + 1)) + 1;
    this.catchUp();
  }

  private catchUp(): void {
    const behind = this.known - this.next;
    this.become(behind > 0 ? {kind: 'catching-up', behind} : {kind: 'live'});
  }

  private end(reason: string): void {
    if (reason === 'drain') {
      this.stops = true;
    } else if (reason === 'removed') {
      this.finish({kind: 'removed'});
    } else if (reason === 'ended' || reason === 'complete') {
      this.finish({kind: 'ended'});
    } else {
      // Among them the end of access, which a proxy may have renewed: so it is asked again.
      this.lost();
    }
  }

  private error({reason, detail}: Message): void {
    if (reason === 'refused') return this.lost();
    this.finish(reason === 'unknown-stream' ? {kind: 'removed'} : {kind: 'refused', detail: detail ?? String(reason)});
  }

  private finish(state: LiveState): void {
    this.stop();
    this.become(state);
  }

  private async closed(socket: Socket, code: number): Promise<void> {
    if (this.socket !== socket) return;
    this.socket = undefined;
    this.cancel();
    this.wait(code === STOPS || this.stops);
    // A browser does not tell a 401 of a handshake from a gateway that is not there.
    if (code !== STOPS && (await this.world.isSignedOut()) && this.state.kind === 'waiting') {
      this.finish({kind: 'signed-out'});
    }
  }

  private wait(stops: boolean): void {
    const bound = Math.min(MAX_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** this.failures++);
    const millis = bound * (0.75 + this.world.random() / 2);
    this.become({kind: stops ? 'stopping' : 'waiting', at: this.world.now() + millis});
    this.cancel = this.world.after(millis, () => this.start());
  }

  private become(state: LiveState): void {
    // Told with every message, and no news.
    if (state.kind === 'live' && this.state.kind === 'live') return;
    this.state = state;
    this.reader.state(state);
  }
}
