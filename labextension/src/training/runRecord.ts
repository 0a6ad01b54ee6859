/**
 * All that a page knows of one training: its curves, where it stands, what was asked of it. It is told by three sources:
 * the run folder, which has every point and is right where sources differ; the kernel, ten times a second while it trains;
 * and the snapshot in the notebook, for a run of which nothing else is left. Points are told apart by their step, so the
 * sources may come in any order and as often as they like.
 */
import type {
  ControlRecord,
  DeltaRows,
  History,
  HistoryTable,
  JsonObject,
  TrainingSeries,
  TrainingSnapshot,
  TrainingStatus,
} from "friedel/browser";
import { elbo } from "./chartPlan.js";
import type { NamedTraining, ProgressMessage, RunState } from "./messageTypes.js";
import { Points } from "./points.js";

/** The curves of a source. */
type Of = "step" | "evaluation";

/** How a run stands, in words and numbers. */
export interface Standing extends Omit<TrainingStatus, "run" | "state"> {
  readonly state: RunState;
  /** What it runs on, and the memory of the process in bytes. */
  readonly device?: string;
  readonly memory?: number;
}

const mostMarks = 500;
const mostWarnings = 20;

/** One training. */
export class RunRecord {
  /** The name that the kernel gives it; changes when the run is resumed. */
  run: string | undefined;
  /** What made the model; undefined until known. */
  config: JsonObject | undefined;
  /** What `config.json` says beside that: options of the loop, data, kernels, when it was started. */
  file: JsonObject | undefined;
  /** The run folder where it lies outside of what the server shows: it cannot be read from the page. */
  outside: string | undefined;
  readonly standing: { -readonly [K in keyof Standing]: Standing[K] } = {
    kind: "training",
    state: "unfinished",
    step: 0,
    steps: 0,
    seconds: 0,
    rate: null,
    remaining: null,
  };
  warnings: readonly string[] = [];
  /** Steps whose state is saved. */
  checkpoints: readonly number[] = [];
  /** Steps from which the run was resumed. */
  resumes: readonly number[] = [];
  /** Why the run cannot be read or reached, in a sentence; undefined where all is well. */
  problem: string | undefined;
  /** Changes with every change of the record. */
  version = 0;

  private readonly curves = { step: new Map<string, Points>(), evaluation: new Map<string, Points>() };
  private readonly marks = new Map<string, ControlRecord>();
  private settledRows = { step: 0, evaluation: 0 };
  private resumesSeen = 0;
  private readonly watchers = new Set<() => void>();
  private live = false;
  private elboPoints = { version: -1, points: new Points() };

  /**
   * @param name what people call it: the path of its folder, or its kind
   * @param folder the run folder, from the root of the server's files; undefined: nothing is saved
   */
  constructor(
    readonly name: string,
    readonly folder?: string,
  ) {}

  /** Is told after every change. @returns ends it */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  /** Tells the watchers; who changes a field says so. */
  changed(): void {
    this.version++;
    for (const watcher of this.watchers) watcher();
  }

  /** Whether a kernel says that it trains now. */
  get active(): boolean {
    return this.live;
  }

  /** The names of its curves. */
  get names(): { step: string[]; evaluation: string[] } {
    const named = (curves: ReadonlyMap<string, Points>) =>
      [...curves].filter(([, points]) => points.length > 0).map(([name]) => name);
    return { step: named(this.curves.step), evaluation: named(this.curves.evaluation) };
  }

  /** A curve; undefined where there is none of that name. */
  curve(name: string, of: Of): Points | undefined {
    if (name === elbo && of === "step") return this.negativeElbo();
    return this.curves[of].get(name);
  }

  /** The controls that were applied, in the order of their steps. */
  get controls(): readonly ControlRecord[] {
    return [...this.marks.values()].sort((a, b) => a.step - b.step);
  }

  /** The last value of a curve. */
  last(name: string, of: Of): number | undefined {
    const points = this.curve(name, of);
    return points === undefined || points.length === 0 ? undefined : points.values[points.length - 1];
  }

