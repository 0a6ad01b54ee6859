/** Oracle: priors as the library makes them from the same options. */
import { describe, expect, test } from "vitest";
import { type CommandArguments, parseArguments } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import {
  checkReferenceUsage,
  fallOffOf,
  fallOffOrDefault,
  readReference,
  referencePriorOf,
} from "../../lib/cli/priorSettings.js";
import { priorOf } from "../../lib/cli/relatedSettings.js";
import { checkVariationalUsage } from "../../lib/cli/variationalSettings.js";
import { priors, recipes } from "../../lib/models/index.js";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { temporaryFolder } from "./runProgram.js";
import { smallRotation } from "./smallMerge.js";

const parse = (...words: string[]): CommandArguments => parseArguments(mergeCommand, ["in.mtz", ...words]);
const recipe = recipes.default;

describe("fall-off", () => {
  test("B, a fitted tensor, or a tensor", () => {
    expect(fallOffOf(parse())).toBeUndefined();
    expect(fallOffOf(parse("--wilson-b", "3"))).toEqual({ bFactor: 3 });
    expect(fallOffOf(parse("--anisotropy"))).toEqual({ anisotropy: true });
    expect(fallOffOf(parse("--anisotropy-tensor", "40,30,20,0,5,0"))).toEqual({
      anisotropy: [40, 30, 20, 0, 5, 0],
    });
    expect(fallOffOrDefault(parse(), recipe)).toEqual({ bFactor: "fitted" });
    expect(fallOffOrDefault(parse(), recipes.careless)).toEqual({ bFactor: 0 });
    expect(priorOf(parse("--anisotropy"), recipe)?.description).toEqual(
      priors.wilson({ anisotropy: true }).description,
    );
    const both = parse("--anisotropy", "--anomalous", "--mates-correlation", "0.99");
    expect(priorOf(both, recipe)?.description).toEqual(
      priors.doubleWilson({ anisotropy: true, mates: 0.99 }).description,
    );
  });

  test.each(["1,2,3", "1,2,3,4,5,x", "1,2,3,4,5,", "1,2,3,4,5,6,7"])("no tensor: %s", (text) => {
    expect(() => fallOffOf(parse(`--anisotropy-tensor=${text}`))).toThrow(
      /--anisotropy-tensor: got .*, expected six numbers in Å²/,
    );
  });
});

describe("reference", () => {
  const { truth } = smallRotation();

  test("labels, errors and r arrive", async () => {
    const path = `${temporaryFolder()}/ref.mtz`;
    await writeReflections(truth, path);
    const args = parse("--reference", path, "--reference-f", "F", "--reference-correlation", "0.8");
    const reference = await readReference(args);
    if (reference === undefined) throw new Error("no reference");
    expect(await readReference(parse())).toBeUndefined();
    const expected = priors.empirical({ reference, F: "F", correlation: 0.8 }).description;
    expect(referencePriorOf(args, recipe, reference).description).toEqual(expected);
    expect(priorOf(args, recipe, reference)?.description).toEqual(expected);
    // while only the command line is checked, nothing is read
    expect(priorOf(args, recipe)).toBeUndefined();
  });

  test("labels of mates, and the B of a recipe", () => {
    const words = ["--reference-f", "F(+),F(-)", "--reference-sigma", "SIGF(+), SIGF(-)"];
    const F = Float32Array.from(truth.values("F"));
    const labels = ["F(+)", "F(-)", "SIGF(+)", "SIGF(-)"];
    const reference = truth.with(...labels.map((label) => ({ label, type: "G", data: F }) as const));
    expect(
      referencePriorOf(parse("--reference", "r.mtz", ...words), recipes.careless, reference).description,
    ).toMatchObject({ F: ["F(+)", "F(-)"], sigma: ["SIGF(+)", "SIGF(-)"], bFactor: 0, correlation: 0.9 });
  });

  test.each([
    [["--reference-f", "F"], /got --reference-f without --reference, expected both; add --reference FILE/],
    [["--reference", "a.mtz", "--reference-f", "F,"], /--reference-f: got F,, expected one label, or/],
    [["--reference", "a.mtz", "--reference-sigma", "A,B,C"], /--reference-sigma: got A,B,C/],
    [["--reference", "a.mtz", "--reference-correlation", "1"], /--reference-correlation: got 1, expected/],
    [
      ["--reference", "a.mtz", "--anomalous", "--mates-correlation", "0.99"],
      /--reference: got it with options that tie data sets or mates/,
    ],
    [["--anisotropy", "--wilson-b", "3"], /got both --wilson-b and --anisotropy, expected one/],
    [["--anisotropy", "--anisotropy-tensor", "1,1,1,0,0,0"], /got both --anisotropy-tensor and --anisotropy/],
    [["--wilson-prior-b", "3", "--anisotropy-tensor", "1,1,1,0,0,0"], /got both --wilson-prior-b and/],
  ])("%j is a usage error", (words, message) => {
    expect(() => checkVariationalUsage(parse(...words), "merge")).toThrow(message);
  });

  test("checkReferenceUsage reads no file", () => {
    expect(() =>
      checkReferenceUsage(parse("--reference", "nowhere.mtz", "--reference-f", "F")),
    ).not.toThrow();
  });
});
