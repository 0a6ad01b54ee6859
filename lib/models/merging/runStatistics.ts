/**
 * Statistics of a variational merge, overall and by resolution shell of equal volume:
 *   observations, reflections, multiplicity, completeness   of what was merged, which is what was not held out; a sum of
 *                    harmonics is an observation of each of them (fittedReflections.ts)
 *   ⟨F/σF⟩, ⟨I/σI⟩   posterior means over posterior standard deviations, Friedel mates one by one where they are apart
 *   CCpred           observed against predicted intensities, fitted (train) and held out (test): ccPred.ts
 *   CC1/2, Rsplit, CCanom   of half data sets merged with the scale frozen, where there are any: halfMerges.ts
 * and, of the fit, NLL and KL divergence per observation: means over the minibatches of its last 100 steps.
 * Source: paper 002, section 6. A fit that failed has none: what it would give looks like a statistic and is not one.
 */
import { FriedelError, InputError } from "../../errors.js";
import {
  ccPred,
  completeness,
  divideIntoShells,
  halfMergeStatistics,
  type MergedHalves,
  type Shells,
} from "../../statistics/index.js";
import { shellOf } from "../../statistics/shells.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import { firstNonFiniteTensor } from "../../training/divergence.js";
import type { HistoryTable } from "../../training/index.js";
import { fittedByShell } from "./fittedReflections.js";
import { laueSummary } from "./laue/laueText.js";
import type { MergingData } from "./mergingData.js";
import type { MergingRun } from "./mergingRun.js";
import { runStatisticsHtml, runStatisticsNotes, runStatisticsText } from "./runStatisticsText.js";
import type {
  RunFit,
  RunShell,
  RunStatisticsJson,
  RunStatisticsOptions,
  RunStatisticsValues,
} from "./runStatisticsTypes.js";

/** Statistics of a merge: `toString()` is for terminals, `show` draws a table in a notebook, `JSON.stringify` takes it. */
export class RunStatistics {
  readonly overall: RunShell;
  readonly shells: readonly RunShell[];
  readonly fit: RunFit;
  readonly repeats: number;

  /** @internal */
  constructor(private readonly values: RunStatisticsValues) {
    this.overall = values.overall;
    this.shells = values.shells;
    this.fit = values.fit;
    this.repeats = values.repeats;
  }

  toString(): string {
    return runStatisticsText(this.values);
  }

  /** What stands beside the numbers: the crystal, model and fit, and what to beware of; a sentence or fact each. */
  get notes(): readonly string[] {
    return runStatisticsNotes(this.values);
  }

  /** As HTML for a notebook, in the page's own colours. */
  toHtml(): string {
    return runStatisticsHtml(this.values);
  }

  toJSON(): RunStatisticsJson {
    const { overall, shells, fit, wavelength, ...rest } = this.values;
    return {
      ...rest,
      overall: withNulls(overall),
      shells: shells.map(withNulls),
      fit: withNulls(fit),
      wavelength: wavelength ?? null,
    };
  }
}

// what Node's inspect, and so a notebook cell, shows; declared here because a computed name has no declaration
Object.defineProperty(RunStatistics.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: RunStatistics): string {
    return this.toString();
  },
});

type WithNulls<T> = { readonly [key in keyof T]: T[key] | (T[key] extends number ? null : never) };

function withNulls<T extends object>(values: T): WithNulls<T> {
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === "number" && !Number.isFinite(value) ? null : value,
  ]);
  return Object.fromEntries(entries) as WithNulls<T>;
}

/**
 * Statistics of a run; {@link MergingRun.statistics} is the way to call it.
 * @param remembered half data sets, where the options give none, or why they are withheld
 * @throws FriedelError for a run whose fit failed; InputError for wrong shells, or a data set that is not there
 */
