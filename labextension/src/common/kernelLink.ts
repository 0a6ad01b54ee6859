/**
 * The page's end of the comm "friedel" of a kernel (the protocol is in lib/notebook/link/trainingComms.ts). The link opens
 * the comm by itself, opens it anew when the kernel was restarted or the connection came back, and finds out where a
 * kernel has nobody at the other end: Friedel answers an open comm at once, tslab alone does not answer at all, and other
 * kernels close it. After each cell that such a kernel runs it is tried again, since the cell may have imported Friedel:
 * after a cell only, because every message makes a kernel busy and idle, ours too.
 */
import { InputError } from "friedel/browser";

/** The target of the comm. */
export const linkTarget = "friedel";

/** How long an idle kernel may take to answer. */
export const answerWithin = 3000;

/** What comes from the kernel. */
export type LinkData = Readonly<Record<string, unknown>>;

/** What goes to the kernel. */
export type LinkRequest = Readonly<Record<string, string | number | boolean>>;

/** The part of Lumino's signals that is needed. */
export interface LinkSignal {
  connect(slot: () => void): unknown;
  disconnect(slot: () => void): unknown;
}

/** The same of the kernel's messages to all pages. */
export interface LinkMessages {
  connect(slot: MessageSlot): unknown;
  disconnect(slot: MessageSlot): unknown;
}

/** With the message that it belongs to; {} where there is none. */
type MessageSlot = (
  sender: unknown,
  message: { readonly parent_header: object; readonly content: object },
) => void;

/** The part of JupyterLab's `Kernel.IComm` that is needed. */
export interface LinkComm {
  readonly isDisposed: boolean;
  onMsg(message: { readonly content: { readonly data: unknown } }): unknown;
  onClose(message: unknown): unknown;
  open(): unknown;
  send(data: LinkRequest): unknown;
  close(): unknown;
  dispose(): void;
}

/** The part of JupyterLab's `Kernel.IKernelConnection` that is needed. */
export interface LinkKernel {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly connectionStatus: string;
  readonly isDisposed: boolean;
  /** Of several connections to one kernel only the first takes comms. */
  readonly handleComms: boolean;
  readonly statusChanged: LinkSignal;
  readonly connectionStatusChanged: LinkSignal;
  readonly iopubMessage: LinkMessages;
  readonly disposed: LinkSignal;
  createComm(target: string): LinkComm;
}

/**
 * connecting: not known yet; open: somebody answers; absent: nobody does; away: the kernel restarts or is not connected;
 * dead: the kernel has died or was shut down.
 */
export type LinkState = "connecting" | "open" | "absent" | "away" | "dead";

const reasons: Readonly<Record<Exclude<LinkState, "open">, string>> = {
  connecting: "has not answered yet; a cell that does not yield keeps it from doing so",
  absent: 'has no Friedel in it; run a cell with import "friedel", or choose the kernel TypeScript (Friedel)',
  away: "is restarting, or not connected; wait until it is back",
  dead: "has ended; restart it",
};

interface Waiting {
  readonly done: (data: LinkData) => void;
  readonly fail: (error: Error) => void;
}

export class KernelLink {
  private current: LinkState = "connecting";
  private comm: LinkComm | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether a cell has run since the kernel was last asked. */
  private cellRan = false;
  private disposed = false;
  private requests = 0;
  private readonly waiting = new Map<string, Waiting>();
  private readonly messageListeners = new Set<(data: LinkData) => void>();
  private readonly stateListeners = new Set<(state: LinkState) => void>();
  private readonly look = () => this.followKernel();
  /**
   * tslab does not say which input it executes: the idle status that names an execute request tells of a cell that is over.
   * (What a cell publishes while it runs does not count: a training would have the link tried ten times a second.)
   */
  private readonly notice: MessageSlot = (_kernel, { parent_header: of, content }) => {
    if (!("msg_type" in of && of.msg_type === "execute_request")) return;
    if (!("execution_state" in content && content.execution_state === "idle")) return;
    this.cellRan = true;
    this.followKernel();
  };
  private readonly end = () => this.dispose();

  constructor(readonly kernel: LinkKernel) {
    kernel.statusChanged.connect(this.look);
    kernel.connectionStatusChanged.connect(this.look);
    kernel.iopubMessage.connect(this.notice);
    kernel.disposed.connect(this.end);
    this.followKernel();
  }

  get state(): LinkState {
    return this.current;
  }

  /** Why nothing can be sent, in a sentence; undefined where something can. */
  get reason(): string | undefined {
    const what = this.current === "open" ? undefined : this.reasonFor(this.current);
    return what && `kernel ${this.kernel.name}: ${what}`;
  }

  private reasonFor(state: Exclude<LinkState, "open">): string {
    if (state === "absent" && !this.kernel.handleComms)
      return "is linked to another notebook that was opened before this one; use the buttons there";
    return reasons[state];
  }

  /** @returns what ends the listening */
  onMessage(listener: (data: LinkData) => void): () => void {
    this.messageListeners.add(listener);
    return () => void this.messageListeners.delete(listener);
  }

  /** @returns what ends the listening */
  onState(listener: (state: LinkState) => void): () => void {
    this.stateListeners.add(listener);
    return () => void this.stateListeners.delete(listener);
  }

