/**
 * What a trained merge can be taken up from again: the parameters of its scale, likelihood and correlations with what they
 * belong to (metadata with the mean and deviation that they were standardised by, images by table and batch), and its
 * amplitudes, as location and scale of the posteriors of E² = I/(ε exp(−…)) with the index, mate and data set of each. As
 * one safetensors file, in which nothing can be run.
 */
import { SpaceGroup, UnitCell } from "../../crystal/index.js";
import { FormatError } from "../../errors.js";
import { bytesSource } from "../../formats/byteSource.js";
import { readSafetensors, type SafeTensor, writeSafetensors } from "../../formats/safetensors.js";
import type { JsonObject } from "../../training/index.js";
import type { MergingRun } from "./mergingRun.js";
import { type Parameters, posteriorLocations } from "./scalePredictor.js";
import { posteriorNames } from "./surrogatePosterior.js";

/** An image as it is known in another merge. */
export interface NamedImage {
  /** Name of its table. */
  readonly table: string;
  readonly batch: number;
}

/** Posteriors of amplitudes by reflection, g. */
export interface KnownAmplitudes {
  /** Unique Miller indices, 3g; 1 for an F(−), and the number of the data set. */
  readonly hkl: Int32Array;
  readonly minus: Uint8Array;
  readonly dataSet: Int32Array;
  /** Of E: location and scale of its truncated normal. */
  readonly location: Float32Array;
  readonly scale: Float32Array;
  /** What E² is multiplied by for an intensity over the level: ε and the fall-off. */
  readonly expected: Float64Array;
}

/** Trained weights, with what they belong to. */
export interface MergeWeights {
  /** What the run was made of. */
  readonly description: JsonObject;
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  readonly metadata: {
    readonly names: readonly string[];
    readonly mean: Float64Array;
    readonly deviation: Float64Array;
    /** Least and greatest value of each: what positional encoding brings to −1 … 1. */
    readonly lowest: Float64Array;
    readonly highest: Float64Array;
  };
  readonly images: readonly NamedImage[];
  /** Numbers of an image (or of a relation) in the parameters that have rows, by name. */
  readonly rowWidths: Readonly<Record<string, number>>;
  /** Trained parameters but those of the amplitudes, by name. */
  readonly parameters: Parameters;
  readonly amplitudes: KnownAmplitudes;
}

/** What a run can be taken up from. */
export function weightsOf({ model, parameters, context }: MergingRun): MergeWeights {
  const { data } = model;
  const { reflection, minus, dataSet, count } = data.groups;
  const { names, mean, deviation, lowest, highest } = data.metadata;
  const { [posteriorNames.parameter]: _amplitudes, ...others } = parameters;
  return {
    description: JSON.parse(JSON.stringify(model.description)),
    cell: data.observations.cell,
    spaceGroup: data.observations.spaceGroup,
    metadata: { names, mean, deviation, lowest, highest },
    images: data.images.map(({ table, batch }) => ({ table: data.tables[table].name, batch })),
    rowWidths: { ...model.scale.rowWidths },
    parameters: others,
    amplitudes: {
      hkl: Int32Array.from(
        { length: 3 * count },
        (_, k) => data.observations.hkl[3 * reflection[Math.floor(k / 3)] + (k % 3)],
      ),
      minus,
      dataSet,
      ...posteriorLocations(parameters, context),
      expected: model.normalisedExpected(),
    },
  };
}

const FORMAT = "friedel merge weights 1";
const PARAMETER = "parameters/";

/** The weights as a safetensors file. */
export function weightsToSafetensors(weights: MergeWeights): Uint8Array {
  const { parameters, metadata, amplitudes, cell, spaceGroup, images, rowWidths, description } = weights;
  const { names, ...numbers } = metadata;
  const prefixed = <T>(prefix: string, arrays: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(arrays).map(([name, values]) => [prefix + name, values]));
  return writeSafetensors(
    {
      ...prefixed(PARAMETER, parameters),
      ...prefixed("metadata/", numbers),
      ...prefixed("amplitudes/", { ...amplitudes }),
    },
    {
      format: FORMAT,
      cell: JSON.stringify(cell.toArray()),
      spaceGroup: spaceGroup.name,
      metadata: JSON.stringify(names),
      images: JSON.stringify(images.map(({ table, batch }) => [table, batch])),
      rowWidths: JSON.stringify(rowWidths),
      description: JSON.stringify(description),
    },
  );
}

/** Weights from a safetensors file. @throws FormatError for a file that is broken, or of something else */
export async function weightsFromSafetensors(bytes: Uint8Array, name = "weights"): Promise<MergeWeights> {
  const { tensors, metadata } = await readSafetensors(bytesSource(bytes, name));
  if (metadata.get("format") !== FORMAT)
    throw new FormatError(
      `${name}: got a safetensors file of ${metadata.get("format") ?? "something else"}, expected one of ${FORMAT}, as writeWeights makes them`,
    );
  const text = (key: string): string => metadata.get(key) ?? missing(name, key);
  const array = <T extends SafeTensor["data"]>(key: string, kind: new (length: number) => T): T => {
    const data = tensors.get(key)?.data;
    return data instanceof kind ? data : missing(name, key);
  };
  const parameters = Object.fromEntries(
    [...tensors.keys()]
      .filter((key) => key.startsWith(PARAMETER))
      .map((key) => [key.slice(PARAMETER.length), array(key, Float32Array)]),
  );
  const numbers = (key: string) => array(`metadata/${key}`, Float64Array);
  return {
    description: JSON.parse(text("description")),
    cell: UnitCell.of(JSON.parse(text("cell"))),
    spaceGroup: SpaceGroup.fromName(text("spaceGroup")),
    metadata: {
      names: JSON.parse(text("metadata")),
      mean: numbers("mean"),
      deviation: numbers("deviation"),
      lowest: numbers("lowest"),
      highest: numbers("highest"),
    },
    images: (JSON.parse(text("images")) as [string, number][]).map(([table, batch]) => ({ table, batch })),
    rowWidths: JSON.parse(text("rowWidths")),
    parameters,
    amplitudes: {
      hkl: array("amplitudes/hkl", Int32Array),
      minus: array("amplitudes/minus", Uint8Array),
      dataSet: array("amplitudes/dataSet", Int32Array),
      location: array("amplitudes/location", Float32Array),
      scale: array("amplitudes/scale", Float32Array),
      expected: array("amplitudes/expected", Float64Array),
    },
  };
}

function missing(name: string, key: string): never {
  throw new FormatError(`${name}: got no ${key}, expected it in a file of ${FORMAT}`);
}
