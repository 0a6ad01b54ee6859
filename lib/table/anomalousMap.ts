/**
 * From merged amplitudes and a model to anomalous peaks: phases of the model (modelPhases.ts), the anomalous difference map
 * (maps/anomalousDifferenceMap.ts), its peaks with the nearest atoms.
 */
import { InputError } from "../errors.js";
import { anomalousDifferenceMap, findPeaks, type Grid, type Peak } from "../maps/index.js";
import type { Atom, Structure } from "../structure/index.js";
import { modelPhases } from "./modelPhases.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** Options of {@link anomalousMap}. */
export interface AnomalousMapOfTableOptions {
  /** Labels of the amplitudes of the mates. Default F(+) and F(-). */
  readonly plus?: string;
  readonly minus?: string;
  /** Grid points per high-resolution limit. Default 3. */
  readonly sampleRate?: number;
  /** How many peaks to list. Default 10. */
  readonly peaks?: number;
  /** Lowest peak listed, in σ of the map. Default 4. */
  readonly minimum?: number;
}

/** An anomalous difference map, its peaks, and how many Friedel pairs it is made of. */
export interface AnomalousMapOfTable {
  /** In units of σ: mean 0, σ 1. */
  readonly grid: Grid;
  /** Highest first; heights in σ, distances in Å. */
  readonly peaks: readonly Peak<Atom>[];
  readonly pairs: number;
}

/**
 * The anomalous difference map of merged data, phased by a model.
 * @throws MissingColumnError without the two amplitude columns; InputError for unmerged data, another space group than
 *   the model's, or no Friedel pair
 */
export function anomalousMap(
  table: ReflectionTable,
  model: Structure,
  options: AnomalousMapOfTableOptions = {},
): AnomalousMapOfTable {
  const { plus = "F(+)", minus = "F(-)", sampleRate = 3, peaks = 10, minimum = 4 } = options;
  const { cell, spaceGroup } = table;
  if (!table.merged) {
    throw new InputError(
      `anomalous map of ${table.name}: got unmerged observations, expected merged amplitudes`,
    );
  }
  const own = model.spaceGroup;
  if (!own.equals(spaceGroup)) {
    throw new InputError(
      `anomalous map: got data in ${spaceGroup.name} and the model ${model.name} in ${own.name}, expected the same space group`,
    );
  }
  const hkl = table.hkl();
  const phase = modelPhases(model, cell, hkl);
  const { grid, pairs } = anomalousDifferenceMap(
    { hkl, plus: table.values(plus), minus: table.values(minus), phase },
    { cell, spaceGroup, sampleRate },
  );
  return {
    grid,
    pairs,
    peaks: findPeaks<Atom>(grid, { structure: model, count: peaks, minimumSigma: minimum }),
  };
}
