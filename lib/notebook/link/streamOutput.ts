/**
 * What a cell prints, gathered: one message per 20 ms, save that order is kept between the two streams and that a message
 * holds 64 KiB of text at most. tslab sends one for every write, which a page that draws each of 20,000 lines does not
 * keep up with. A cell's first messages go at once, and so do as many after a silence as it would have had time for, up
 * to a burst: the lines of a slow loop appear as they are printed, also where it never lets timers run.
 */
import type { StreamName, StreamWrite, WriteStream } from "./tslabTypes.js";

/** Milliseconds between two messages. */
export const streamInterval = 20;

/** How many messages may go at once. */
export const streamBurst = 16;

const longestText = 65_536;

/** The two streams of a kernel. */
export class StreamOutput {
  private pending: { name: StreamName; write: WriteStream; text: string } | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The time from which a message may go; it is behind the clock by the silence so far, up to a burst. */
  private due = -Infinity;

  /** @param now a clock in milliseconds */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** A function to print to a stream by. @param write sends one message */
  writer(name: StreamName, write: WriteStream): StreamWrite {
    const decoder = new TextDecoder();
    return (chunk, encodingOrDone, done) => {
      this.add(name, write, typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true }));
      const told = typeof encodingOrDone === "function" ? (encodingOrDone as typeof done) : done;
      if (told !== undefined) process.nextTick(told);
      return true;
    };
  }

  /** A cell begins: what it prints first goes at once, whatever the one before has printed. */
  begin(): void {
    this.flush();
    this.due = -Infinity;
  }

  /** Sends what is gathered now: before any other output, which would overtake it. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { pending } = this;
    if (pending === undefined) return;
    this.pending = undefined;
    this.due = Math.max(this.due, this.now() - (streamBurst - 1) * streamInterval) + streamInterval;
    pending.write(pending.name, pending.text);
  }

  private add(name: StreamName, write: WriteStream, text: string): void {
    if (text === "") return;
    if (this.pending !== undefined && (this.pending.name !== name || this.pending.write !== write))
      this.flush();
    this.pending ??= { name, write, text: "" };
    this.pending.text += text;
    const wait = this.due - this.now();
    if (wait <= 0 || this.pending.text.length >= longestText) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }
}
