/**
 * The trainings that a page knows, each once, however many views show it: what kernels tell of them, what their run folders
 * hold, and who takes a control. A record that somebody looks at is read from its folder again and again: every second
 * while it may grow, more seldom when it is over.
 */
import { isObject, type TrainingSnapshot } from "friedel/browser";
import { type FolderFiles, HistoryFeed } from "./historyFeed.js";
import type { ControlAnswer, NamedTraining, ProgressMessage, TrainingRequest } from "./messageTypes.js";
import { isOver, type Reading, readFolderInto } from "./recordFolder.js";
import { RunRecord } from "./runRecord.js";
import { serverPath } from "./serverPaths.js";

/** What goes to a kernel. */
export type KernelRequest = Readonly<Record<string, string | number | boolean>>;

/** A kernel that can be spoken to. */
export interface KernelChannel {
  /** Tells kernels apart. */
  readonly id: string;
  /** The folder that it runs in, from the root of the server's files. */
  readonly folder: string;
  /** The notebook that it belongs to, from the same root; "" where there is none. */
  readonly notebook: string;
  /**
   * Sends to the kernel's side of the comm; resolves with the message that answers.
   * @throws Error with a sentence where the kernel refuses, or goes away meanwhile
   */
  ask(data: KernelRequest): Promise<Readonly<Record<string, unknown>>>;
}

/** What the hub needs of the page. */
export interface HubSurroundings {
  readonly files: FolderFiles;
  /** The root of the server's files as its machine calls it; "" where that is not known. */
  readonly serverRoot: string;
  now(): number;
  /** Calls back after so many milliseconds. @returns takes it back */
  after(milliseconds: number, callback: () => void): () => void;
}

/** Milliseconds between two readings of a folder: of a run that may grow, and of one that is over. */
const often = 1000;
const seldom = 10_000;
/** Of one whose folder cannot be read just now. */
const again = 3000;
/** A control that a kernel has not answered for so long is told to be on its way. */
const patience = 30_000;

/** All trainings of a page. */
export class TrainingHub {
  private readonly byFolder = new Map<string, RunRecord>();
  private readonly byRun = new Map<string, RunRecord>();
  private readonly readings = new Map<RunRecord, Reading>();
  private readonly channels = new Map<string, KernelChannel>();
  private readonly kernelOf = new Map<RunRecord, string>();
  private readonly notebookOf = new Map<RunRecord, string>();
  private readonly startWatchers = new Set<(record: RunRecord, channel: KernelChannel) => void>();

  constructor(private readonly surroundings: HubSurroundings) {}

  /** The record of a run folder, by its path from the root of the server's files. */
  openFolder(folder: string): RunRecord {
    let record = this.byFolder.get(folder);
    if (record === undefined) {
      record = new RunRecord(folder, folder);
      this.byFolder.set(folder, record);
    }
    return record;
  }

  /**
   * The record of a snapshot in a notebook, which it takes in.
   * @param notebook the path of the notebook, and the folder that its kernel runs in
   */
  openSnapshot(snapshot: TrainingSnapshot, notebook: string, kernelFolder: string): RunRecord {
    const record = this.recordOf(snapshot, kernelFolder);
    this.notebookOf.set(record, notebook);
    record.takeSnapshot(snapshot, "notebook");
    // its kernel has named what it trains, and not this
    const linked = [...this.channels.values()].some((channel) => channel.notebook === notebook);
    if (linked && !record.active && !isOver(record)) this.lose(record);
    return record;
  }

  /** The notebook in which it is known to train, or to have trained. */
  notebook(record: RunRecord): string | undefined {
    return this.notebookOf.get(record);
  }

  /** Is told of each training that starts. @returns ends it */
  watchStarts(watcher: (record: RunRecord, channel: KernelChannel) => void): () => void {
    this.startWatchers.add(watcher);
    return () => {
      this.startWatchers.delete(watcher);
    };
  }

  /** Trainings that a kernel says are under way. */
  get active(): readonly RunRecord[] {
    return [...new Set([...this.byFolder.values(), ...this.byRun.values()])].filter(({ active }) => active);
  }

