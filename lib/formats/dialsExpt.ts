/**
 * DIALS experiments (.expt): JSON, {"__id__": "ExperimentList", "experiment": [{"crystal": 0, "beam": 0, …}], "crystal":
 * […], "beam": […], "detector": […], "scan": […], "imageset": […]}; an experiment names its models by their place in the
 * lists, and models are shared. What is not needed to place reflections (profiles, scaling models, masks) is passed over.
 * Source: dxtbx, model/experiment_list.py and the to_dict of each model (cctbx/dxtbx, BSD licence).
 */
import { FormatError } from "../errors.js";
import { type ByteSource, readAll } from "./byteSource.js";
import { readDetector } from "./dialsDetector.js";
import {
  type DialsJson,
  integerPair,
  jsonObject,
  kindOfJson,
  numberOf,
  numbersOf,
  unitVector,
} from "./dialsJson.js";
import type {
  DialsBeam,
  DialsCrystal,
  DialsExperiment,
  DialsExperiments,
  DialsImages,
  DialsScan,
} from "./dialsTypes.js";

/** The longest text that every JavaScript engine holds. */
const longestText = 500_000_000;
/** More images than any scan has. */
const lastImage = 10_000_000;

/**
 * Reads experiments.
 * @throws FormatError for a file that is no JSON, not an experiment list, or lacks what an experiment names
 */
export async function readDialsExperiments(source: ByteSource): Promise<DialsExperiments> {
  const name = source.name ?? "DIALS experiments";
  const root = await readJson(source, name);
  if (root.__id__ !== "ExperimentList")
    throw new FormatError(
      `${name}, __id__: got ${kindOfJson(root.__id__)}, expected "ExperimentList" as DIALS writes it`,
    );
  const models = {
    crystal: listReader(root, "crystal", name, readCrystal),
    beam: listReader(root, "beam", name, readBeam),
    detector: listReader(root, "detector", name, readDetector),
    scan: listReader(root, "scan", name, readScan),
    imageset: listReader(root, "imageset", name, readImages),
  };
  const list = root.experiment;
  if (!Array.isArray(list))
    throw new FormatError(`${name}, experiment: got ${kindOfJson(list)}, expected a list of experiments`);
  const experiments = list.map((value: unknown, i): DialsExperiment => {
    const where = `${name}, experiment ${i}`;
    const { identifier = "", crystal, beam, detector, scan, imageset } = jsonObject(value, where);
    if (typeof identifier !== "string")
      throw new FormatError(`${where}, identifier: got ${kindOfJson(identifier)}, expected a text`);
    return {
      identifier,
      crystal: models.crystal(crystal, where),
      beam: models.beam(beam, where),
      detector: models.detector(detector, where),
      scan: models.scan(scan, where),
      images: models.imageset(imageset, where),
    };
  });
  return { name, experiments };
}

async function readJson(source: ByteSource, name: string): Promise<DialsJson> {
  if (source.byteLength > longestText)
    throw new FormatError(
      `${name}: got ${source.byteLength} bytes of JSON, expected at most ${longestText}; split the experiments (dials.split_experiments)`,
    );
  const bytes = await readAll(source);
  try {
    return jsonObject(parseJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes)), name);
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const reason = error instanceof Error ? error.message.replace(/\s+/g, " ").slice(0, 120) : "broken";
    throw new FormatError(`${name}: got no JSON (${reason}), expected that of a DIALS .expt file`);
  }
}

