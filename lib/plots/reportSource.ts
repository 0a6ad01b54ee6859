/** What the sections of a report share, each worked out once, when the first section asks for it. */
import { FriedelError, InputError } from "../errors.js";
import {
  classicalMerge,
  type HalfMergeStatistics,
  halfMergeStatistics,
  type MergingStatistics,
  mergingStatistics,
} from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { type MergedStatistics, mergedShells, withIntensities } from "./mergedShells.js";
import type { ReportData, ReportOptions } from "./reportTypes.js";
import { scaledObservations } from "./scaledObservations.js";

export class ReportSource {
  private readonly known = new Map<string, { value: unknown } | { error: FriedelError }>();

  constructor(
    readonly data: ReportData,
    readonly options: ReportOptions,
  ) {}

  /** Observations on one scale. @throws InputError where there are none, or their scale has found no signal */
  get unmerged(): ReflectionTable {
    return this.once("unmerged", () => {
      const { unmerged, halvesWithheld } = this.data;
      if (unmerged !== undefined) return unmerged;
      // halves of observations that share such a scale would agree by it
      if (halvesWithheld !== undefined) throw new InputError(halvesWithheld);
      if (this.data.predictions !== undefined) return scaledObservations(this.data.predictions);
      throw new InputError(
        "merged reflections alone do not tell it; it takes the unmerged observations, or the predictions of a merge",
      );
    });
  }

  /** Merged reflections that have intensities. */
  get merged(): ReflectionTable {
    return this.once("merged", () =>
      this.data.merged === undefined
        ? classicalMerge(this.unmerged, { frenchWilson: false }).table
        : withIntensities(this.data.merged),
    );
  }

  /** @throws InputError where there are none */
  get predictions(): ReflectionTable {
    if (this.data.predictions !== undefined) return this.data.predictions;
    throw new InputError(
      "it takes what a model predicts of each observation (run.predictions), and there is none here",
    );
  }

  /** Statistics of merging the observations. */
  get statistics(): MergingStatistics {
    const { shells = 10, repeats = 10 } = this.options;
    return this.once("statistics", () => mergingStatistics(this.unmerged, { shells, repeats }));
  }

  /** The same, or, without observations, what merged reflections tell. */
  get strength(): MergingStatistics | MergedStatistics {
    if (this.data.unmerged !== undefined || this.data.predictions?.has("scale")) return this.statistics;
    return this.once("mergedStatistics", () => mergedShells(this.merged, this.options.shells ?? 10));
  }

  /** CC1/2 and CCanom: of half data sets merged apart, or of halves of the observations. */
  get correlations(): MergingStatistics | HalfMergeStatistics {
    const { halves = [] } = this.data;
    if (halves.length === 0) return this.statistics;
    return this.once("halves", () => halfMergeStatistics(halves, { shells: this.options.shells ?? 10 }));
  }

  /** The value that `make` gives the first time; its error again, if it had one. */
  private once<T>(name: string, make: () => T): T {
    let found = this.known.get(name);
    if (found === undefined) {
      try {
        found = { value: make() };
      } catch (error) {
        if (!(error instanceof FriedelError)) throw error;
        found = { error };
      }
      this.known.set(name, found);
    }
    if ("error" in found) throw found.error;
    return found.value as T;
  }
}
