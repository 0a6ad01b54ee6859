/**
 * The cells that the kernel was asked to run: which one runs, which ones wait, and of which one a piece of code is part.
 * The page shows the kernel as idle after any reply, so the cell that runs or waits is what "busy" is published for again.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { MessageHeader, ReceivedMessage } from "./tslabTypes.js";

/** One request to run a cell. */
export interface Cell {
  readonly header: MessageHeader;
  /** How often it was interrupted. */
  interrupts: number;
  /** Whether an interrupt has ended it for the page; its code may go on nevertheless. */
  abandoned: boolean;
}

/** The cells of a kernel. */
export class Cells {
  private readonly waiting = new Map<string, Cell>();
  private readonly ofRequest = new WeakMap<object, Cell>();
  private readonly storage = new AsyncLocalStorage<Cell>();
  private now: Cell | undefined;

  /** The cell that runs. */
  get running(): Cell | undefined {
    return this.now;
  }

  /** The cell for whose sake the kernel is busy: the one that runs, or the first of those that wait. */
  get busyWith(): Cell | undefined {
    return this.now ?? this.waiting.values().next().value;
  }

  /** The cell whose code calls this, at whatever distance. */
  get calling(): Cell | undefined {
    return this.storage.getStore();
  }

  /** A request has come in. */
  arrive({ header, content }: Pick<ReceivedMessage, "header" | "content">): void {
    const cell = { header, interrupts: 0, abandoned: false };
    this.waiting.set(header.msg_id, cell);
    this.ofRequest.set(content, cell);
  }

  /** The link has come in the midst of a cell, called by its code. */
  adopt(header: MessageHeader): void {
    this.now = { header, interrupts: 0, abandoned: false };
    this.storage.enterWith(this.now);
  }

  /** Runs the code of a cell. @param request the content of the message by which it arrived */
  run<T>(request: object, code: () => T): T {
    const cell = this.ofRequest.get(request);
    if (cell === undefined) return code();
    this.waiting.delete(cell.header.msg_id);
    this.now = cell;
    return this.storage.run(cell, code);
  }

  /** The request is answered. */
  end(header: MessageHeader): void {
    this.waiting.delete(header.msg_id);
    if (this.now?.header.msg_id === header.msg_id) this.now = undefined;
  }
}