  /**
   * Takes a snapshot, whose points are means of neighbours: they stand in where there are no others.
   * @param from the output of a cell, which may be old, or the kernel, which knows
   */
  takeSnapshot(snapshot: TrainingSnapshot, from: "notebook" | "kernel"): void {
    const { run, state, step, series, controls, config } = snapshot;
    if (config !== undefined) this.config ??= config;
    const running = state === "running" || state === "paused";
    const known = this.live || (this.settledRows.step > 0 && !running);
    if (from === "notebook" && (known || step < this.standing.step)) {
      this.changed();
      return;
    }
    if (this.run !== run) this.beginRun(step);
    this.run = run;
    if (from === "kernel") this.live = running;
    if (from === "kernel" || this.settledRows.step === 0) this.replaceLive(series);
    for (const record of controls) this.mark(record);
    this.warnings = snapshot.warnings;
    this.stand(snapshot);
    this.changed();
  }

  /** Takes what the kernel says of a training under way. */
  takeProgress(progress: ProgressMessage): void {
    const { rows, evaluations, controls, warnings, state } = progress;
    const first = rows.values[0]?.[0];
    if (this.run !== progress.run && typeof first === "number") this.beginRun(first - 1);
    this.run = progress.run;
    this.takeRows("step", rows);
    this.takeRows("evaluation", evaluations);
    for (const record of controls) this.mark(record);
    this.addWarnings(warnings);
    this.live = state === "running" || state === "paused";
    this.stand(progress);
    this.changed();
  }

  /** A kernel says that it trains it. */
  takeStart({ run, kind, steps }: NamedTraining): void {
    if (this.run === run && this.live) return;
    this.live = true;
    Object.assign(this.standing, { kind, steps, state: "running", reason: undefined });
    this.changed();
  }

  /** Takes the folder's `config.json`. */
  takeConfig(file: Readonly<Record<string, unknown>>): void {
    const { kind, config, training, variant, fingerprint, created, friedel } = file;
    this.config = (config ?? this.config) as JsonObject | undefined;
    this.file = { training, variant, fingerprint, created, friedel } as JsonObject;
    if (typeof kind === "string") this.standing.kind = kind;
    const steps =
      typeof training === "object" && training !== null && "steps" in training ? training.steps : 0;
    if (typeof steps === "number" && this.standing.steps === 0) this.standing.steps = steps;
    this.changed();
  }

  /** A control was applied. */
  takeEcho(record: ControlRecord): void {
    this.mark(record);
    const { control } = record;
    if (this.live && "pause" in control) this.standing.state = "paused";
    if (this.live && "resume" in control) this.standing.state = "running";
    this.changed();
  }

  /** The kernel no longer trains it: it ended, or the kernel is gone. */
  endLive(interrupted: boolean): void {
    this.live = false;
    const { state } = this.standing;
    if (interrupted && (state === "running" || state === "paused" || state === "unfinished"))
      this.standing.state = "interrupted";
    this.standing.rate = null;
    this.standing.remaining = null;
    this.standing.preparation = undefined;
    this.changed();
  }

  /** Takes what was read of the run folder's history since the last time; `history` has it all. */
  takeHistory(history: History): void {
    if (history.resumes.length !== this.resumesSeen) {
      const from = Math.min(...history.resumes.slice(this.resumesSeen).map(({ step }) => step));
      this.resumesSeen = history.resumes.length;
      this.rewind(history, from);
    }
    this.settle("step", history.steps);
    this.settle("evaluation", history.evaluations);
    for (const record of history.controls) this.mark(record);
    this.resumes = history.resumes.map(({ step }) => step);
    this.standFrom(history);
    this.changed();
  }

  /** Forgets what the folder said: it is read anew. */
  forgetFolder(): void {
    for (const curves of Object.values(this.curves)) for (const points of curves.values()) points.clear();
    this.settledRows = { step: 0, evaluation: 0 };
    this.resumesSeen = 0;
    this.marks.clear();
    if (!this.live) Object.assign(this.standing, { state: "unfinished", step: 0, reason: undefined });
    this.changed();
  }

  private standFrom(history: History): void {
    const { standing } = this;
    const steps = history.resumes.at(-1)?.steps;
    if (this.live) return;
    if (steps !== undefined) standing.steps = steps;
    const last = history.steps.last();
    if (last !== undefined) {
      standing.step = Math.max(last.step, history.end?.step ?? 0);
      standing.seconds = Number.isFinite(last.seconds) ? last.seconds : standing.seconds;
    }
    if (history.end !== undefined) {
      standing.state = history.end.state;
      standing.reason = history.end.reason;
      standing.rate = null;
      standing.remaining = null;
    } else if (standing.state !== "running" && standing.state !== "interrupted")
      standing.state = "unfinished";
  }

