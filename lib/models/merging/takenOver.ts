/**
 * A merge that is taken up from the weights of another, of the same data or of new ones (careless's --scale-file,
 * --structure-factor-file, --freeze-scales, --freeze-structure-factors, which take the same data only).
 *   scale       parameters that all rows share are those of the weights, for metadata standardised as they were then; what an
 *               image has of its own is taken over for images of the same table name and batch, and starts afresh for others
 *   amplitudes  posteriors of E start at those of the weights, by index, mate and data set, with c the ε and fall-off of each,
 *               E' = E √(c/c'), so that F stays what it was up to one factor, the level of the data; others start as ever
 * Frozen is what is taken over of either: nothing trains it. A frozen scale of new images keeps what all share, and trains
 * what each image has of its own; frozen amplitudes of reflections that the weights do not have stay at the prior.
 */
import { InputError } from "../../errors.js";
import { cellsAgree, cellText } from "../../table/isomorphism.js";
import { crc32 } from "../../training/crc32.js";
import type { JsonObject } from "../../training/index.js";
import type { Likelihood } from "./likelihoods/likelihoodTypes.js";
import type { KnownAmplitudes, MergeWeights } from "./mergeWeights.js";
import type { MergingData } from "./mergingData.js";
import type { FreezeName, InitialWeights, MergeOptions } from "./mergingOptions.js";
import { type PosteriorStart, priorStart } from "./posteriorStart.js";
import type { Relations } from "./relations.js";
import type { Parameters } from "./scalePredictor.js";
import { posteriorNames } from "./surrogatePosterior.js";

/** What is taken up, and by what. */
export interface TakenOverParts {
  readonly data: MergingData;
  readonly rowWidths: Readonly<Record<string, number>>;
  readonly likelihood: Likelihood;
  readonly relations: Relations | undefined;
  /** ε and the fall-off, g. */
  readonly expected: Float64Array;
}

/** How much of new data the weights know. */
export interface TakenOverCounts {
  /** Of the scale. */
  readonly images: number;
  readonly knownImages: number;
  /** Of the amplitudes. */
  readonly reflections: number;
  readonly knownReflections: number;
}

const EDGE_TOLERANCE = 0.01;
const ANGLE_TOLERANCE = 1;

export class TakenOver {
  readonly counts: TakenOverCounts;
  /** By image, and by reflection: its number in the weights; −1 where they do not have it. */
  private readonly image: Int32Array;
  private readonly reflection: Int32Array;

  constructor(
    private readonly weights: InitialWeights,
    private readonly freeze: FreezeName | undefined,
    private readonly parts: TakenOverParts,
  ) {
    const { data } = parts;
    const { scale, amplitudes } = weights;
    if (freeze !== undefined && freeze !== "scale" && freeze !== "amplitudes")
      throw new InputError(`freeze: got ${freeze}, expected scale or amplitudes`);
    if (freeze !== undefined && weights[freeze] === undefined)
      throw new InputError(
        `freeze: got ${freeze} without weights, expected initial: { ${freeze}: run.weights } with it`,
      );
    if (amplitudes !== undefined) checkAmplitudes(amplitudes, parts);
    this.image = scale === undefined ? none(data.images.length) : imageNumbers(scale, data);
    this.reflection =
      amplitudes === undefined ? none(data.groups.count) : reflectionNumbers(amplitudes.amplitudes, data);
    const known = (numbers: Int32Array) => numbers.reduce((sum, k) => sum + (k >= 0 ? 1 : 0), 0);
    this.counts = {
      images: this.image.length,
      knownImages: known(this.image),
      reflections: this.reflection.length,
      knownReflections: known(this.reflection),
    };
    if (amplitudes !== undefined && this.counts.knownReflections === 0)
      throw new InputError(
        "weights: got amplitudes of none of the reflections of these data, expected some; are Friedel mates apart in one of them only?",
      );
  }

  /** What the options ask to take over; undefined: nothing. */
  static by(
    { initial, freeze }: Pick<MergeOptions, "initial" | "freeze">,
    parts: TakenOverParts,
  ): TakenOver | undefined {
    return initial === undefined && freeze === undefined
      ? undefined
      : new TakenOver(initial ?? {}, freeze, parts);
  }

  get hasScale(): boolean {
    return this.weights.scale !== undefined;
  }

  /** What the run folder records, and a resume compares. */
  get description(): JsonObject {
    const sum = ({ parameters }: MergeWeights) =>
      Object.values(parameters).reduce((crc, { buffer, byteOffset, byteLength }) => {
        return crc32(new Uint8Array(buffer, byteOffset, byteLength), crc);
      }, 0);
    const { scale, amplitudes } = this.weights;
    return {
      takenOver: {
        ...this.counts,
        scale: scale === undefined ? null : sum(scale),
        amplitudes:
          amplitudes === undefined
            ? null
            : crc32(new Uint8Array(Float32Array.from(amplitudes.amplitudes.location).buffer), 0),
        freeze: this.freeze ?? null,
      },
    };
  }

  /** First values of the scale. @throws InputError where the weights are of another scale model */
  scale(initial: Parameters): Record<string, Float32Array> {
    return Object.fromEntries(
      Object.entries(initial).map(([name, fresh]) => [name, this.scaleParameter(name, fresh)]),
    );
  }