  /**
   * Sends something, and waits for the message that answers it.
   * @throws InputError where there is nobody to send to, the kernel refuses, or goes away meanwhile
   */
  ask(data: LinkRequest): Promise<LinkData> {
    const { comm, reason } = this;
    if (reason !== undefined || comm === undefined)
      return Promise.reject(new InputError(reason ?? `kernel ${this.kernel.name}: is not linked`));
    const request = `page-${++this.requests}`;
    return new Promise((done, fail) => {
      this.waiting.set(request, { done, fail });
      comm.send({ ...data, request });
    });
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.kernel.statusChanged.disconnect(this.look);
    this.kernel.connectionStatusChanged.disconnect(this.look);
    this.kernel.iopubMessage.disconnect(this.notice);
    this.kernel.disposed.disconnect(this.end);
    if (!this.kernel.isDisposed) this.closeComm();
    this.dropComm();
    this.change("dead");
    this.messageListeners.clear();
    this.stateListeners.clear();
  }

  /**
   * The comm is opened whatever else the status is: after a restart the server may have swallowed the message that would
   * make "unknown" an "idle", and JupyterLab keeps what is sent until the kernel is up.
   */
  private followKernel(): void {
    const { status, connectionStatus, handleComms } = this.kernel;
    if (status === "dead" || status === "terminating") this.leave("dead");
    else if (/restarting/.test(status)) this.leave("away");
    else if (connectionStatus !== "connected") this.change("away");
    else if (!handleComms) this.change("absent");
    else if (this.comm === undefined || this.comm.isDisposed) this.open("connecting");
    else if (this.current === "away") this.probe(this.comm);
    else if (this.current !== "open" && this.cellRan && status === "idle") this.open(this.current);
    else if (this.current === "connecting") this.waitForAnswer();
  }

  /** The kernel has lost the comm. */
  private leave(state: "away" | "dead"): void {
    this.dropComm();
    this.change(state);
  }

  /** A connection that came back: the kernel has the comm still, unless it has been another one meanwhile. */
  private probe(comm: LinkComm): void {
    this.cellRan = false;
    this.change("connecting");
    comm.send({ trainings: true });
    this.waitForAnswer();
  }

  /** @param meanwhile the state until there is an answer: a second try is not worth a flicker */
  private open(meanwhile: LinkState): void {
    this.closeComm();
    this.dropComm();
    this.cellRan = false;
    this.change(meanwhile);
    const comm = this.kernel.createComm(linkTarget);
    this.comm = comm;
    comm.onMsg = ({ content }) => {
      if (comm === this.comm) this.received(content.data);
    };
    comm.onClose = () => {
      if (comm === this.comm) this.lost();
    };
    comm.open();
    this.waitForAnswer();
  }

  /** A busy kernel may have no time to answer, so that its silence says nothing. */
  private waitForAnswer(): void {
    clearTimeout(this.timer);
    if (this.kernel.status !== "idle") return;
    this.timer = setTimeout(() => {
      if (this.current === "connecting") this.change("absent");
    }, answerWithin);
  }

  private lost(): void {
    clearTimeout(this.timer);
    this.change("absent");
  }

  private received(data: unknown): void {
    if (typeof data !== "object" || data === null) return;
    clearTimeout(this.timer);
    this.change("open");
    const message = data as LinkData;
    const { request, error } = message;
    const waiting = typeof request === "string" ? this.waiting.get(request) : undefined;
    if (waiting !== undefined) {
      this.waiting.delete(request as string);
      if (typeof error === "string") waiting.fail(new InputError(error));
      else waiting.done(message);
    }
    for (const listener of [...this.messageListeners]) listener(message);
  }

  /** Tells the kernel that nobody listens any more, or it would go on sending. */
  private closeComm(): void {
    if (this.comm && !this.comm.isDisposed) this.comm.close();
  }

  private dropComm(): void {
    clearTimeout(this.timer);
    const { comm } = this;
    this.comm = undefined;
    if (comm && !comm.isDisposed) comm.dispose();
  }

  private change(state: LinkState): void {
    if (this.current === state) return;
    this.current = state;
    if (state !== "open") this.giveUp();
    for (const listener of [...this.stateListeners]) listener(state);
  }

  /** Nobody will answer what has been asked. */
  private giveUp(): void {
    const { reason = "" } = this;
    for (const { fail } of this.waiting.values()) fail(new InputError(reason));
    this.waiting.clear();
  }
}

/** The links of all kernels that the page is connected to: one a connection, however many views use it. */
export class KernelLinks {
  private readonly links = new Map<LinkKernel, KernelLink>();
  private readonly listeners = new Set<(link: KernelLink) => void>();

  /** The link of a kernel, made where there is none yet. */
  of(kernel: LinkKernel): KernelLink {
    const known = this.links.get(kernel);
    if (known !== undefined) return known;
    const link = new KernelLink(kernel);
    this.links.set(kernel, link);
    kernel.disposed.connect(() => void this.links.delete(kernel));
    for (const listener of [...this.listeners]) listener(link);
    return link;
  }

  list(): readonly KernelLink[] {
    return [...this.links.values()];
  }

  /** Tells of each link that comes; @returns what ends the listening */
  onAdded(listener: (link: KernelLink) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }
}
