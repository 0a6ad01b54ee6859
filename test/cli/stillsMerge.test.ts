/**
 * `friedel merge` of serial stills in two files that share their images, and `friedel sweep` of data sets that are merged
 * apart. Oracle: the library's own merge with the same options.
 */
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { RowEngine } from "../../lib/kernels/index.js";
import { merge, priors } from "../../lib/models/index.js";
import { readReflections, writeReflections } from "../../lib/node/reflectionFiles.js";
import { readSweep } from "../../lib/node/sweepFolder.js";
import type { ProgramWords } from "../../lib/node/sweepWorkers.js";
import { simulateStills } from "../../lib/simulate/index.js";
import { bundleProgram } from "./bundledProgram.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const { observations } = simulateStills({ seed: 4, dMin: 3.5, imageCount: 60 });
const files = [path("plus.mtz"), path("minus.mtz")];
const quick = ["--iterations", "60", "--warm-up-steps", "40", "--threads", "1"];
let program: ProgramWords;

beforeAll(async () => {
  const isym = observations.values("M/ISYM");
  for (const [i, file] of files.entries())
    await writeReflections(
      observations.filter((row) => isym[row] % 2 === 1 - i),
      file,
    );
  program = await bundleProgram(path("program"));
});

const options = {
  recipe: "stills",
  anomalous: true,
  sharedImages: true,
  prior: priors.doubleWilson({ mates: 0.99 }),
  scale: { imageEmbedding: 3, imageLayers: 1 },
} as const;
const words = [
  ...["--recipe", "stills", "--anomalous", "--shared-images", "--mates-correlation", "0.99"],
  ...["--image-embedding", "3", "--image-layers", "1", "--image-learning-rate", "0.01", "--start", "prior"],
];

test("stills: shared images, an embedding, layers of images, tied mates: what the library merges", async () => {
  const { status, out, error } = await runProgram([
    "merge",
    ...files,
    ...quick,
    ...words,
    "--out",
    path("a.mtz"),
  ]);
  expect([status, error]).toEqual([0, ""]);
  expect(out).toMatch(/on 60 images$/m);
  expect(out).toMatch(/^Likelihood +asinh/m);
  expect(out).toMatch(
    /^Scale .*3 features of each image, 1 layers of each image's own, coefficients of each/m,
  );
  expect(out).toMatch(/^Prior +doubleWilson \(.*mates 0\.99/m);
  const tables = await Promise.all(files.map((file) => readReflections(file)));
  const run = await merge(tables, { ...options, engine: new RowEngine() }).train({
    ...{ steps: 60, warmUpSteps: 40, imageLearningRate: 0.01, start: "prior", reporters: [] },
  });
  const merged = await readReflections(path("a.mtz"));
  expect(merged.values("F(+)")).toEqual(run.merged.values("F(+)"));
  expect(merged.values("F(-)")).toEqual(run.merged.values("F(-)"));
});

test("without --shared-images each file has its own", async () => {
  const apart = words.filter((word) => word !== "--shared-images");
  const { out } = await runProgram(["merge", ...files, ...quick, ...apart, "--out", path("b.mtz")]);
  expect(out).toMatch(/on 1(1\d|20) images$/m);
});

test("a sweep passes the options of the model on, varied or not, and takes data sets merged apart", async () => {
  const sweep = [
    ...["sweep", ...files, ...quick, "--recipe", "stills", "--separate-files", "--shared-images"],
    ...["--test-fraction", "0.1", "--workers", "2", "--grid", "likelihood=asinh,studentt"],
    ...["--grid", "scale.imageEmbedding=0,2", "--double-wilson-r", "0,0.95", "--folder", path("sweep")],
  ];
  const answer = await runProgram(sweep, { program });
  expect([answer.status, answer.error]).toEqual([0, ""]);
  expect(answer.out).toMatch(/4 finished/);
  const { ranked } = await readSweep(path("sweep"));
  expect(ranked).toHaveLength(4);
  expect(new Set(ranked.map(({ ccPred }) => ccPred)).size).toBe(4);
  for (const set of [0, 1])
    expect((await readReflections(path(`sweep/trials/0001/merged_${set}.mtz`))).length).toBeGreaterThan(50);
  const wrong = await runProgram([...sweep.slice(0, -1), path("wrong"), "--grid", "error-model=none,evans"], {
    program,
  });
  expect(wrong.status).toBe(2);
  expect(wrong.error).toMatch(
    /trial \d+ \(likelihood asinh, .*--error-model evans: got it with the asinh likelihood/,
  );
});
