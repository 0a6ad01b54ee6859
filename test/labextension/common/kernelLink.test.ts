/** The link to a kernel, with kernels that answer as Friedel's, as tslab alone, and as those of other languages. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  answerWithin,
  KernelLink,
  KernelLinks,
  type LinkComm,
  type LinkKernel,
  type LinkRequest,
  linkTarget,
} from "../../../labextension/src/common/kernelLink.js";

class FakeSignal {
  private readonly slots = new Set<() => void>();

  connect(slot: () => void): void {
    this.slots.add(slot);
  }

  disconnect(slot: () => void): void {
    this.slots.delete(slot);
  }

  emit(): void {
    for (const slot of [...this.slots]) slot();
  }

  get count(): number {
    return this.slots.size;
  }
}

class FakeMessages {
  private readonly slots = new Set<
    (sender: unknown, message: { parent_header: object; content: object }) => void
  >();

  connect(slot: (sender: unknown, message: { parent_header: object; content: object }) => void): void {
    this.slots.add(slot);
  }

  disconnect(slot: (sender: unknown, message: { parent_header: object; content: object }) => void): void {
    this.slots.delete(slot);
  }

  emit(type: string, content: object = {}): void {
    for (const slot of [...this.slots]) slot(this, { parent_header: { msg_type: type }, content });
  }

  get count(): number {
    return this.slots.size;
  }
}

/** What a kernel does with comms. */
type Kind = "friedel" | "silent" | "closing";

class FakeComm implements LinkComm {
  isDisposed = false;
  closed = false;
  readonly sent: LinkRequest[] = [];

  constructor(private readonly kernel: FakeKernel) {}

  onMsg(_message: { content: { data: unknown } }): void {}
  onClose(_message: unknown): void {}

  open(): void {
    if (this.kernel.kind === "friedel") this.receive({ trainings: [] });
    if (this.kernel.kind === "closing") this.onClose({});
  }

  send(data: LinkRequest): void {
    this.sent.push(data);
    if (this.kernel.kind === "friedel" && data.trainings === true) this.receive({ trainings: [] });
  }

  receive(data: unknown): void {
    this.onMsg({ content: { data } });
  }

