/**
 * Weights from one `friedel merge` to the next. Oracles: the first run's own amplitudes and weights, the library's merge with
 * the same weights; what cannot be taken over is refused in one sentence.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parseArguments } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import { takenOverOf } from "../../lib/cli/weightSettings.js";
import { readReflections, writeReflections } from "../../lib/node/reflectionFiles.js";
import { readWeights } from "../../lib/node/weightFiles.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { quick, smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const { observations } = smallRotation();
const [dark, light] = [path("dark.mtz"), path("light.mtz")];
const [run, file] = [path("runs"), path("dark.safetensors")];

const mergeTo = (out: string, ...words: string[]) =>
  runProgram(["merge", ...words, ...quick, "--out", path(out)]);

beforeAll(async () => {
  const batch = observations.values("BATCH");
  await writeReflections(
    observations.filter((row) => batch[row] <= 60),
    dark,
  );
  await writeReflections(
    observations.filter((row) => batch[row] > 60),
    light,
  );
  const made = await mergeTo("merged.mtz", dark, "--run", run, "--weights", file);
  expect([made.status, made.error]).toEqual([0, ""]);
  expect(made.out).toMatch(/wrote .*dark\.safetensors: scale and amplitudes, for --scale-file and/);
});

describe("a round trip", () => {
  test("the run folder and the file hold the same weights", () => {
    expect(readFileSync(join(run, "weights.safetensors"))).toEqual(readFileSync(file));
  });

  test.each([["the run folder", run] as const, ["the file", file] as const])(
    "with the scale frozen, from %s: it is that of the first run to the bit, and amplitudes are merged",
    async (_, from) => {
      const kept = path("again.safetensors");
      const words = [dark, "--scale-file", from, "--freeze-scales", "--weights", kept];
      const { status, out, error } = await mergeTo("again.mtz", ...words);
      expect([status, error]).toEqual([0, ""]);
      expect(out).toMatch(/^weights +scale taken over and frozen, of all 60 images$/m);
      const [first, second] = [await readWeights(file), await readWeights(kept)];
      expect(second.parameters).toEqual(first.parameters);
      expect(second.amplitudes.location).not.toEqual(first.amplitudes.location);
      const [merged, again] = [
        await readReflections(path("merged.mtz")),
        await readReflections(path("again.mtz")),
      ];
      expect(again.length).toBe(merged.length);
      expect((await readReflections(path("again.mtz"))).history.join(" ")).toContain("--freeze-scales");
    },
  );

  test("new images: what all share is kept, what they have of their own is fitted, and said", async () => {
    const kept = path("light.safetensors");
    const words = [light, "--scale-file", run, "--freeze-scales", "--weights", kept];
    const { status, out, error } = await mergeTo("light-merged.mtz", ...words);
    expect([status, error]).toEqual([0, ""]);
    expect(out).toMatch(
      /^weights +scale taken over and frozen, with what 0 of 30 images have of their own; that of 30 new images is trained$/m,
    );
    const [first, second] = [await readWeights(file), await readWeights(kept)];
    const { "image/scales": factors, ...shared } = second.parameters;
    const { "image/scales": _, ...before } = first.parameters;
    expect(shared).toEqual(before);
    expect(new Set(factors).size).toBe(30);
  });

  test("amplitudes, frozen: F is what it was", async () => {
    const words = [dark, "--structure-factor-file", run, "--freeze-structure-factors"];
    const { status, out } = await mergeTo("same.mtz", ...words);
    expect(status).toBe(0);
    expect(out).toMatch(/^weights +amplitudes taken over and frozen, (\d+) of \1 reflections$/m);
    const [merged, same] = [
      await readReflections(path("merged.mtz")),
      await readReflections(path("same.mtz")),
    ];
    const ratios = Array.from(same.values("F"), (f, row) => f / merged.values("F")[row]);
    for (const ratio of ratios) expect(Math.abs(ratio - 1)).toBeLessThan(1e-5);
  });

  test("both as a start: nothing is frozen", async () => {
    const words = ["--scale-file", run, "--structure-factor-file", file];
    const args = parseArguments(mergeCommand, [dark, ...words]);
    const { initial, freeze } = await takenOverOf(args);
    expect(freeze).toBeUndefined();
    expect(initial?.scale).toEqual(initial?.amplitudes);
    expect(await takenOverOf(parseArguments(mergeCommand, [dark]))).toEqual({});
  });

  test("a run that was resumed after its end has its weights again", async () => {
    const words = [dark, "--run", run, "--resume"];
    expect((await mergeTo("resumed.mtz", ...words)).status).toBe(0);
    expect(readFileSync(join(run, "weights.safetensors"))).toEqual(readFileSync(file));
  });
});

describe("one sentence, before anything is fitted", () => {
  const fails = async (words: readonly string[], message: RegExp, expected = 1) => {
    const { status, out, error } = await mergeTo("bad.mtz", dark, ...words);
    expect(error).toMatch(message);
    expect(status).toBe(expected);
    expect(out).not.toMatch(/CCpred|wrote/);
    expect(existsSync(path("bad.mtz"))).toBe(false);
  };

  test("no such folder, an empty one, a run that is not finished, another file", async () => {
    await fails(
      ["--scale-file", path("run")],
      /run: got no such file, expected one to read; did you mean .*runs\?/,
    );
    mkdirSync(path("empty"));
    await fails(
      ["--structure-factor-file", path("empty")],
      /--structure-factor-file .*empty: got a folder that holds no run, expected the run folder of a merge/,
    );
    mkdirSync(path("stopped"));
    writeFileSync(join(path("stopped"), "config.json"), readFileSync(join(run, "config.json")));
    await fails(
      ["--scale-file", path("stopped")],
      /--scale-file .*stopped: got a run that is interrupted at step 0 of 120, expected one that has finished/,
    );
    mkdirSync(path("bare"));
    for (const name of ["config.json", "history.jsonl"])
      writeFileSync(join(path("bare"), name), readFileSync(join(run, name)));
    await fails(["--scale-file", path("bare")], /bare: got a run without weights\.safetensors.*--resume/);
    await fails(["--scale-file", dark], /dark\.mtz: /);
  });

  test("another network, other metadata, other reflections", async () => {
    await fails(
      ["--scale-file", run, "--mlp-width", "7"],
      /weights, scale\/0\/weights: got \d+ numbers, expected \d+; they are of another scale model/,
    );
    await fails(
      ["--scale-file", run, "--mlp-layers", "3", "--run", path("bad-run")],
      /weights, scale\/3\/bias: got \d+ numbers, expected none; they are of another scale model/,
    );
    await fails(
      ["--scale-file", run, "--metadata", "dHKL"],
      /metadata: got dHKL, expected image dHKL Hobs .* which the scale taken over/,
    );
    await fails(
      ["--structure-factor-file", run, "--space-group", "P 1"],
      /weights: got amplitudes in P .*, expected P 1/,
    );
    expect(existsSync(path("bad-run"))).toBe(false);
  });

  test("frozen without a file, both frozen, a file that would be written over", async () => {
    await fails(
      ["--freeze-scales"],
      /got --freeze-scales without --scale-file, expected both; add --scale-file RUN/,
      2,
    );
    const both = ["--scale-file", run, "--structure-factor-file", run];
    await fails(
      [...both, "--freeze-scales", "--freeze-structure-factors"],
      /got both --freeze-scales and --freeze-structure-factors, expected one of them/,
      2,
    );
    await fails(["--scale-file", file, "--weights", file], /--weights .*: it is an input file/, 2);
  });
});