  private stand(told: Standing): void {
    const { device, memory, kind, state, step, steps, preparation, seconds, rate, remaining, reason } = told;
    Object.assign(this.standing, { kind, state, step, steps, preparation, seconds, rate, remaining, reason });
    if (device !== undefined) this.standing.device = device;
    if (memory !== undefined) this.standing.memory = memory;
  }

  /** A training under another name goes on from a step: its points replace those of later steps. */
  private beginRun(step: number): void {
    if (this.run === undefined) return;
    for (const curves of Object.values(this.curves))
      for (const points of curves.values()) points.dropAfter(step);
    for (const [key, mark] of this.marks) if (mark.step > step + 1) this.marks.delete(key);
    this.settledRows = { step: 0, evaluation: 0 };
  }

  private replaceLive(series: readonly TrainingSeries[]): void {
    for (const { name, of, steps, values } of series) {
      const points = this.pointsOf(name, of);
      points.dropLive(Number.POSITIVE_INFINITY);
      for (let i = 0; i < steps.length; i++) points.add(steps[i], values[i] ?? Number.NaN);
    }
  }

  private takeRows(of: Of, rows: DeltaRows): void {
    const { names, values } = rows;
    const at = names.indexOf("step");
    const points = names.map((name) =>
      name === "step" || name === "seconds" ? undefined : this.pointsOf(name, of),
    );
    for (const row of values) {
      const step = row[at < 0 ? 0 : at];
      if (step === null) continue;
      points.forEach((curve, i) => {
        const value = row[i];
        if (value !== null && value !== undefined) curve?.add(step, value);
      });
    }
  }

  private rewind(history: History, step: number): void {
    for (const curves of Object.values(this.curves))
      for (const points of curves.values()) points.dropAfter(Number.isFinite(step) ? step : 0);
    for (const [key, mark] of this.marks) if (mark.step > step) this.marks.delete(key);
    const upTo = (table: HistoryTable) => {
      const steps = table.column("step");
      let rows = steps.length;
      while (rows > 0 && steps[rows - 1] > step) rows--;
      return rows;
    };
    this.settledRows = {
      step: Math.min(this.settledRows.step, upTo(history.steps)),
      evaluation: Math.min(this.settledRows.evaluation, upTo(history.evaluations)),
    };
  }

  private settle(of: Of, table: HistoryTable): void {
    const from = this.settledRows[of];
    if (table.length <= from) return;
    const steps = table.column("step");
    for (const name of table.names) {
      if (name === "step" || name === "seconds") continue;
      const values = table.column(name);
      const points = this.pointsOf(name, of);
      const last = points.settled > 0 ? points.steps[points.settled - 1] : Number.NEGATIVE_INFINITY;
      for (let row = from; row < values.length; row++)
        if (steps[row] > last) points.settle(steps[row], values[row]);
      points.dropLive(steps[steps.length - 1]);
    }
    this.settledRows[of] = table.length;
  }

  private pointsOf(name: string, of: Of): Points {
    let points = this.curves[of].get(name);
    if (points === undefined) {
      points = new Points();
      this.curves[of].set(name, points);
    }
    return points;
  }

  /** −ELBO = nll + kl at the steps that have both. */
  private negativeElbo(): Points | undefined {
    const nll = this.curves.step.get("nll");
    const kl = this.curves.step.get("kl");
    if (nll === undefined || kl === undefined) return undefined;
    if (this.elboPoints.version !== this.version) this.elboPoints.points.takeSum(nll, kl);
    this.elboPoints.version = this.version;
    return this.elboPoints.points;
  }

  private mark(record: ControlRecord): void {
    this.marks.set(`${record.step} ${JSON.stringify(record.control)}`, record);
    if (this.marks.size > mostMarks) this.marks.delete(this.marks.keys().next().value as string);
  }

  private addWarnings(warnings: readonly string[]): void {
    const added = warnings.filter((warning) => !this.warnings.includes(warning));
    if (added.length > 0) this.warnings = [...this.warnings, ...added].slice(-mostWarnings);
  }
}
