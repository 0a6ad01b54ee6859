/**
 * The training loop: step, record, evaluate, judge, save, until the last step, a stop, or divergence. Steps are
 * synchronous; between them the event loop runs every 10 ms, controls are applied, and files are written. All that a
 * resume needs besides the model's state is in `LoopState`.
 */
import { InputError } from "../errors.js";
import type { ControlRecord, ControlRequest, PendingControl } from "./controls.js";
import { DivergenceError, firstNonFinite, firstNonFiniteTensor } from "./divergence.js";
import { EarlyStop } from "./earlyStop.js";
import type { LoopParts, LoopState } from "./loopTypes.js";
import { LossWatch } from "./lossWatch.js";
import type { BareProgress } from "./reporting.js";
import { copyTensors } from "./tensors.js";
import type { Preparation, StateTensors, StepControls, Terms } from "./trainableTypes.js";
import type { TrainingProgress, TrainingResult } from "./trainingTypes.js";
import { yieldAfter, yieldToEventLoop } from "./yielding.js";

/** Every so many steps the state is looked through and, where it is good, copied as the one to fall back on. */
const snapshotEvery = 100;

/** One training, from a state of the model on. */
export class TrainingLoop {
  private step = 0;
  private seconds = 0;
  private factors: StepControls = { learningRate: 1, priorWeight: 1 };
  private readonly applied: ControlRecord[] = [];
  private readonly watch: LossWatch;
  private readonly earlyStop: EarlyStop | undefined;
  private stoppedEarly = false;
  private preparing = false;
  private preparation: Preparation | undefined;
  private best: StateTensors | undefined;
  private snapshot: { step: number; tensors: StateTensors } | undefined;
  private saved: { step: number; controls: number } | undefined;
  private terms: Terms = {};
  private evaluation: { step: number; values: Terms } | undefined;
  private clock: number;
  private lastYield: number;

  constructor(private readonly parts: LoopParts) {
    const { divergence, earlyStop } = parts.settings;
    this.watch = new LossWatch(divergence === false ? {} : divergence);
    this.earlyStop = earlyStop === undefined ? undefined : new EarlyStop(earlyStop);
    this.clock = parts.now();
    this.lastYield = this.clock;
  }

  /** The last step done. */
  get done(): number {
    return this.step;
  }

  /** The step of the newest checkpoint, or undefined where there is none. */
  get savedStep(): number | undefined {
    return this.saved?.step;
  }

  /** Whether no step is left to do. */
  get complete(): boolean {
    return this.stoppedEarly || this.step >= this.parts.settings.steps;
  }

  /** Goes on from a checkpoint; the model has its state already. */
  restore(state: LoopState, best: StateTensors | undefined): void {
    this.step = state.step;
    this.seconds = state.seconds;
    this.watch.restore(state.lossWatch);
    if (state.earlyStop !== undefined) this.earlyStop?.restore(state.earlyStop);
    this.stoppedEarly = state.stoppedEarly;
    this.best = best === undefined ? undefined : copyTensors(best);
    for (const record of state.controls) this.take(record);
    this.saved = { step: state.step, controls: state.controls.length };
  }

  /**
   * Trains to the end.
   * @throws DivergenceError; what the model, a metric or the store throws
   */
  async run(): Promise<TrainingResult> {
    const { recorder } = this.parts;
    const state = (await this.prepare()) === "stop" ? "stopped" : await this.allSteps();
    if (this.best !== undefined) this.parts.trainable.restore(this.best);
    // a run that was finished before is resumed without a word
    if (recorder.history.end === undefined)
      recorder.end({ state, step: this.step }, this.stoppedEarly ? { early: true } : {});
    await recorder.flush(true);
    return this.result(state);
  }

  /** Lets a new model prepare itself, with the controls at work; one that is stopped meanwhile has nothing to save. */
  private async prepare(): Promise<"stop" | "go"> {
    const { trainable, reporting } = this.parts;
    let state: "stop" | "go" = "go";
    // what was restored is saved already
    if (this.saved === undefined && trainable.prepare !== undefined) {
      this.preparing = true;
      await trainable.prepare(async (done) => {
        this.preparation = done;
        this.tick();
        state = await this.applyControls();
        if (state === "go") await this.breathe();
        return state === "go";
      });
      this.tick();
      this.preparing = false;
      this.preparation = undefined;
    }
    reporting.start(this.step, this.seconds);
    return state;
  }