  private scaleParameter(name: string, fresh: Float32Array): Float32Array {
    const { scale } = this.weights;
    if (scale === undefined) return fresh;
    const known = scale.parameters[name];
    const width = this.parts.rowWidths[name];
    const of = width === undefined ? fresh.length : width * scale.images.length;
    if (known === undefined || known.length !== of || scale.rowWidths[name] !== width)
      throw new InputError(
        `weights, ${name}: got ${known === undefined ? "none" : `${known.length} numbers`}, expected ${of}; they are of another scale model: give merge the scale, metadata and likelihood options that they were trained with`,
      );
    if (width === undefined) return Float32Array.from(known);
    const values = Float32Array.from(fresh);
    this.image.forEach((number, row) => {
      if (number >= 0) values.set(known.subarray(width * number, width * (number + 1)), width * row);
    });
    return values;
  }

  /** First values of likelihood and correlations: those of the weights where they have as many. */
  others(initial: Parameters): Record<string, Float32Array> {
    const { scale } = this.weights;
    if (scale === undefined) return { ...initial };
    const { description } = this.parts.likelihood;
    const same = JSON.stringify(description) === JSON.stringify(scale.description.likelihood);
    return Object.fromEntries(
      Object.entries(initial).map(([name, fresh]) => {
        const known = scale.parameters[name];
        const isTaken = known?.length === fresh.length && (same || !name.startsWith("likelihood/"));
        return [name, isTaken ? Float32Array.from(known) : fresh];
      }),
    );
  }

  /** Where posteriors start. */
  start(fresh: PosteriorStart): PosteriorStart {
    const { data, expected } = this.parts;
    const amplitudes = this.weights.amplitudes?.amplitudes;
    if (amplitudes === undefined) return fresh;
    const isFrozen = this.freeze === "amplitudes";
    const { location, scale } = isFrozen ? priorStart(data.centric) : fresh;
    const start = { location: Float32Array.from(location), scale: Float32Array.from(scale) };
    this.reflection.forEach((k, g) => {
      if (k < 0) return;
      const factor = Math.sqrt(amplitudes.expected[k] / expected[g]);
      start.location[g] = factor * amplitudes.location[k];
      start.scale[g] = factor * amplitudes.scale[k];
    });
    return start;
  }

  /** Of first values, what nothing trains. */
  frozen(first: Parameters, scaleNames: Parameters): Record<string, Float32Array> {
    const isFrozen = (name: string) => {
      if (this.freeze === "amplitudes") return name === posteriorNames.parameter;
      if (this.freeze !== "scale" || !Object.hasOwn(scaleNames, name)) return false;
      return this.parts.rowWidths[name] === undefined || this.counts.knownImages === this.counts.images;
    };
    return Object.fromEntries(Object.entries(first).filter(([name]) => isFrozen(name)));
  }
}

function none(length: number): Int32Array {
  return new Int32Array(length).fill(-1);
}

/** @throws InputError where amplitudes of the weights are of another crystal, or cannot stand by themselves */
function checkAmplitudes({ cell, spaceGroup }: MergeWeights, { data, relations }: TakenOverParts): void {
  const { observations, tables } = data;
  if (relations !== undefined)
    throw new InputError(
      "weights: got amplitudes for a prior in which they hang together, expected one in which each stands by itself; take over the scale alone, or give priors.wilson()",
    );
  if (!spaceGroup.equals(observations.spaceGroup))
    throw new InputError(
      `weights: got amplitudes in ${spaceGroup.name}, expected ${observations.spaceGroup.name} as in ${tables[0].name}; reindex the data, or merge them in that space group`,
    );
  if (!cellsAgree(cell, observations.cell, EDGE_TOLERANCE, ANGLE_TOLERANCE))
    throw new InputError(
      `weights: got amplitudes of the cell ${cellText(cell)}, expected edges within ${100 * EDGE_TOLERANCE} % and angles within ${ANGLE_TOLERANCE}° of ${cellText(observations.cell)} of ${tables[0].name}`,
    );
}

function imageNumbers(weights: MergeWeights, { images, tables }: MergingData): Int32Array {
  const key = (table: string, batch: number) => JSON.stringify([table, batch]);
  const known = new Map(weights.images.map(({ table, batch }, k) => [key(table, batch), k]));
  return Int32Array.from(images, ({ table, batch }) => known.get(key(tables[table].name, batch)) ?? -1);
}

function reflectionNumbers(known: KnownAmplitudes, { groups, observations }: MergingData): Int32Array {
  const numbers = new Map<string, number>();
  known.minus.forEach((minus, k) => {
    numbers.set(`${known.hkl.subarray(3 * k, 3 * k + 3).join()} ${minus} ${known.dataSet[k]}`, k);
  });
  return Int32Array.from({ length: groups.count }, (_, g) => {
    const h = groups.reflection[g];
    const hkl = observations.hkl.subarray(3 * h, 3 * h + 3).join();
    return numbers.get(`${hkl} ${groups.minus[g]} ${groups.dataSet[g]}`) ?? -1;
  });
}

/** The entries of the one that the other does not have. */
export function without<T>(all: Readonly<Record<string, T>>, left: object): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !Object.hasOwn(left, name)));
}
