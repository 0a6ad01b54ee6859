/** Weights of a merge by their path: safetensors files. */
import { readAll } from "../formats/byteSource.js";
import {
  type MergeWeights,
  type MergingRun,
  weightsFromSafetensors,
  weightsToSafetensors,
} from "../models/index.js";
import { withFile } from "./fileSource.js";
import { writeFileAtomic } from "./writeFile.js";

/**
 * Writes what another merge can take up: scale and amplitudes of a run.
 * @throws InputError where the file cannot be written
 */
export async function writeWeights(of: MergingRun | MergeWeights, path: string): Promise<void> {
  await writeFileAtomic(path, weightsToSafetensors("weights" in of ? of.weights : of));
}

/**
 * Reads weights that {@link writeWeights} wrote.
 * @throws FormatError for a file that is broken or of something else; InputError for a path that cannot be read
 */
export async function readWeights(path: string): Promise<MergeWeights> {
  return weightsFromSafetensors(await withFile(path, readAll), path);
}
