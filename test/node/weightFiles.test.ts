// Oracle: the weights that were written.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { merge } from "../../lib/models/index.js";
import { readWeights, writeWeights } from "../../lib/node/index.js";
import { rotation } from "../models/merging/tables.js";

test("weights of a run are written and read by their path", async () => {
  const folder = await mkdtemp(join(tmpdir(), "friedel-weights-"));
  try {
    const run = await merge(rotation().observations).train({ steps: 5, reporters: [] });
    const path = join(folder, "scale.safetensors");
    await writeWeights(run, path);
    const read = await readWeights(path);
    expect(read.parameters).toEqual(run.weights.parameters);
    await writeWeights(read, path);
    expect((await readWeights(path)).amplitudes).toEqual(run.weights.amplitudes);
    await expect(readWeights(join(folder, "none.safetensors"))).rejects.toThrow(/none\.safetensors/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
