/** The command line of `friedel sweep`: what is refused before anything is written. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const data = join(folder, "in.mtz");
const sweep = join(folder, "sweep");
const good = ["--test-fraction", "0.1", "--grid", "scale.layers=2,3"];

beforeAll(() => writeReflections(smallRotation().observations, data));

test.each([
  [
    [],
    2,
    "friedel sweep: got no --folder, expected one for the trials (--folder sweeps/a), or one of status, resume, resubmit, check",
  ],
  [
    ["--folder", sweep, "--grid", "scale.layers=2,3"],
    1,
    "friedel: sweep: got no test fraction, expected more than 0",
  ],
  [["--folder", sweep, "--test-fraction", "0.1"], 1, "friedel: sweep: got no hyperparameters to vary"],
  [
    ["--folder", sweep, ...good, "--grid", "mlp-layer=2"],
    2,
    "friedel sweep: trial 1 (scale.layers 2, mlp-layer 2): friedel merge has no option --mlp-layer; did you mean --mlp-layers?",
  ],
  [
    ["--folder", sweep, ...good, "--grid", "batchSize=100,0"],
    2,
    "friedel sweep: trial 2 (scale.layers 2, batchSize 0): --batch-size: got 0, expected a whole number of at least 1",
  ],
  [
    ["--folder", sweep, ...good, "--grid", "seed=1,2"],
    1,
    "friedel: hyperparameter seed: it decides which observations",
  ],
  [["--folder", sweep, ...good, "--sample", "learningRate=lag:1:2"], 1, "did you mean log?"],
  [
    ["--folder", sweep, ...good, "--sample", "learningRate=log:0.1:1"],
    1,
    "friedel: trials: got no number of them",
  ],
  [["--folder", sweep, ...good, "--out", "a.mtz"], 2, "friedel sweep has no option --out"],
  [["--folder", sweep, ...good, "--time", "1"], 2, "friedel sweep: got --time without --slurm"],
  [["--folder", sweep, ...good, "--slurm", "--workers", "2"], 2, "friedel sweep: got --workers with --slurm"],
  [
    ["--folder", sweep, ...good, "--studentt-likelihood-dof", "4", "--normal-likelihood"],
    2,
    "got both --normal-likelihood and --studentt-likelihood-dof",
  ],
])("%o", async (words, status, message) => {
  const answer = await runProgram(["sweep", data, ...words]);
  expect([answer.status, answer.error]).toEqual([status, expect.stringContaining(message)]);
  expect(existsSync(sweep)).toBe(false);
});

test.each([
  [["status"], "friedel sweep status: got 0 folders, expected one"],
  [["status", sweep, "b"], "friedel sweep status: got 2 folders"],
  [["resume", sweep, "--grid", "a=1"], "friedel sweep resume: got --grid, expected none"],
  [["--trial", "1", "a", "b"], "friedel sweep --trial: got a b, expected the folder of a sweep"],
])("%o", async (words, message) => {
  const answer = await runProgram(["sweep", ...words]);
  expect([answer.status, answer.error]).toEqual([2, expect.stringContaining(message)]);
});

test("folders without a sweep", async () => {
  for (const verb of ["status", "resume", "resubmit", "check"])
    expect((await runProgram(["sweep", verb, folder])).error).toBe(
      `friedel: ${folder}: got no sweep.json in it, expected the folder of a sweep\n`,
    );
});
