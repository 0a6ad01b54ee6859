/**
 * `friedel merge` with terms of the scale, an anisotropic fall-off and a reference structure, from the shell to the file.
 * Oracle: the library's own descriptions, in the run's configuration.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { readReflections, writeReflections } from "../../lib/node/reflectionFiles.js";
import { readSweep } from "../../lib/node/sweepFolder.js";
import { bundleProgram } from "./bundledProgram.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { quick, smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const [data, reference] = [at("in.mtz"), at("reference.mtz")];
const { observations, truth } = smallRotation();

beforeAll(async () => {
  await writeReflections(observations, data);
  await writeReflections(truth, reference);
});

interface Model {
  readonly scale: { readonly network: boolean; readonly terms: readonly { readonly name: string }[] };
  readonly prior: Readonly<Record<string, unknown>>;
}

/** What the run folder says of the model. */
async function modelIn(run: string): Promise<Model> {
  return JSON.parse(await readFile(join(run, "config.json"), "utf8")).config.model;
}

async function merged(name: string, ...words: string[]): Promise<Model> {
  const run = at(name);
  const answer = await runProgram(["merge", data, ...quick, "--run", run, "--out", `${run}.mtz`, ...words]);
  expect(answer.error).toBe("");
  expect(answer.status).toBe(0);
  expect((await readReflections(`${run}.mtz`)).length).toBeGreaterThan(100);
  return modelIn(run);
}

test("terms alone, with an anisotropic fall-off", async () => {
  const terms = "smooth-rotation:spacing=15,damage:linear,absorption:degree=2";
  const words = ["--scale-terms", terms, "--disable-mlp", "--disable-image-scales", "--anisotropy"];
  const { scale, prior } = await merged("terms", ...words);
  expect(scale.network).toBe(false);
  expect(scale.terms).toMatchObject([
    { name: "smoothRotation", spacing: 15 },
    { name: "radiationDamage", linear: true },
    { name: "absorption", degree: 2 },
  ]);
  expect(prior).toMatchObject({ name: "wilson", anisotropy: true });
});

test("a reference structure", async () => {
  const words = ["--reference", reference, "--reference-f", "F", "--reference-correlation", "0.8"];
  const { prior } = await merged("leaning", ...words);
  expect(prior).toMatchObject({ name: "empirical", F: ["F", "F"], correlation: 0.8 });
});

test("the reference is not written over, and an unmerged one is an error", async () => {
  const over = await runProgram(["merge", data, "--reference", reference, "--out", reference]);
  expect([over.status, over.error]).toEqual([2, expect.stringContaining("it is an input file")]);
  const wrong = await runProgram(["merge", data, "--reference", data, "--out", at("wrong.mtz")]);
  expect([wrong.status, wrong.error]).toEqual([
    1,
    expect.stringContaining("expected a table of merged amplitudes"),
  ]);
  expect(existsSync(at("wrong.mtz"))).toBe(false);
});

test("a sweep over terms of the scale; the reference is named from the root", async () => {
  const sweep = at("sweep");
  const program = await bundleProgram(at("program"));
  const words = ["--folder", sweep, "--test-fraction", "0.1", "--iterations", "20", "--workers", "1"];
  const grid = "scale.terms=none;smooth-rotation,damage:linear";
  const common = ["--reference", relative(process.cwd(), reference), "--reference-f", "F"];
  const answer = await runProgram(["sweep", data, ...words, ...common, "--grid", grid], { program });
  expect([answer.status, answer.error]).toEqual([0, ""]);
  expect((await readSweep(sweep)).ranked).toHaveLength(2);
  expect(JSON.parse(await readFile(join(sweep, "sweep.json"), "utf8")).base.reference).toBe(reference);
  const [first, second] = ["0001", "0002"].map((trial) => modelIn(join(sweep, "trials", trial)));
  expect((await first).scale.terms).toEqual([]);
  expect((await second).scale.terms.map(({ name }) => name)).toEqual(["smoothRotation", "radiationDamage"]);
  expect((await second).prior.name).toBe("empirical");
});