/** Python writes numbers that JSON does not have, NaN and Infinity: they become null. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const plain = text.replace(/([[,:]\s*)-?(?:NaN|Infinity)(?=\s*[\],}])/g, "$1null");
    if (plain === text) throw error;
    return JSON.parse(plain);
  }
}

/** Reads a model when an experiment names it, once. */
function listReader<Model>(
  root: DialsJson,
  key: string,
  file: string,
  read: (json: DialsJson, where: string) => Model,
): (place: unknown, experiment: string) => Model | undefined {
  const list = root[key] ?? [];
  if (!Array.isArray(list))
    throw new FormatError(`${file}, ${key}: got ${kindOfJson(list)}, expected a list of models`);
  const known = new Map<number, Model>();
  return (place, experiment) => {
    if (place === undefined || place === null) return undefined;
    if (typeof place !== "number" || !(place in list) || !Number.isInteger(place))
      throw new FormatError(
        `${experiment}, ${key}: got ${kindOfJson(place)}, expected a number from 0 to ${list.length - 1}`,
      );
    const where = `${file}, ${key} ${place}`;
    const model = known.get(place) ?? read(jsonObject(list[place], where), where);
    known.set(place, model);
    return model;
  };
}

function readCrystal(json: DialsJson, where: string): DialsCrystal {
  const hall = json.space_group_hall_symbol;
  if (typeof hall !== "string")
    throw new FormatError(
      `${where}, space_group_hall_symbol: got ${kindOfJson(hall)}, expected a text such as " P 2ac 2ab"`,
    );
  const axes = ["a", "b", "c"].flatMap((axis) => numbersOf(json, `real_space_${axis}`, 3, where));
  return { axes, hall };
}

function readBeam(json: DialsJson, where: string): DialsBeam {
  const direction = unitVector(json, "direction", where);
  if (json.wavelength_range !== undefined && json.wavelength === undefined) {
    const [low, high] = numbersOf(json, "wavelength_range", 2, where);
    if (!(low > 0 && high >= low))
      throw new FormatError(`${where}, wavelength_range: got ${low}, ${high}, expected two lengths in Å`);
    return { direction, wavelength: undefined, wavelengthRange: [low, high] };
  }
  const wavelength = numberOf(json, "wavelength", where);
  if (!(wavelength > 0))
    throw new FormatError(`${where}, wavelength: got ${wavelength}, expected a length in Å above 0`);
  return { direction, wavelength, wavelengthRange: undefined };
}

function readScan(json: DialsJson, where: string): DialsScan {
  const imageRange = integerPair(json, "image_range", where);
  const [first, last] = imageRange;
  if (first < 0 || first > last || last > lastImage)
    throw new FormatError(
      `${where}, image_range: got ${first} to ${last}, expected the first image and the last, from 0 to ${lastImage}`,
    );
  const batchOffset = json.batch_offset === undefined ? 0 : numberOf(json, "batch_offset", where);
  if (!Number.isInteger(batchOffset) || Math.abs(batchOffset) > lastImage)
    throw new FormatError(
      `${where}, batch_offset: got ${batchOffset}, expected an integer up to ${lastImage}`,
    );
  return { imageRange, batchOffset, oscillation: oscillationOf(json, where) };
}

/** Start and width of the first image, degrees; newer files give the angle of every image instead. */
function oscillationOf(json: DialsJson, where: string): [number, number] {
  if (json.oscillation !== undefined) {
    const [start, width] = numbersOf(json, "oscillation", 2, where);
    return [start, width];
  }
  const properties = json.properties === undefined ? {} : jsonObject(json.properties, `${where}, properties`);
  if (properties.oscillation === undefined) return [0, 0];
  const angles = numbersOf(properties, "oscillation", undefined, `${where}, properties`);
  const [width] =
    properties.oscillation_width === undefined
      ? [angles.length > 1 ? angles[1] - angles[0] : 0]
      : numbersOf(properties, "oscillation_width", undefined, `${where}, properties`);
  return [angles[0] ?? 0, width ?? 0];
}

function readImages(json: DialsJson): DialsImages {
  const { template, images, single_file_indices: indices } = json;
  return {
    template: typeof template === "string" ? template : undefined,
    paths: Array.isArray(images) ? images.filter((path) => typeof path === "string") : [],
    indices: Array.isArray(indices) ? indices.filter((index) => typeof index === "number") : [],
  };
}
