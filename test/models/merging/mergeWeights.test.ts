// Oracles: the run itself; the file read back equals what was written, and what is no such file is refused.
import { beforeAll, expect, test } from "vitest";
import { FormatError } from "../../../lib/errors.js";
import { writeSafetensors } from "../../../lib/formats/safetensors.js";
import {
  type MergeWeights,
  type MergingRun,
  merge,
  weightsFromSafetensors,
  weightsToSafetensors,
} from "../../../lib/models/index.js";
import { posteriorLocations } from "../../../lib/models/merging/scalePredictor.js";
import { rotation } from "./tables.js";

const { observations } = rotation();
let run: MergingRun;
let weights: MergeWeights;
beforeAll(async () => {
  run = await merge(observations, { anomalous: true }).train({ steps: 20, reporters: [] });
  weights = run.weights;
});

test("hold what was trained, and what it belongs to", () => {
  const { data } = run.model;
  const { posterior: _, ...others } = run.parameters;
  expect(weights.parameters).toEqual(others);
  expect(weights.images[3]).toEqual({ table: observations.name, batch: data.images[3].batch });
  expect(weights.metadata.names).toEqual(data.metadata.names);
  const { location, scale } = posteriorLocations(run.parameters, run.context);
  expect([weights.amplitudes.location, weights.amplitudes.scale]).toEqual([location, scale]);
  const g = 17;
  const h = data.groups.reflection[g];
  expect(Array.from(weights.amplitudes.hkl.subarray(3 * g, 3 * g + 3))).toEqual(
    Array.from(data.observations.hkl.subarray(3 * h, 3 * h + 3)),
  );
  expect(weights.description.metadata).toEqual(data.metadata.names);
  const d = data.metadata.names.indexOf("dHKL");
  expect(weights.metadata.lowest[d]).toBeGreaterThanOrEqual(4);
  expect(weights.metadata.highest[d]).toBeGreaterThan(weights.metadata.lowest[d]);
});

test("come back from their file as they were", async () => {
  const read = await weightsFromSafetensors(weightsToSafetensors(weights), "w.safetensors");
  const { cell, spaceGroup, ...rest } = read;
  expect(cell.toArray()).toEqual(weights.cell.toArray());
  expect(spaceGroup.equals(weights.spaceGroup)).toBe(true);
  const { cell: _cell, spaceGroup: _group, ...written } = weights;
  expect(rest).toEqual(written);
});

test("files of something else are refused", async () => {
  const other = writeSafetensors({ a: new Float32Array(2) });
  await expect(weightsFromSafetensors(other, "a.safetensors")).rejects.toThrow(
    "a.safetensors: got a safetensors file of something else, expected one of friedel merge weights 1",
  );
  const bare = writeSafetensors({ a: new Float32Array(2) }, { format: "friedel merge weights 1" });
  await expect(weightsFromSafetensors(bare, "b.safetensors")).rejects.toThrow(FormatError);
  await expect(weightsFromSafetensors(bare, "b.safetensors")).rejects.toThrow(
    /^b.safetensors: got no \w+, expected it/,
  );
  await expect(weightsFromSafetensors(weightsToSafetensors(weights).subarray(0, 900))).rejects.toThrow(
    FormatError,
  );
});
