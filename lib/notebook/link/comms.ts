/**
 * Comms of the Jupyter protocol: two-way channels between a page and the kernel. A page opens one to a target that is
 * registered here; to open one to another target is answered by closing it.
 */
import { randomUUID } from "node:crypto";

/** What can go over a comm: an object that JSON can hold. */
export type CommData = Readonly<Record<string, unknown>>;

/** An open channel. */
export interface Comm {
  readonly id: string;
  readonly target: string;
  /** Sends a message to the page; after the close nothing is sent. */
  send(data: CommData): void;
  close(): void;
}

/** What the kernel does with the comms of a target. */
export interface CommTarget {
  opened?(comm: Comm, data: CommData): void;
  message(comm: Comm, data: CommData): void;
  /** The comm is closed, by the page or by the kernel. */
  closed?(comm: Comm): void;
}

/** Publishes a message to all pages. */
export type Publish = (
  type: "comm_open" | "comm_msg" | "comm_close",
  content: { readonly comm_id: string; readonly data: CommData; readonly target_name?: string },
) => void;

/** A page that is reloaded does not close its comms, so of one target only so many stay open. */
export const mostOpen = 32;

/** The comms of a kernel. */
export class Comms {
  private readonly targets = new Map<string, CommTarget>();
  private readonly open = new Map<string, Comm>();

  constructor(private readonly publish: Publish) {}

  /** Says what becomes of comms that a page opens to a target. */
  register(name: string, target: CommTarget): void {
    this.targets.set(name, target);
  }

  /** Opens a comm to a target that a page has registered. */
  openTo(target: string, data: CommData = {}): Comm {
    const comm = this.add(randomUUID(), target);
    this.publish("comm_open", { comm_id: comm.id, target_name: target, data });
    return comm;
  }

  /** The open comms, of one target or of all. */
  list(target?: string): readonly Comm[] {
    return [...this.open.values()].filter((comm) => target === undefined || comm.target === target);
  }

  /** A message has come in. What it lacks makes it one that nobody understands: nothing happens then. */
  receive(type: string, content: CommData): void {
    const { comm_id: id, target_name: name } = content;
    const data = asData(content.data);
    if (typeof id !== "string") return;
    if (type === "comm_open") {
      if (typeof name === "string" && !this.open.has(id)) this.opened(id, name, data);
      return;
    }
    const comm = this.open.get(id);
    if (comm === undefined) return;
    const target = this.targets.get(comm.target);
    if (type === "comm_msg") target?.message(comm, data);
    if (type !== "comm_close") return;
    this.open.delete(id);
    target?.closed?.(comm);
  }

  private opened(id: string, name: string, data: CommData): void {
    const target = this.targets.get(name);
    if (target === undefined) {
      this.publish("comm_close", { comm_id: id, data: {} });
      return;
    }
    const others = this.list(name);
    if (others.length >= mostOpen) others[0].close();
    const comm = this.add(id, name);
    target.opened?.(comm, data);
  }

  private add(id: string, target: string): Comm {
    const comm: Comm = {
      id,
      target,
      send: (data) => {
        if (this.open.has(id)) this.publish("comm_msg", { comm_id: id, data });
      },
      close: () => {
        if (!this.open.delete(id)) return;
        this.publish("comm_close", { comm_id: id, data: {} });
        this.targets.get(target)?.closed?.(comm);
      },
    };
    this.open.set(id, comm);
    return comm;
  }
}

function asData(data: unknown): CommData {
  return typeof data === "object" && data !== null ? (data as CommData) : {};
}
