import {SILENT, Socket, World} from '../world.ts';

/** The socket of one stream, as far as it knows. */
class Member implements Socket {
  onopen: ((event: any) => void) | null = null;
  onmessage: ((event: {data: any}) => void) | null = null;
  onclose: ((event: {code: number}) => void) | null = null;

  constructor(
    readonly send: (text: string) => void,
    readonly close: (code?: number) => void,
  ) {}
}

/**
 * One WebSocket for the streams that are read together. Each has a subscription of its own, so each goes on exactly
 * where it was; whose a message is its id says.
 */
export class SharedSocket implements World {
  private socket: Socket | undefined;
  private isOpen = false;
  private readonly members = new Map<string, Member>();
  private last = 0;
  private signedOut: Promise<boolean> | undefined;

  constructor(private readonly world: World) {}

  readonly now = (): number => this.world.now();
  readonly random = (): number => this.world.random();
  readonly after = (millis: number, run: () => void): (() => void) => this.world.after(millis, run);

  /** All ask as they lose it together; the gateway is asked once. */
  isSignedOut(): Promise<boolean> {
    this.signedOut ??= this.world.isSignedOut();
    return this.signedOut;
  }

  open(): Socket {
    const id = String(++this.last);
    const member = new Member(
      (text) => this.socket?.send(JSON.stringify({...JSON.parse(text), id})),
      (code) => (code === SILENT ? this.lost(code) : this.leave(id)),
    );
    this.members.set(id, member);
    if (!this.socket) this.connect();
    else if (this.isOpen) queueMicrotask(() => this.members.get(id)?.onopen?.({}));
    return member;
  }

  private connect(): void {
    const socket = this.world.open();
    this.socket = socket;
    this.signedOut = undefined;
    socket.onopen = () => {
      this.isOpen = true;
      for (const member of [...this.members.values()]) member.onopen?.({});
    };
    socket.onmessage = ({data}) => this.members.get(idOf(data))?.onmessage?.({data});
    socket.onclose = ({code}) => {
      if (this.socket === socket) this.closed(code);
    };
  }

  private closed(code: number): void {
    const members = [...this.members.values()];
    this.end();
    for (const member of members) member.onclose?.({code});
  }

  /** What one does not hear of the gateway the others do not hear, either. */
  private lost(code: number): void {
    this.socket?.close(code);
    this.closed(code);
  }

  private leave(id: string): void {
    if (!this.members.delete(id) || !this.socket) return;
    if (this.members.size > 0) {
      if (this.isOpen) this.socket.send(JSON.stringify({op: 'unsubscribe', id}));
      return;
    }
    const {socket} = this;
    this.end();
    socket.close();
  }

  private end(): void {
    this.members.clear();
    this.socket = undefined;
    this.isOpen = false;
  }
}

/** The gateway writes it right after the name of the message: so a thousand lines are not read twice. */
function idOf(message: string): string {
  return /^\{"op":"[a-z-]+","id":"(\w+)"/.exec(message)?.[1] ?? (JSON.parse(message) as {id?: string}).id ?? '';
}