  close(): void {
    this.closed = true;
    this.dispose();
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

class FakeKernel implements LinkKernel {
  readonly id = "id";
  readonly name = "tslab";
  status = "idle";
  connectionStatus = "connected";
  isDisposed = false;
  handleComms = true;
  readonly statusChanged = new FakeSignal();
  readonly connectionStatusChanged = new FakeSignal();
  readonly iopubMessage = new FakeMessages();
  readonly disposed = new FakeSignal();
  readonly comms: FakeComm[] = [];

  constructor(public kind: Kind) {}

  createComm(target: string): FakeComm {
    expect(target).toBe(linkTarget);
    this.comms.push(new FakeComm(this));
    return this.comm;
  }

  get comm(): FakeComm {
    return this.comms[this.comms.length - 1];
  }

  to(...states: readonly string[]): void {
    for (const status of states) {
      this.status = status;
      this.statusChanged.emit();
    }
  }

  runCell(): void {
    this.to("busy");
    this.iopubMessage.emit("execute_request", { execution_state: "busy" });
    this.to("idle");
    this.iopubMessage.emit("execute_request", { execution_state: "idle" });
  }

  connection(status: string): void {
    this.connectionStatus = status;
    this.connectionStatusChanged.emit();
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("a kernel with Friedel", () => {
  test("answers at once: the link is open, and tells what the kernel sends", () => {
    const kernel = new FakeKernel("friedel");
    const link = new KernelLink(kernel);
    expect([link.state, link.reason]).toEqual(["open", undefined]);
    const heard = vi.fn();
    const end = link.onMessage(heard);
    kernel.comm.receive({ started: { run: "a" } });
    kernel.comm.receive("nonsense");
    kernel.comm.receive(null);
    end();
    kernel.comm.receive({ ended: { run: "a" } });
    expect(heard.mock.calls).toEqual([[{ started: { run: "a" } }]]);
  });

  test("answers what it is asked, each to its own, and refuses in a sentence", async () => {
    const kernel = new FakeKernel("friedel");
    const link = new KernelLink(kernel);
    const first = link.ask({ stop: true });
    const second = link.ask({ run: "a", learningRate: 0.5 });
    const [one, two] = kernel.comm.sent;
    expect(one).toEqual({ stop: true, request: expect.any(String) });
    expect(two.request).not.toBe(one.request);
    kernel.comm.receive({ echo: { applied: 0.5 }, request: two.request });
    kernel.comm.receive({ error: "control of a training: none is under way", request: one.request });
    await expect(second).resolves.toMatchObject({ echo: { applied: 0.5 } });
    await expect(first).rejects.toThrow("control of a training: none is under way");
  });

  test("is linked anew after a restart, and what was asked meanwhile fails", async () => {
    const kernel = new FakeKernel("friedel");
    const link = new KernelLink(kernel);
    const states: string[] = [];
    link.onState((state) => states.push(state));
    const asked = link.ask({ pause: true });
    kernel.to("restarting");
    await expect(asked).rejects.toThrow("kernel tslab: is restarting, or not connected");
    await expect(link.ask({ pause: true })).rejects.toThrow("is restarting");
    kernel.to("starting", "idle");
    expect(states).toEqual(["away", "connecting", "open"]);
    expect(kernel.comms.map(({ isDisposed }) => isDisposed)).toEqual([true, false]);
  });

  test("is linked anew even where its status stays unknown after a restart", () => {
    const kernel = new FakeKernel("friedel");
    const link = new KernelLink(kernel);
    kernel.to("restarting");
    kernel.connection("connecting");
    kernel.to("unknown");
    expect(link.state).toBe("away");
    kernel.connection("connected");
    expect([link.state, kernel.comms.length]).toEqual(["open", 2]);
  });

  test("keeps its comm while the connection is lost, and asks by it when it is back", () => {
    const kernel = new FakeKernel("friedel");
    const link = new KernelLink(kernel);
    kernel.connection("connecting");
    expect(link.state).toBe("away");
    kernel.connection("connected");
    expect([link.state, kernel.comms.length, kernel.comm.sent]).toEqual(["open", 1, [{ trainings: true }]]);
  });

  test("is linked anew where it was another kernel meanwhile, and is gone when it has died", () => {
    const kernel = new FakeKernel("friedel");
    const link = new KernelLink(kernel);
    kernel.connection("connecting");
    // JupyterLab drops the comms of a kernel that it finds restarted.
    kernel.comm.dispose();
    kernel.connection("connected");
    expect([link.state, kernel.comms.length]).toEqual(["open", 2]);
    kernel.to("dead");
    expect([link.state, link.reason]).toEqual(["dead", "kernel tslab: has ended; restart it"]);
    kernel.to("restarting", "idle");
    expect(link.state).toBe("open");
  });

  test("that is busy and silent is waited for", () => {
    const kernel = new FakeKernel("silent");
    kernel.status = "busy";
    const link = new KernelLink(kernel);
    vi.advanceTimersByTime(10 * answerWithin);
    expect(link.state).toBe("connecting");
    expect(link.reason).toContain("has not answered yet");
    kernel.comm.receive({ trainings: [] });
    expect(link.state).toBe("open");
    vi.advanceTimersByTime(10 * answerWithin);
    expect(link.state).toBe("open");
  });

  test("keeps its comm while cells run", () => {
    const kernel = new FakeKernel("friedel");
    const link = new KernelLink(kernel);
    kernel.runCell();
    kernel.runCell();
    expect([link.state, kernel.comms.length]).toEqual(["open", 1]);
  });
});

describe("a kernel without Friedel", () => {
  test("that does not answer is tried again after each cell, and found when one has imported it", () => {
    const kernel = new FakeKernel("silent");
    const link = new KernelLink(kernel);
    vi.advanceTimersByTime(answerWithin - 1);
    expect(link.state).toBe("connecting");
    vi.advanceTimersByTime(1);
    expect([link.state, kernel.comms.length]).toEqual(["absent", 1]);
    expect(link.reason).toContain('has no Friedel in it; run a cell with import "friedel"');
    kernel.runCell();
    expect([link.state, kernel.comms.length]).toEqual(["absent", 2]);
    expect(kernel.comms[0].closed).toBe(true);
    kernel.kind = "friedel";
    kernel.runCell();
    expect([link.state, kernel.comms.length]).toEqual(["open", 3]);
  });

  test("that imports Friedel in the first of many cells is found before it was given up", () => {
    const kernel = new FakeKernel("silent");
    const link = new KernelLink(kernel);
    kernel.runCell();
    expect([link.state, kernel.comms.length]).toEqual(["connecting", 2]);
    kernel.kind = "friedel";
    kernel.runCell();
    kernel.to("busy");
    expect([link.state, kernel.comms.length]).toEqual(["open", 3]);
  });

  test("is not asked again by what makes it busy without a cell, such as the question itself", () => {
    const kernel = new FakeKernel("silent");
    const link = new KernelLink(kernel);
    vi.advanceTimersByTime(answerWithin);
    for (let i = 0; i < 100; i++) {
      kernel.to("busy");
      kernel.iopubMessage.emit("comm_open", { execution_state: "busy" });
      // a cell that goes on publishing
      kernel.iopubMessage.emit("execute_request", { data: {} });
      kernel.to("idle");
      kernel.iopubMessage.emit("comm_open", { execution_state: "idle" });
    }
    expect([link.state, kernel.comms.length]).toEqual(["absent", 1]);
  });

  test("that answers late is linked all the same", () => {
    const kernel = new FakeKernel("silent");
    const link = new KernelLink(kernel);
    vi.advanceTimersByTime(answerWithin);
    kernel.comm.receive({ trainings: [] });
    expect([link.state, kernel.comms.length]).toEqual(["open", 1]);
  });

  test("that closes the comm says so at once", () => {
    const link = new KernelLink(new FakeKernel("closing"));
    expect(link.state).toBe("absent");
  });

  test("a late word of a comm that was given up counts for nothing", () => {
    const kernel = new FakeKernel("silent");
    const link = new KernelLink(kernel);
    vi.advanceTimersByTime(answerWithin);
    const [old] = kernel.comms;
    kernel.runCell();
    old.receive({ trainings: [] });
    old.onClose({});
    expect(link.state).toBe("absent");
  });
});

test("a second connection to a kernel, which gets no comms, says where the first is", () => {
  const kernel = new FakeKernel("friedel");
  kernel.handleComms = false;
  const link = new KernelLink(kernel);
  expect([link.state, kernel.comms.length]).toEqual(["absent", 0]);
  expect(link.reason).toContain("is linked to another notebook");
});

test("a link that is ended closes its comm, and listens no more", () => {
  const kernel = new FakeKernel("friedel");
  const link = new KernelLink(kernel);
  link.dispose();
  link.dispose();
  expect(kernel.comm.closed).toBe(true);
  const { statusChanged, connectionStatusChanged, iopubMessage } = kernel;
  expect([statusChanged.count, connectionStatusChanged.count, iopubMessage.count]).toEqual([0, 0, 0]);
});

test("there is one link a connection, and it goes with it", () => {
  const links = new KernelLinks();
  const added = vi.fn();
  links.onAdded(added);
  const kernel = new FakeKernel("friedel");
  const other = new FakeKernel("silent");
  const link = links.of(kernel);
  expect(links.of(kernel)).toBe(link);
  expect(links.of(other)).not.toBe(link);
  expect(added.mock.calls.map(([one]) => (one as KernelLink).kernel)).toEqual([kernel, other]);
  kernel.isDisposed = true;
  kernel.disposed.emit();
  expect([link.state, links.list().length]).toEqual(["dead", 1]);
});