  /** Keeps a record read for as long as somebody looks at it. @returns lets it go */
  hold(record: RunRecord): () => void {
    const reading = this.readingOf(record);
    reading.holders++;
    if (reading.holders === 1) void this.refresh(record);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      reading.holders--;
      if (reading.holders === 0) reading.cancel?.();
    };
  }

  /** Reads a record's folder now. */
  async refresh(record: RunRecord): Promise<void> {
    const reading = this.readingOf(record);
    reading.cancel?.();
    reading.busy ??= readFolderInto(record, reading, this.surroundings).finally(() => {
      reading.busy = undefined;
      if (reading.holders > 0) this.plan(record, reading);
    });
    await reading.busy;
  }

  /** Why a control cannot reach a training, in a sentence; undefined where it can. */
  obstacle(record: RunRecord): string | undefined {
    if (record.active && this.channels.has(this.kernelOf.get(record) ?? "")) return undefined;
    const { state } = record.standing;
    if (state === "finished" || state === "stopped" || state === "failed")
      return `Nothing trains here: the run has ${state === "failed" ? "failed" : state === "stopped" ? "been stopped" : "finished"}.`;
    if (state === "interrupted") return "Nothing trains here: the run was interrupted.";
    const notebook = this.notebookOf.get(record);
    const kernel = [...this.channels.values()].find((channel) => channel.notebook === notebook);
    if (notebook !== undefined && kernel === undefined)
      return `No kernel of ${notebook} answers: it is not running, or has not imported Friedel.`;
    return "No kernel of this page trains this run: it runs in another process, or not at all.";
  }

  /** Asks for a control; resolves when it is applied, or cannot be. */
  async ask(record: RunRecord, request: TrainingRequest): Promise<ControlAnswer> {
    const channel = this.channels.get(this.kernelOf.get(record) ?? "");
    const obstacle = this.obstacle(record);
    if (channel === undefined || obstacle !== undefined)
      return { error: obstacle ?? "No kernel trains this run." };
    let cancel: () => void = () => undefined;
    const late = new Promise<never>((_, fail) => {
      cancel = this.surroundings.after(patience, () =>
        fail(new Error("The kernel has not answered for 30 s: a step takes longer, or it hangs.")),
      );
    });
    try {
      const data: Record<string, string | number | boolean> = { ...request };
      if (record.run !== undefined) data.run = record.run;
      const { echo } = await Promise.race([channel.ask(data), late]);
      if (!isObject(echo) || typeof echo.step !== "number")
        return { error: "The kernel has not understood." };
      return { step: echo.step, applied: echo.applied === true };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    } finally {
      cancel();
    }
  }

  /** A comm to a kernel is open. */
  kernelOpened(channel: KernelChannel): void {
    this.channels.set(channel.id, channel);
    // nothing answers this one but the trainings themselves, and a comm that closes
    channel.ask({ subscribe: true }).catch(() => undefined);
  }

  /** A kernel says something; what is not understood is of a later version, and left. */
  kernelMessage(id: string, data: Readonly<Record<string, unknown>>): void {
    const channel = this.channels.get(id);
    if (channel === undefined) return;
    if (Array.isArray(data.trainings)) this.takeList(channel, data.trainings as NamedTraining[]);
    if (isObject(data.started)) this.take(channel, data.started as unknown as NamedTraining, true);
    if (isObject(data.snapshot)) this.takeSnapshot(channel, data.snapshot as unknown as TrainingSnapshot);
    if (isObject(data.progress)) this.takeProgress(channel, data.progress as unknown as ProgressMessage);
    if (isObject(data.ended)) this.takeEnd(data.ended.run);
    if (isObject(data.echo)) this.takeEcho(data.echo);
  }

  /**
   * The comm to a kernel is closed.
   * @param ended whether the kernel is gone, and with it what it trained; else only the connection is
   */
  kernelClosed(id: string, ended: boolean): void {
    if (!this.channels.delete(id)) return;
    for (const [record, kernel] of this.kernelOf) {
      if (kernel !== id) continue;
      if (ended) this.lose(record);
      else record.endLive(false);
    }
  }

  /** A notebook's kernel has ended, or has no Friedel in it: nothing of that notebook trains. */
  notebookIdle(notebook: string): void {
    for (const [record, known] of this.notebookOf)
      if (known === notebook && !isOver(record)) this.lose(record);
  }

  private takeList(channel: KernelChannel, trainings: readonly NamedTraining[]): void {
    const known = trainings.map((training) => this.take(channel, training, false));
    for (const [record, notebook] of this.notebookOf)
      if (notebook === channel.notebook && !known.includes(record) && !isOver(record)) this.lose(record);
  }

  private takeSnapshot(channel: KernelChannel, snapshot: TrainingSnapshot): void {
    const record = this.recordOf(snapshot, channel.folder);
    this.attach(record, channel);
    record.takeSnapshot(snapshot, "kernel");
  }

  private attach(record: RunRecord, { id, notebook }: KernelChannel): void {
    this.kernelOf.set(record, id);
    if (notebook !== "") this.notebookOf.set(record, notebook);
  }

  private take(channel: KernelChannel, training: NamedTraining, starts: boolean): RunRecord {
    const record = this.recordOf(training, channel.folder);
    this.attach(record, channel);
    record.takeStart(training);
    if (starts) for (const watcher of this.startWatchers) watcher(record, channel);
    return record;
  }

  private takeProgress(channel: KernelChannel, progress: ProgressMessage): void {
    const record = this.recordOf(progress, channel.folder);
    this.attach(record, channel);
    record.takeProgress(progress);
    if (!record.active) void this.readIfHeld(record);
  }

  private takeEnd(run: unknown): void {
    const record = [...this.kernelOf.keys()].find((known) => known.run === run);
    if (record === undefined) return;
    record.endLive(false);
    void this.readIfHeld(record);
  }

  private takeEcho({ run, step, control, applied }: Readonly<Record<string, unknown>>): void {
    if (typeof step !== "number" || applied !== true || !isObject(control)) return;
    const record = [...this.kernelOf.keys()].find((known) => known.run === run);
    record?.takeEcho({ step, control: control as TrainingRequest });
  }

  private lose(record: RunRecord): void {
    const reading = this.readings.get(record);
    // what was written before the end may still come in; only what grows after that is another process
    if (reading !== undefined) reading.grown = Number.NEGATIVE_INFINITY;
    record.endLive(true);
    void this.readIfHeld(record);
  }

  private recordOf({ run, kind, folder }: Partial<NamedTraining>, kernelFolder: string): RunRecord {
    const path =
      folder === undefined ? undefined : serverPath(kernelFolder, folder, this.surroundings.serverRoot);
    if (path !== undefined) return this.openFolder(path);
    const key = run ?? kind ?? "";
    let record = this.byRun.get(key);
    if (record === undefined) {
      record = new RunRecord(folder ?? kind ?? "training");
      if (folder !== undefined) record.outside = folder;
      this.byRun.set(key, record);
      this.forgetOld();
    }
    return record;
  }

  /** Trainings without a folder are known for as long as the page lives, but not more than so many. */
  private forgetOld(): void {
    for (const [key, record] of this.byRun) {
      if (this.byRun.size <= mostWithoutFolder) return;
      const held = (this.readings.get(record)?.holders ?? 0) > 0;
      if (held || record.active) continue;
      this.byRun.delete(key);
      for (const map of [this.readings, this.kernelOf, this.notebookOf]) map.delete(record);
    }
  }

  private readingOf(record: RunRecord): Reading {
    let reading = this.readings.get(record);
    if (reading === undefined) {
      reading = {
        feed: new HistoryFeed(this.surroundings.files, record.folder ?? ""),
        holders: 0,
        cancel: undefined,
        busy: undefined,
        grown: this.surroundings.now(),
        configRead: false,
        count: 0,
      };
      this.readings.set(record, reading);
    }
    return reading;
  }

  private async readIfHeld(record: RunRecord): Promise<void> {
    if ((this.readings.get(record)?.holders ?? 0) > 0) await this.refresh(record);
  }

  private plan(record: RunRecord, reading: Reading): void {
    if (record.folder === undefined) return;
    reading.cancel?.();
    const wait = record.problem !== undefined ? again : isOver(record) ? seldom : often;
    reading.cancel = this.surroundings.after(wait, () => void this.refresh(record));
  }
}

const mostWithoutFolder = 50;