  private async allSteps(): Promise<TrainingResult["state"]> {
    this.keepSnapshot();
    await this.saveIfNew();
    let state: TrainingResult["state"] = "finished";
    while (!this.complete) {
      if ((await this.applyControls()) === "stop") {
        state = "stopped";
        break;
      }
      await this.oneStep();
      await this.breathe();
    }
    this.keepSnapshot();
    await this.saveIfNew();
    return state;
  }

  /** How it goes now. */
  progress(state: TrainingProgress["state"]): BareProgress {
    const { trainable, settings, recorder } = this.parts;
    return {
      kind: trainable.kind,
      state,
      step: this.step,
      steps: settings.steps,
      ...(this.preparation === undefined ? {} : { preparation: this.preparation }),
      seconds: this.seconds,
      terms: this.terms,
      ...(this.evaluation === undefined ? {} : { evaluation: this.evaluation }),
      history: recorder.history,
    };
  }

  private result(state: TrainingResult["state"]): TrainingResult {
    const { recorder, reporting, settings } = this.parts;
    const best = this.earlyStop?.state.best;
    return {
      state,
      step: this.step,
      steps: settings.steps,
      stoppedEarly: this.stoppedEarly,
      ...(best === undefined ? {} : { best }),
      seconds: this.seconds,
      history: recorder.history,
      warnings: reporting.warnings,
    };
  }

  private async oneStep(): Promise<void> {
    const { trainable, settings, recorder } = this.parts;
    const step = this.step + 1;
    this.terms = trainable.step(step, this.factors);
    this.step = step;
    this.tick();
    recorder.step(step, this.seconds, this.terms);
    this.judge(this.terms);
    const last = step === settings.steps;
    if (step % settings.evaluateEvery === 0 || last) await this.evaluate();
    if (step % snapshotEvery === 0) this.keepSnapshot();
    if (step % settings.checkpointEvery === 0 && !last && !this.stoppedEarly && !this.watch.suspicious) {
      this.keepSnapshot();
      await this.saveIfNew();
    }
  }

  /** Throws where a term, or the loss over a long time, tells of divergence. */
  private judge(terms: Terms): void {
    const wrong = firstNonFinite(terms);
    if (wrong !== undefined) this.diverge(...wrong);
    const { lossTerm } = this.parts.trainable;
    if (lossTerm === undefined || this.parts.settings.divergence === false) return;
    if (terms[lossTerm] === undefined)
      throw new InputError(`step terms: got no ${lossTerm}, expected the model's loss among them`);
    this.watch.add(terms[lossTerm]);
    if (this.watch.diverged)
      this.diverge(
        `a smoothed ${lossTerm} of`,
        this.watch.value,
        `one below ${this.watch.limit.toPrecision(4)}`,
      );
  }

  /** @param judged whether the early stop hears of it: of one that was asked for it does not, so that looking changes nothing */
  private async evaluate(judged = true): Promise<void> {
    const { trainable, settings, recorder } = this.parts;
    const values: Record<string, number> = { ...trainable.evaluate?.(this.step) };
    const wrong = firstNonFinite(values);
    const limits = Object.entries(trainable.limits ?? {});
    const exceeded = limits.find(([name, limit]) => values[name] > limit);
    for (const [name, metric] of Object.entries(settings.metrics)) {
      if (name in values)
        throw new InputError(
          `metric ${name}: got a name that the model's own evaluation has, expected another`,
        );
      values[name] = await metric(this.step);
    }
    if (Object.keys(values).length === 0 && (this.earlyStop === undefined || !judged)) return;
    this.evaluation = { step: this.step, values };
    recorder.evaluation(this.step, this.seconds, values);
    if (wrong !== undefined) this.diverge(...wrong);
    if (exceeded !== undefined) {
      const [name, limit] = exceeded;
      this.diverge(name, values[name], `at most ${limit.toPrecision(4)}`);
    }
    if (!judged) return;
    if (this.earlyStop?.add(this.step, values)) this.best = copyTensors(trainable.tensors(), this.best);
    this.stoppedEarly = this.earlyStop?.due ?? false;
  }

  /** Whether this step has an evaluation, maybe from before a resume. */
  private get isEvaluated(): boolean {
    return this.parts.recorder.history.evaluations.last()?.step === this.step;
  }