export function runStatistics(
  run: MergingRun,
  options: RunStatisticsOptions,
  remembered: { readonly halves: readonly MergedHalves[]; readonly withheld: string | undefined },
): RunStatistics {
  checkFit(run);
  const { data, description } = run.model;
  const { observations } = data;
  const { ofSet, dataSet } = dataSetOf(data, options.dataSet);
  const inverseDSquared = reflectionsOf(data, dataSet);
  const shells = divideIntoShells(inverseDSquared, options);
  const edges = [shells.dMax[0], ...shells.dMin];
  const counted = fittedByShell(data, (i) => data.test[i] === 0 && ofSet(i), shells);
  const complete = completeness(counted.reflections, counted.shells);
  const strength = meanStrength(run.mergedTables[dataSet], shells);
  const predicted = ccPred(data.dataSets === 1 ? run.predictions : run.predictions.filter(ofSet), { edges });
  if (predicted.dropped > 0)
    throw new FriedelError(
      `statistics of a merge: got ${predicted.dropped} predictions that are not finite, expected none; the fit has failed`,
    );
  const { halves = remembered.halves } = options;
  const withheld = options.halves === undefined ? remembered.withheld : undefined;
  const half = halves.length === 0 ? undefined : halfMergeStatistics(halves, { edges });
  const row = (s: number, dMax: number, dMin: number): RunShell => {
    const overall = s === shells.count;
    const { train, test } = overall ? predicted.overall : predicted.shells[s];
    const halfShell = overall ? half?.overall : half?.shells[s];
    const of = (statistic: { overall: number; shells: Float64Array }) =>
      overall ? statistic.overall : statistic.shells[s];
    return {
      dMax,
      dMin,
      observations: counted.observations[s],
      reflections: counted.unique[s],
      possible: of(complete.possible),
      multiplicity: counted.times[s] / counted.unique[s],
      completeness: of(complete.overall),
      anomalousCompleteness: data.anomalous ? of(complete.pairs) : Number.NaN,
      meanFOverSigma: strength.amplitude[s],
      meanIOverSigma: strength.intensity[s],
      ccPredTrain: train.spearman,
      ccPredTrainWeighted: train.weighted,
      testObservations: test.observations,
      ccPredTest: test.spearman,
      ccPredTestWeighted: test.weighted,
      ccHalf: halfShell?.ccHalf ?? Number.NaN,
      ccHalfError: halfShell?.ccHalfError ?? Number.NaN,
      rSplit: halfShell?.rSplit ?? Number.NaN,
      rSplitError: halfShell?.rSplitError ?? Number.NaN,
      pairs: halfShell?.pairs ?? Number.NaN,
      anomalousPairs: halfShell?.anomalousPairs ?? Number.NaN,
      ccAnomalous: halfShell?.ccAnomalous ?? Number.NaN,
      ccAnomalousError: halfShell?.ccAnomalousError ?? Number.NaN,
    };
  };
  const sorted = inverseDSquared.slice().sort();
  const [dMax, dMin] = [sorted[0], sorted[sorted.length - 1]].map((x) => 1 / Math.sqrt(x));
  const several = data.dataSets > 1;
  return new RunStatistics({
    ...(several ? { dataSet: data.tables[dataSet].name } : {}),
    overall: row(shells.count, counted.dMax, counted.dMin),
    // Outermost edges that were found, not given, are the data's limits widened a little: say the limits.
    shells: Array.from(shells.dMax, (edge, s) =>
      options.edges === undefined
        ? row(s, Math.min(edge, dMax), Math.max(shells.dMin[s], dMin))
        : row(s, edge, shells.dMin[s]),
    ),
    fit: fitOf(run),
    model: description,
    anomalous: data.anomalous,
    spaceGroup: observations.spaceGroup.name,
    cell: (several ? data.tables[dataSet] : observations).cell.toArray(),
    wavelength: observations.wavelength,
    dropped: observations.dropped,
    partials: observations.partials,
    ...(data.laue === undefined ? {} : { laue: laueSummary(data) }),
    repeats: halves.length,
    ...(withheld === undefined ? {} : { halvesWithheld: withheld }),
  });
}

