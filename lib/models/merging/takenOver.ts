/**
 * A merge that is taken up from the weights of another, of the same data or of new ones (careless's --scale-file,
 * --structure-factor-file, --freeze-scales, --freeze-structure-factors, which take the same data only).
 *   scale       parameters that all rows share are those of the weights, for metadata standardised as they were then; what an
 *               image has of its own is taken over for images of the same table name and batch. New images start at the mean
 *               over the images of the weights, their factors at those of the rough merge, times what brings these to the
 *               factors of the weights
 *   amplitudes  posteriors of E start at those of the weights, by index, mate and data set, with c the ε and fall-off of each,
 *               E' = E √(c/c'), so that F stays what it was up to one factor, the level of the data; others start as ever.
 *               Under a prior that ties amplitudes they are brought to what is trained of them there (relatedStart.ts)
 * Frozen is what is taken over of either: nothing trains it. With a frozen scale, what new images have of their own is
 * trained, and nothing else of the scale; frozen amplitudes of reflections that the weights do not have stay at the prior.
 */
import { InputError } from "../../errors.js";
import { cellsAgree, cellText } from "../../table/isomorphism.js";
import { crc32 } from "../../training/crc32.js";
import type { JsonObject } from "../../training/index.js";
import type { Likelihood } from "./likelihoods/likelihoodTypes.js";
import type { KnownAmplitudes, MergeWeights } from "./mergeWeights.js";
import type { MergingData } from "./mergingData.js";
import type { FreezeName, InitialWeights, MergeOptions } from "./mergingOptions.js";
import { likelihoodParameter, parameterNames } from "./mergingProgram.js";
import { type PosteriorStart, priorStart } from "./posteriorStart.js";
import { relationNames } from "./relatedPosterior.js";
import { relatedStart } from "./relatedStart.js";
import type { Relations } from "./relations.js";
import { firstVariance, type Parameters } from "./scalePredictor.js";
import { amplitudeMoments, posteriorNames } from "./surrogatePosterior.js";

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

  /** Whether something of the scale is not taken over: the whole of it, or what new images have of their own. */
  get leavesScale(): boolean {
    if (!this.hasScale) return true;
    return this.counts.knownImages < this.counts.images && Object.keys(this.parts.rowWidths).length > 0;
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
    this.checkNames(initial);
    return Object.fromEntries(
      Object.entries(initial).map(([name, fresh]) => [name, this.scaleParameter(name, fresh)]),
    );
  }

  /** @throws InputError where the weights have parameters that this scale has not: layers that would be left out */
  private checkNames(initial: Parameters): void {
    const { scale } = this.weights;
    if (scale === undefined) return;
    // a single image needs no parameters of its own
    const single = this.image.length === 1;
    const known = (name: string) =>
      Object.hasOwn(initial, name) ||
      name === relationNames.parameter ||
      name.startsWith(likelihoodParameter("")) ||
      (single && scale.rowWidths[name] !== undefined);
    const left = Object.keys(scale.parameters).find((name) => !known(name));
    if (left !== undefined) throw otherScale(left, `${scale.parameters[left].length} numbers`, "none");
  }

  private scaleParameter(name: string, fresh: Float32Array): Float32Array {
    const { scale } = this.weights;
    if (scale === undefined) return fresh;
    const known = scale.parameters[name];
    const width = this.parts.rowWidths[name];
    const of = width === undefined ? fresh.length : width * scale.images.length;
    if (known === undefined || known.length !== of || scale.rowWidths[name] !== width)
      throw otherScale(name, known === undefined ? "none" : `${known.length} numbers`, `${of}`);
    if (width === undefined) return Float32Array.from(known);
    return name === parameterNames.image ? this.imageFactors(fresh, known) : this.ofImages(known, width);
  }

  /** Rows of known images, and for new ones the mean of all in the weights. */
  private ofImages(known: Float32Array, width: number): Float32Array {
    const images = known.length / width;
    const mean = new Float64Array(width);
    known.forEach((value, k) => {
      mean[k % width] += value / images;
    });
    const values = new Float32Array(width * this.image.length);
    this.image.forEach((number, row) => {
      values.set(number < 0 ? mean : known.subarray(width * number, width * (number + 1)), width * row);
    });
    return values;
  }

  /** Factors of known images; of new ones those found afresh, which count from another image, times what is between the two. */
  private imageFactors(fresh: Float32Array, known: Float32Array): Float32Array {
    const sum = (values: Iterable<number>) => Array.from(values).reduce((total, value) => total + value, 0);
    const both = Array.from(this.image.keys()).filter((row) => this.image[row] >= 0);
    const between =
      both.length > 0
        ? sum(both.map((row) => known[this.image[row]])) / sum(both.map((row) => fresh[row]))
        : sum(known) / known.length / (sum(fresh) / fresh.length);
    return fresh.map((value, row) => (this.image[row] < 0 ? between * value : known[this.image[row]]));
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
        const isTaken = known?.length === fresh.length && (same || !name.startsWith(likelihoodParameter("")));
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

  /** First values of what is trained of the posteriors: 0 at their start, but where they hang on others that of u. */
  posterior(start: PosteriorStart): Float32Array {
    const { data, relations, expected } = this.parts;
    const amplitudes = this.weights.amplitudes?.amplitudes;
    if (amplitudes === undefined || relations === undefined) return new Float32Array(2 * data.groups.count);
    const { mean, standardDeviation } = amplitudeMoments(amplitudes.location, amplitudes.scale);
    const ofReflections = (values: Float64Array) =>
      Float64Array.from(this.reflection, (k, g) =>
        k < 0 ? 0 : values[k] * Math.sqrt(amplitudes.expected[k] / expected[g]),
      );
    return relatedStart(
      {
        isKnown: Uint8Array.from(this.reflection, (k) => (k >= 0 ? 1 : 0)),
        mean: ofReflections(mean),
        deviation: ofReflections(standardDeviation),
      },
      start,
      { centric: data.centric, relations, variance: firstVariance(relations) },
    );
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

  /** Of first values of a scale that is taken over, what all images share. */
  known(firstScale: Parameters): Record<string, Float32Array> {
    return this.hasScale ? without(firstScale, this.parts.rowWidths) : {};
  }

  /** With a frozen scale, images whose own parameters stay as they are. */
  get frozenRows(): Record<string, Uint8Array> {
    return this.freeze === "scale" ? this.knownRows : {};
  }

  /** Images whose own parameters are taken over, 1 for each, by the parameter's name. */
  get knownRows(): Record<string, Uint8Array> {
    if (!this.hasScale) return {};
    const known = Uint8Array.from(this.image, (number) => (number >= 0 ? 1 : 0));
    return Object.fromEntries(Object.keys(this.parts.rowWidths).map((name) => [name, known]));
  }

  /** What is taken over, and of how much: a sentence each. */
  get text(): string[] {
    const { images, knownImages, reflections, knownReflections } = this.counts;
    const { scale, amplitudes } = this.weights;
    const state = (name: FreezeName) =>
      this.freeze === name ? "taken over and frozen" : "taken over as a start";
    const lines: string[] = [];
    if (scale !== undefined) lines.push(`scale ${state("scale")}${this.imagesText(images, knownImages)}`);
    if (amplitudes !== undefined)
      lines.push(
        `amplitudes ${state("amplitudes")}, ${knownReflections} of ${reflections} reflections` +
          (knownReflections === reflections
            ? ""
            : `; the others ${this.freeze === "amplitudes" ? "stay at the prior" : "start afresh"}`),
      );
    return lines;
  }

  private imagesText(images: number, known: number): string {
    if (Object.keys(this.parts.rowWidths).length === 0) return ", nothing in it is an image's own";
    if (known === images) return `, of all ${images} images`;
    const frozen = this.freeze === "scale";
    const rest = `${images - known} new images`;
    return frozen
      ? `, with what ${known} of ${images} images have of their own; that of ${rest} is trained`
      : `, with what ${known} of ${images} images have of their own; ${rest} start at the mean`;
  }
}

function otherScale(name: string, got: string, expected: string): InputError {
  return new InputError(
    `weights, ${name}: got ${got}, expected ${expected}; they are of another scale model: give merge the scale, metadata and likelihood options that they were trained with`,
  );
}

function none(length: number): Int32Array {
  return new Int32Array(length).fill(-1);
}

/** @throws InputError where amplitudes of the weights are of another crystal */
function checkAmplitudes({ cell, spaceGroup }: MergeWeights, { data }: TakenOverParts): void {
  const { observations, tables } = data;
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
