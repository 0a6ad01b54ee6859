/**
 * All observations of a reflection in a file: the rows of its index and of its symmetry equivalents, with the batch, the
 * index as measured, the Friedel side and the intensity, and their weighted means
 *   ⟨I⟩ = Σ wᵢ Iᵢ / Σ wᵢ,  wᵢ = 1/σᵢ²,  σ² = 1/Σ wᵢ
 * over all of them and over each side.
 */
import type { MtzBlock, MtzHeader, SpaceGroup } from "friedel/browser";
import type { BlockCache } from "./blockCache.js";
import { isymColumn, measuredIndex, millerColumns, type ViewCrystal } from "./columns.js";
import { equivalentKeys, type Hkl, keyOf } from "./findIndex.js";
import { forEachBlock, type PassOptions } from "./passes.js";

/** One row of the list. */
export interface Observation {
  /** Row of the file, from 0. */
  readonly row: number;
  /** NaN where the file has no batch column. */
  readonly batch: number;
  /** The index as measured; as it stands where the file has no M/ISYM. */
  readonly hkl: Hkl;
  /** NaN where the file has no M/ISYM column. */
  readonly isym: number;
  /** Whether it is one part of a reflection on several images. */
  readonly partial: boolean;
  /** On which side of a Friedel pair: that of the index in the asymmetric unit, or the other. */
  readonly side: "+" | "−" | "centric";
  readonly intensity: number;
  readonly sigma: number;
}

/** A weighted mean. */
export interface WeightedMean {
  readonly count: number;
  readonly mean: number;
  readonly sigma: number;
}

/** The list of a reflection. */
export interface ObservationList {
  /** The index in the asymmetric unit. */
  readonly hkl: Hkl;
  readonly intensityLabel: string;
  readonly sigmaLabel: string;
  readonly observations: readonly Observation[];
  readonly all: WeightedMean;
  /** One side each; without observations for a centric reflection. */
  readonly plus: WeightedMean;
  readonly minus: WeightedMean;
}

/** Numbers of the columns of intensities and their sigmas: the first of type J (else F), the next of type Q. */
export function intensityColumns({ columnInfos }: Pick<MtzHeader, "columnInfos">): {
  readonly intensity: number;
  readonly sigma: number;
} {
  const first = columnInfos.findIndex(({ type }) => type === "J");
  const intensity = first >= 0 ? first : columnInfos.findIndex(({ type }) => type === "F");
  const sigma = columnInfos.findIndex(({ type }, i) => i > intensity && type === "Q");
  return { intensity, sigma: intensity < 0 ? -1 : sigma };
}

/** The index in the asymmetric unit and how it gets there; as it is without a space group. */
function asuOf(spaceGroup: SpaceGroup | undefined, [h, k, l]: Hkl): { hkl: Hkl; isym: number } {
  if (spaceGroup === undefined) return { hkl: [h, k, l], isym: 1 };
  const asu = spaceGroup.toAsu(h, k, l);
  return { hkl: [asu.h, asu.k, asu.l], isym: asu.isym };
}

/**
 * Finds all observations of an index and its equivalents, Friedel mates included, in the order of the file.
 * @returns undefined where the file has no Miller index
 */
export async function observationsOf(
  cache: BlockCache,
  crystal: ViewCrystal,
  wanted: Hkl,
  options?: PassOptions,
): Promise<ObservationList | undefined> {
  const { header } = cache;
  const miller = millerColumns(header);
  if (miller === undefined) return undefined;
  const { spaceGroup } = crystal;
  const { plus, minus } = equivalentKeys(wanted, spaceGroup);
  const batchColumn = header.columnInfos.findIndex(({ type }) => type === "B");
  const isymAt = isymColumn(header);
  const { intensity, sigma } = intensityColumns(header);
  const isCentric = spaceGroup?.isCentric(...wanted) ?? false;
  const observations: Observation[] = [];
  const at = (block: MtzBlock, row: number, column: number): number =>
    column < 0 ? Number.NaN : block.value(row, column);
  const visit = (block: MtzBlock): void => {
    const [h, k, l] = miller.map((index) => block.column(index));
    for (let row = 0; row < block.rowCount; row++) {
      const key = keyOf(h[row], k[row], l[row]);
      if (key === undefined || !(plus.has(key) || minus.has(key))) continue;
      const stored: Hkl = [h[row], k[row], l[row]];
      const symbol = at(block, row, isymAt);
      const measured =
        isymAt >= 0 && spaceGroup !== undefined
          ? measuredIndex(spaceGroup, block, row, miller, isymAt)
          : undefined;
      const hkl = measured ?? stored;
      observations.push({
        row: block.from + row,
        batch: at(block, row, batchColumn),
        hkl,
        isym: symbol % 256,
        partial: symbol >= 256,
        side: isCentric ? "centric" : asuOf(spaceGroup, hkl).isym % 2 === 1 ? "+" : "−",
        intensity: at(block, row, intensity),
        sigma: at(block, row, sigma),
      });
    }
  };
  await forEachBlock(cache, visit, options);
  const of = (side: string): WeightedMean => weightedMean(observations.filter((one) => one.side === side));
  return {
    hkl: asuOf(spaceGroup, wanted).hkl,
    intensityLabel: header.columnInfos[intensity]?.label ?? "",
    sigmaLabel: header.columnInfos[sigma]?.label ?? "",
    observations,
    all: weightedMean(observations),
    plus: of("+"),
    minus: of("−"),
  };
}

/** The weighted mean of the observations that have an intensity and a sigma. */
export function weightedMean(
  observations: readonly Pick<Observation, "intensity" | "sigma">[],
): WeightedMean {
  let [count, sumW, sumWI] = [0, 0, 0];
  for (const { intensity, sigma } of observations) {
    if (!(sigma > 0) || !Number.isFinite(intensity)) continue;
    count++;
    sumW += 1 / sigma ** 2;
    sumWI += intensity / sigma ** 2;
  }
  return { count, mean: sumWI / sumW, sigma: 1 / Math.sqrt(sumW) };
}