/** Which observations are of a data set that is merged apart. @throws InputError where it is not there */
function dataSetOf({ dataSets, tableOf }: MergingData, dataSet = 0) {
  if (!Number.isInteger(dataSet) || dataSet < 0 || dataSet >= dataSets)
    throw new InputError(
      `statistics of a merge: got data set ${dataSet}, expected 0 to ${dataSets - 1}${dataSets === 1 ? ": the tables are merged together; merge them with separate: true" : ""}`,
    );
  return { dataSet, ofSet: (i: number) => dataSets === 1 || tableOf[i] === dataSet };
}

/** 1/d² of the reflections of a data set, those among them that are met as harmonics only, within the resolution asked for. */
function reflectionsOf({ groups, observations, within }: MergingData, dataSet: number): Float64Array {
  const met = new Set<number>();
  groups.reflection.forEach((r, g) => {
    if (within[g] && groups.dataSet[g] === dataSet) met.add(r);
  });
  return Float64Array.from(met, (r) => observations.inverseDSquared[r]);
}

/** Training throws where it fails, and no run is made; whoever holds one all the same gets nothing from it. */
function checkFit({ history, parameters }: MergingRun): void {
  if (history.end?.state === "failed")
    throw new FriedelError(
      `statistics of a merge: got a fit that failed (${history.end.reason ?? "no reason given"}), expected one that converged; train again`,
    );
  const wrong = firstNonFiniteTensor(parameters);
  if (wrong !== undefined)
    throw new FriedelError(
      `statistics of a merge: got ${wrong[0]} ${wrong[1]} in the trained parameters, expected finite numbers; the fit has failed, train again`,
    );
}

/** Steps at the end of a run over which the terms of its minibatches are averaged. */
const LAST_STEPS = 100;

function fitOf({ model, result }: MergingRun): RunFit {
  const { history, state, stoppedEarly, seconds } = result;
  const step = result.best?.step ?? result.step;
  const { evaluations, steps } = history;
  const at = evaluations.column("step").lastIndexOf(step);
  return {
    state,
    step,
    stoppedEarly,
    seconds,
    variant: model.engine.variant,
    nll: meanBefore(steps, "nll", step),
    kl: meanBefore(steps, "kl", step),
    nllTest:
      at >= 0 && evaluations.names.includes("nllTest") ? evaluations.column("nllTest")[at] : Number.NaN,
    bFactor: model.bFactor,
    bFactorFitted: model.prior.bFactor === "fitted",
  };
}

/** The mean of a term over the last steps up to `step`. */
function meanBefore(steps: HistoryTable, term: string, step: number): number {
  if (!steps.names.includes(term)) return Number.NaN;
  const last = steps.column(term).filter((_, row) => {
    const number = steps.column("step")[row];
    return number <= step && number > step - LAST_STEPS;
  });
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}

/** ⟨F/σF⟩ and ⟨I/σI⟩ of the merged table by shell, last overall; a centric reflection with mates apart counts once. */
function meanStrength(table: ReflectionTable, { edges, count }: Shells) {
  const hkl = table.hkl();
  const centric = table.spaceGroup.centricFlags(hkl);
  const shell = Array.from(table.cell.dSpacings(hkl), (d) => shellOf(edges, 1 / (d * d)));
  const mates = table.has("F(+)") ? ["(+)", "(-)"] : [""];
  const mean = (label: string) => {
    const sum = new Float64Array(count + 1);
    const n = new Float64Array(count + 1);
    for (const mate of mates) {
      const [value, sigma] = [table.values(`${label}${mate}`), table.values(`SIG${label}${mate}`)];
      for (let i = 0; i < table.length; i++) {
        if (shell[i] < 0 || Number.isNaN(value[i]) || (mate === "(-)" && centric[i])) continue;
        for (const s of [shell[i], count]) {
          sum[s] += value[i] / sigma[i];
          n[s]++;
        }
      }
    }
    return sum.map((total, s) => total / n[s]);
  };
  return { amplitude: mean("F"), intensity: mean("I") };
}
