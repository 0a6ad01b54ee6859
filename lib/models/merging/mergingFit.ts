/**
 * The fit of a merge from its first values on, as the training loop sees it. A scale with a log link is fitted by itself
 * first (warmUp.ts), of one that is taken over what new images have of their own; then the data are merged roughly with that
 * scale, and there the posteriors of the amplitudes start. Their parameters count from that start, which after a warm-up
 * nothing else can tell: it is part of the state then, so that a run which is resumed from a checkpoint does not warm up again.
 */
import { InputError } from "../../errors.js";
import type {
  JsonObject,
  Preparation,
  StateArray,
  StateTensors,
  StepControls,
  Terms,
  Trainable,
} from "../../training/index.js";
import { posteriorStart } from "./mergingBeginning.js";
import { fingerprint } from "./mergingData.js";
import type { MergingModel } from "./mergingModel.js";
import type { Recipe } from "./mergingOptions.js";
import { likelihoodParameter } from "./mergingProgram.js";
import { mergingRows, type RowsOptions } from "./mergingRows.js";
import { type FitSettings, MergingTrainable } from "./mergingTrainable.js";
import { type PosteriorStart, priorStart, unmeasuredStart } from "./posteriorStart.js";
import { relationNames } from "./relatedPosterior.js";
import { givenCorrelations } from "./relations.js";
import { initialScale } from "./scale/scaleModel.js";
import { type Parameters, type PosteriorContext, ScalePredictor } from "./scalePredictor.js";
import { posteriorNames } from "./surrogatePosterior.js";
import { without } from "./takenOver.js";
import { rowsWhere } from "./testSplit.js";
import { warmUp } from "./warmUp.js";

/** How a merge is fitted: settings of the fit, and where it starts. */
export interface MergingFitSettings extends FitSettings {
  readonly steps: number;
  readonly start: Recipe["training"]["start"];
  readonly warmUpSteps: number;
}

/** Tensors of the state after a warm-up. */
const startNames = { location: "start/location", scale: "start/scale" } as const;

/** What there is once the posteriors have a start. */
interface Begun {
  readonly context: PosteriorContext;
  readonly trainable: MergingTrainable;
  /** What nothing trains of what was taken over. */
  readonly frozen: Parameters;
}

export class MergingFit implements Trainable {
  readonly kind = "merging";
  readonly lossTerm = "nll";
  readonly config: JsonObject;
  readonly fingerprint: string;
  readonly variant: string;
  private readonly firstScale: Parameters;
  private readonly isWarmedUp: boolean;
  private predictor: ScalePredictor | undefined;
  private begun: Begun | undefined;

  /** @throws InputError where weights are taken over that are of another scale */
  constructor(
    private readonly model: MergingModel,
    private readonly settings: MergingFitSettings,
    private readonly seed: number,
  ) {
    const { scale, beginning, takenOver, engine, data } = model;
    const initial = initialScale(scale, seed, beginning.rough.imageScale);
    this.firstScale = takenOver?.scale(initial) ?? initial;
    this.isWarmedUp = settings.warmUpSteps > 0 && (takenOver === undefined || takenOver.leavesScale);
    this.fingerprint = fingerprint(data);
    this.variant = engine.variant;
    this.config = {
      model: model.description,
      training: {
        steps: settings.steps,
        seed,
        batchSize: Number.isFinite(settings.batchSize) ? settings.batchSize : "all",
        learningRate: settings.learningRate,
        posteriorLearningRate: settings.posteriorLearningRate,
        imageLearningRate: settings.imageLearningRate,
        beta2: settings.beta2,
        schedule: settings.schedule,
        start: settings.start,
        warmUpSteps: settings.warmUpSteps,
        globalClipNorm: settings.globalClipNorm,
      },
    };
  }

  /** Warms up, where that is asked for. A fit that is stopped meanwhile starts from the scale as it is then. */
  async prepare(goOn: (done?: Preparation) => Promise<boolean>): Promise<void> {
    const { model, settings, seed, firstScale } = this;
    const { engine, data, scale, takenOver } = model;
    const first = this.isWarmedUp
      ? await warmUp(
          {
            ...{ engine, data, scale, settings, seed },
            initial: firstScale,
            held: takenOver?.known(firstScale) ?? {},
            heldRows: takenOver?.knownRows,
            parts: mergingRows(data, rowsOptions(model, priorStart(data.centric))),
            steps: settings.warmUpSteps,
          },
          goOn,
        )
      : firstScale;
    this.begin(this.startWith(first), first);
  }

  step(step: number, controls: StepControls): Terms {
    return this.fit.trainable.step(step, controls);
  }

  evaluate(): Terms {
    return this.fit.trainable.evaluate();
  }

  get limits(): Terms {
    return this.fit.trainable.limits;
  }

  /** What the amplitudes of the trained parameters depend on besides. */
  get context(): PosteriorContext {
    return this.fit.context;
  }

  /** All parameters as they are, those that nothing trains among them. */
  get parameters(): Parameters {
    const { trainable, frozen } = this.fit;
    return { ...trainable.parameters, ...frozen };
  }