  /** Looks the state through and keeps a copy of a good one. */
  private keepSnapshot(): void {
    if (this.snapshot?.step === this.step) return;
    const tensors = this.parts.trainable.tensors();
    const wrong = firstNonFiniteTensor(tensors);
    if (wrong !== undefined) this.diverge(...wrong);
    if (this.watch.suspicious && this.snapshot !== undefined) return;
    this.snapshot = { step: this.step, tensors: copyTensors(tensors, this.snapshot?.tensors) };
  }

  private diverge(term: string, value: number, expected?: string): never {
    const { trainable, recorder } = this.parts;
    if (this.snapshot !== undefined) trainable.restore(this.snapshot.tensors);
    const error = new DivergenceError(term, this.step, value, this.snapshot?.step, expected);
    recorder.diverged(error);
    throw error;
  }

  /** A checkpoint of this state with these controls, unless there is one. */
  private async saveIfNew(): Promise<void> {
    const { trainable, recorder, reporting, save } = this.parts;
    if (save === undefined) return;
    if (this.saved?.step === this.step && this.saved.controls === this.applied.length) return;
    await recorder.flush(true);
    const earlyStop = this.earlyStop?.state;
    const state: LoopState = {
      step: this.step,
      seconds: this.seconds,
      controls: [...this.applied],
      lossWatch: this.watch.state(),
      ...(earlyStop === undefined ? {} : { earlyStop }),
      stoppedEarly: this.stoppedEarly,
    };
    const name = await save(state, trainable.tensors(), this.best);
    this.saved = { step: this.step, controls: this.applied.length };
    reporting.add({ kind: "checkpoint", step: this.step, name });
  }

  /** Whether a request can be met now: of a model that prepares itself there is nothing to save or to judge. */
  private readonly isPossible = (control: ControlRequest): boolean =>
    !(this.preparing && ("checkpoint" in control || "evaluate" in control));

  /** Applies what was asked since the last step, and waits out a pause. */
  private async applyControls(): Promise<"stop" | "go"> {
    const { controls, signal } = this.parts.settings;
    let paused = false;
    for (;;) {
      if (signal?.aborted) return "stop";
      const request = controls.next(this.isPossible);
      if (request !== undefined) {
        if ((await this.apply(request)) === "stop") return "stop";
        if ("pause" in request.control || "resume" in request.control) paused = "pause" in request.control;
      } else if (!paused) return "go";
      else await this.waitForControls();
    }
  }

  private async apply({ control, settle }: PendingControl): Promise<"stop" | "go"> {
    const { recorder, reporting } = this.parts;
    const factors = "learningRate" in control || "priorWeight" in control;
    const record: ControlRecord = { step: factors ? this.step + 1 : this.step, control };
    recorder.control(record);
    this.take(record);
    try {
      if ("checkpoint" in control) await this.saveIfNew();
      if ("evaluate" in control && !this.isEvaluated) await this.evaluate(false);
    } catch (error) {
      // the run has failed, and whoever asked must not wait for ever
      settle({ ...record, applied: false });
      throw error;
    }
    const echo = { ...record, applied: true };
    reporting.add({ kind: "control", step: this.step, echo });
    settle(echo);
    return "stop" in control ? "stop" : "go";
  }

  private take(record: ControlRecord): void {
    this.applied.push(record);
    const { learningRate = this.factors.learningRate, priorWeight = this.factors.priorWeight } =
      record.control as Partial<StepControls>;
    this.factors = { learningRate, priorWeight };
  }

  private async waitForControls(): Promise<void> {
    const { recorder, reporting, settings, now } = this.parts;
    await recorder.flush();
    reporting.report(this.progress("paused"));
    await settings.controls.changed(this.isPossible);
    // the pause is no training time
    this.clock = now();
  }

  /** Adds the time since the last call, to the microsecond. */
  private tick(): void {
    const time = this.parts.now();
    this.seconds = Math.round(1e6 * this.seconds + 1e3 * (time - this.clock)) / 1e6;
    this.clock = time;
  }

  /** Reports, flushes and lets the event loop run, each when it is time to. */
  private async breathe(): Promise<void> {
    const { recorder, reporting, now } = this.parts;
    if (reporting.due) reporting.report(this.progress("running"));
    if (recorder.due) await recorder.flush();
    if (now() - this.lastYield < yieldAfter) return;
    await yieldToEventLoop();
    this.lastYield = now();
  }
}
