/**
 * Records a training: in memory, and where there is a store as lines of `history.jsonl`, one JSON object each. Lines are
 * gathered for a second at most, so a process that is killed loses no more than that; every row up to a checkpoint's step
 * is on the disk before the checkpoint is.
 */

import { InputError } from "../errors.js";
import type { ControlRecord } from "./controls.js";
import type { DivergenceError } from "./divergence.js";
import type { History, ResumeRecord, RunEnd } from "./history.js";
import { historyFile, jsonLine, reservedNames } from "./historyFile.js";
import type { RunStore } from "./runStoreTypes.js";
import type { Terms } from "./trainableTypes.js";

/** Milliseconds, and characters, after which lines go to the file. */
const flushAfter = 1000;
const flushLength = 1 << 18;

/** The records of one training. */
export class Recorder {
  private lines: string[] = [];
  private length = 0;
  private flushed: number;
  private names = "";

  /**
   * @param history what is recorded already
   * @param now a clock in milliseconds
   */
  constructor(
    private readonly store: RunStore | undefined,
    readonly history: History,
    private readonly now: () => number,
  ) {
    this.flushed = now();
  }

  /** @throws InputError where a term has a name that the history uses itself */
  step(step: number, seconds: number, terms: Terms): void {
    this.checkNames(terms);
    this.history.steps.append(step, { ...terms, seconds });
    this.write({ step, ...terms, seconds });
  }

  evaluation(step: number, seconds: number, values: Terms): void {
    this.history.evaluations.append(step, { ...values, seconds });
    this.write({ step, evaluation: values, seconds });
  }

  control(record: ControlRecord): void {
    this.history.controls.push(record);
    this.write(record);
  }

  resume(record: Required<ResumeRecord>, warnings: readonly string[]): void {
    const { step, ...details } = record;
    this.history.dropAfter(step);
    this.history.resumes.push(record);
    this.write({ resume: step, ...details, ...(warnings.length === 0 ? {} : { warnings }) });
  }

  diverged(error: DivergenceError): void {
    const { term, value, restoredStep } = error;
    this.write({ step: error.step, diverged: { term, value, restored: restoredStep } });
  }

  end(end: RunEnd, details: Readonly<Record<string, unknown>> = {}): void {
    this.history.end = end;
    const { state, step, reason } = end;
    this.write({ step, end: state, ...(reason === undefined ? {} : { reason }), ...details });
  }

  /** Whether lines have waited for long enough. */
  get due(): boolean {
    return this.length > flushLength || (this.length > 0 && this.now() - this.flushed >= flushAfter);
  }

  /** Appends what waits to the file. */
  async flush(durable = false): Promise<void> {
    const text = this.lines.join("");
    this.lines = [];
    this.length = 0;
    this.flushed = this.now();
    if (this.store !== undefined && (text !== "" || durable))
      await this.store.append(historyFile, text, durable);
  }

  private write(row: object): void {
    if (this.store === undefined) return;
    const line = jsonLine(row);
    this.lines.push(line);
    this.length += line.length;
  }

  /** The terms of a model rarely change: their names are checked when they do. */
  private checkNames(terms: Terms): void {
    const names = Object.keys(terms).join();
    if (names === this.names) return;
    for (const name of Object.keys(terms))
      if (reservedNames.includes(name))
        throw new InputError(`step term ${name}: got a name that the history uses itself, expected another`);
    this.names = names;
  }
}