  tensors(): StateTensors {
    const { trainable, context } = this.fit;
    if (!this.isWarmedUp) return trainable.tensors();
    const { location, scale } = context.start;
    return { ...trainable.tensors(), [startNames.location]: location, [startNames.scale]: scale };
  }

  /** @throws InputError where the tensors are of another model */
  restore(tensors: StateTensors): void {
    const { [startNames.location]: location, [startNames.scale]: scale, ...others } = tensors;
    if (this.begun === undefined) {
      const start = this.isWarmedUp
        ? { location: this.checkedStart(location), scale: this.checkedStart(scale) }
        : this.startWith(this.firstScale);
      this.begin(start, this.firstScale);
    }
    this.fit.trainable.restore(this.isWarmedUp ? others : tensors);
  }

  /** Gives the engine's memory back. @returns copies of all parameters; none where nothing was begun */
  release(): Parameters {
    this.predictor?.release();
    this.predictor = undefined;
    return this.begun === undefined ? {} : { ...this.begun.trainable.release(), ...this.begun.frozen };
  }

  private get fit(): Begun {
    if (this.begun === undefined)
      throw new InputError("fit of a merge: got a step before a start, expected prepare or restore first");
    return this.begun;
  }

  private checkedStart(values: StateArray | undefined): Float32Array {
    const { count } = this.model.data.groups;
    if (values instanceof Float32Array && values.length === count) return values;
    throw new InputError(
      `state: got ${values === undefined ? "no start" : `a start of ${values.length}`} of the posteriors after the warm-up, expected one of ${count} numbers (is it of another model, or of Friedel before it kept the start?)`,
    );
  }

  /** Where the posteriors start if the scale starts so. */
  private startWith(scale: Parameters): PosteriorStart {
    const { model, settings } = this;
    const { data, beginning, relations, priorNumbers, takenOver } = model;
    const { start: from } = settings;
    const isKnown = this.isWarmedUp || takenOver?.hasScale === true;
    const rough = posteriorStart(data, beginning, {
      from,
      scale: isKnown ? this.scales.scales(scale).mean : undefined,
      relations,
    });
    const count = from === "prior" ? new Int32Array(rough.scale.length) : beginning.count;
    const start = unmeasuredStart(rough, count, priorNumbers.moments);
    return takenOver?.start(start) ?? start;
  }

  private begin(start: PosteriorStart, firstScale: Parameters): void {
    const { model, settings, seed } = this;
    const { data, relations, takenOver, engine, beginning } = model;
    const context = { start, centric: data.centric, relations };
    const others = firstOthers(model);
    const first = {
      ...firstScale,
      ...(takenOver?.others(others) ?? others),
      [posteriorNames.parameter]: takenOver?.posterior(start) ?? new Float32Array(2 * data.groups.count),
    };
    const frozen = takenOver?.frozen(first, firstScale) ?? {};
    const { level } = beginning.fallOff;
    const trainable = new MergingTrainable({
      ...settings,
      seed,
      config: this.config,
      fingerprint: this.fingerprint,
      engine,
      parts: mergingRows(data, rowsOptions(model, start)),
      intensity: new Float32Array(data.observations.intensity.map((value) => value / level)),
      trainRows: rowsWhere(data.test, 0),
      testRows: rowsWhere(data.test, 1),
      initial: without(first, frozen),
      frozen: { ...givenCorrelations(relations), ...frozen },
      rowWidths: rowWidths(model),
      frozenRows: takenOver?.frozenRows,
      predict: (parameters, rows) =>
        this.scales.predict({ ...frozen, ...parameters }, context, model.normalisedExpected(), rows),
    });
    this.begun = { context, trainable, frozen };
  }

  /** What tells the scales of terms; made where it is first asked for. */
  private get scales(): ScalePredictor {
    const { engine, scale, data } = this.model;
    this.predictor ??= new ScalePredictor(engine, scale, data);
    return this.predictor;
  }
}

/** First values of what is trained besides scale and amplitudes. */
function firstOthers({ likelihood, relations }: MergingModel): Record<string, Float32Array> {
  return {
    ...Object.fromEntries(
      Object.entries(likelihood.parameters ?? {}).map(([name, value]) => [
        likelihoodParameter(name),
        Float32Array.of(value),
      ]),
    ),
    ...(relations?.learned ? { [relationNames.parameter]: Float32Array.from(relations.first) } : {}),
  };
}

function rowWidths({ scale, relations }: MergingModel): Record<string, number> {
  return {
    ...scale.rowWidths,
    [posteriorNames.parameter]: 2,
    ...(relations?.learned ? { [relationNames.parameter]: 1 } : {}),
  };
}

function rowsOptions(model: MergingModel, start: PosteriorStart): RowsOptions {
  const { likelihood, prior, priorNumbers, scale, relations, beginning } = model;
  const { fallOff, count, chosen } = beginning;
  return {
    likelihood,
    prior,
    priorColumns: priorNumbers.columns,
    scale,
    relations,
    start,
    expected: model.normalisedExpected(),
    level: fallOff.level,
    count,
    chosen,
  };
}
