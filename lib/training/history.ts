/**
 * The record of a training in memory: columns of float64 that grow by half when full, 8 bytes a number. A run of 30,000
 * steps with three terms and the time takes 1.4 MB at most, and nothing of it is ever an object per step.
 */
import { InputError } from "../errors.js";
import type { ControlRecord } from "./controls.js";
import type { Terms } from "./trainableTypes.js";

/** Rows of named numbers in the order of their steps; what a row does not have is NaN. */
export class HistoryTable {
  private readonly columns = new Map<string, Float64Array>();
  private capacity = 64;
  private rows = 0;

  constructor() {
    this.columns.set("step", new Float64Array(this.capacity));
  }

  /** The number of rows. */
  get length(): number {
    return this.rows;
  }

  /** The columns, `step` first. */
  get names(): readonly string[] {
    return [...this.columns.keys()];
  }

  /**
   * A column up to now, as a view that later rows leave alone.
   * @throws InputError where there is none of that name
   */
  column(name: string): Float64Array {
    const values = this.columns.get(name);
    if (values === undefined)
      throw new InputError(`history: got no column ${name}, expected one of ${this.names.join(", ")}`);
    return values.subarray(0, this.rows);
  }

  /** The last row, or undefined where there is none. */
  last(): Terms | undefined {
    if (this.rows === 0) return undefined;
    return Object.fromEntries([...this.columns].map(([name, values]) => [name, values[this.rows - 1]]));
  }

  /** @internal Adds a row. */
  append(step: number, values: Terms): void {
    if (this.rows === this.capacity) this.grow();
    const row = this.rows++;
    for (const column of this.columns.values()) column[row] = Number.NaN;
    (this.columns.get("step") as Float64Array)[row] = step;
    for (const name in values) this.columnFor(name)[row] = values[name];
  }

  /** @internal Drops the rows of later steps. */
  dropAfter(step: number): void {
    const steps = this.column("step");
    while (this.rows > 0 && steps[this.rows - 1] > step) this.rows--;
  }

  private columnFor(name: string): Float64Array {
    let column = this.columns.get(name);
    if (column === undefined) {
      column = new Float64Array(this.capacity).fill(Number.NaN);
      this.columns.set(name, column);
    }
    return column;
  }

  private grow(): void {
    this.capacity += this.capacity >> 1;
    for (const [name, values] of this.columns) {
      const longer = new Float64Array(this.capacity);
      longer.set(values);
      this.columns.set(name, longer);
    }
  }
}

/** How a run ended; a run without one is under way, or was interrupted. */
export interface RunEnd {
  readonly state: "finished" | "stopped" | "failed";
  readonly step: number;
  /** Of a run that failed: why, in a sentence. */
  readonly reason?: string;
}

/** A resume: from the checkpoint of which step, how many steps there were to be, and with which kernels. */
export interface ResumeRecord {
  readonly step: number;
  readonly steps?: number;
  readonly variant?: string;
}

/** All that was recorded of a run, superseded rows left out. */
export class History {
  /** One row a step: `step`, `seconds`, and the terms of the model. */
  readonly steps: HistoryTable = new HistoryTable();
  /** One row an evaluation: `step`, `seconds`, and the values of the model and of the user's metrics. */
  readonly evaluations: HistoryTable = new HistoryTable();
  /** The controls applied. */
  readonly controls: ControlRecord[] = [];
  /** The resumes, those of before a later resume among them. */
  readonly resumes: ResumeRecord[] = [];
  /** How the run ended, if it did. */
  end: RunEnd | undefined;

  /** @internal Drops what came after a step, as a resume from there supersedes it. */
  dropAfter(step: number): void {
    this.steps.dropAfter(step);
    this.evaluations.dropAfter(step);
    const kept = this.controls.filter((record) => record.step <= step);
    this.controls.splice(0, this.controls.length, ...kept);
    this.end = undefined;
  }
}
