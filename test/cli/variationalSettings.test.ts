/** That every option arrives where it should, and that what is not given is left to the recipe. */
import { describe, expect, test } from "vitest";
import { type CommandArguments, parseArguments } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import {
  checkVariationalUsage,
  mergeOptionsOf,
  trainingOptionsOf,
} from "../../lib/cli/variationalSettings.js";
import { RowEngine } from "../../lib/kernels/index.js";
import { merge } from "../../lib/models/index.js";
import { smallRotation } from "./smallMerge.js";

const parse = (...words: string[]): CommandArguments => parseArguments(mergeCommand, ["in.mtz", ...words]);
const engine = new RowEngine();
const modelOf = (...words: string[]) =>
  merge(smallRotation().observations, mergeOptionsOf(parse(...words), engine));
const given = (options: object) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

describe("mergeOptionsOf", () => {
  test("without options, the model is the library's default", () => {
    const { description } = merge(smallRotation().observations, { engine });
    expect(modelOf().description).toEqual(description);
  });

  test("with --recipe careless, it is that of careless's recipe", () => {
    const { description } = merge(smallRotation().observations, { engine, recipe: "careless" });
    expect(modelOf("--recipe", "careless").description).toEqual(description);
    expect(description.likelihood).toEqual({ name: "normal" });
  });

  test("every option of the model arrives", () => {
    const words =
      "--anomalous --metadata dHKL,ROT,XDET --mlp-layers 3 --mlp-width 7 --disable-image-scales --wilson-b 12 " +
      "--studentt-likelihood-dof 9 --test-fraction 0.2 --dmin 4 --d-max 20 --seed 8 --recipe careless";
    const { description } = modelOf(...words.split(" "));
    expect(description).toMatchObject({
      recipe: "careless",
      anomalous: true,
      metadata: ["dHKL", "ROT", "XDET"],
      scale: { layers: 3, width: 7, imageScales: false },
      likelihood: { name: "studentT", degreesOfFreedom: 9 },
      prior: { name: "wilson", bFactor: 12 },
      bFactor: 12,
      dMin: 4,
      dMax: 20,
      testFraction: 0.2,
      seed: 8,
    });
    expect(mergeOptionsOf(parse("--intensity-key", "IPR", "--uncertainty-key", "S"), engine)).toMatchObject({
      intensity: "IPR",
      sigma: "S",
    });
    expect(mergeOptionsOf(parse("--metadata", "dHKL, ROT"), engine).metadata).toEqual(["dHKL", "ROT"]);
    for (const names of ["", "dHKL,", "dHKL,,ROT"])
      expect(() => mergeOptionsOf(parse(`--metadata=${names}`), engine)).toThrow(
        /expected names with one comma/,
      );
  });

  test("--test-column names what is held out, --keep-absences merges absent reflections too, --mlp-* change the network", () => {
    const { observations } = smallRotation();
    const flags = Float32Array.from(observations.values("BATCH"), (batch) => (batch % 3 === 0 ? 1 : 0));
    const table = observations.with({ label: "HELD", type: "I", data: flags });
    const model = merge(table, mergeOptionsOf(parse("--test-column", "HELD"), engine));
    expect([...model.data.test]).toEqual([...model.data.rowOf].map((row) => flags[row]));
    const words = ["--keep-absences", "--mlp-activation", "tanh", "--mlp-initialiser", "glorotUniform"];
    expect(modelOf(...words).description).toMatchObject({
      scale: { activation: "tanh", initialiser: "glorotUniform" },
    });
    expect(mergeOptionsOf(parse(...words), engine).keepAbsences).toBe(true);
    expect(() =>
      checkVariationalUsage(parse("--test-column", "HELD", "--test-fraction", "0.1"), "merge"),
    ).toThrow("got both --test-fraction and --test-column, expected one of them");
    expect(() => parse("--mlp-activation", "step")).toThrow(
      "--mlp-activation: got step, expected one of linear, relu",
    );
  });

  test("--normal-likelihood; --wilson-prior-b counts as careless does, exp(−B/4d²): half of it is B", () => {
    expect(modelOf("--normal-likelihood").likelihood.description).toEqual({ name: "normal" });
    expect(modelOf("--wilson-prior-b", "20").bFactor).toBe(10);
    expect(modelOf("--wilson-b", "0").bFactor).toBe(0);
  });
});

describe("trainingOptionsOf", () => {
  test("without options, all is left to the recipe", () => {
    expect(given(trainingOptionsOf(parse()))).toEqual({ seed: 0, resume: false });
  });

  test("every option of the fit arrives", () => {
    const words =
      "--iterations 70 --seed 4 --batch-size 500 --learning-rate 0.02 --posterior-learning-rate 0.3 --beta-2 0.95 " +
      "--global-clipnorm 5 --validation-frequency 10 --run runs/a --resume --checkpoint-every 20";
    const { folder, ...options } = trainingOptionsOf(parse(...words.split(" ")));
    expect(given(options)).toEqual({
      steps: 70,
      seed: 4,
      batchSize: 500,
      learningRate: 0.02,
      posteriorLearningRate: 0.3,
      beta2: 0.95,
      globalClipNorm: 5,
      evaluateEvery: 10,
      checkpointEvery: 20,
      resume: true,
    });
    expect(folder).toMatchObject({ name: "runs/a" });
  });

  test("--ensemble arrives, and goes with no run folder", () => {
    expect(trainingOptionsOf(parse("--ensemble", "3")).ensemble).toBe(3);
    expect(() => checkVariationalUsage(parse("--ensemble", "3", "--run", "runs/a"), "merge")).toThrow(
      "got both --ensemble and --run, expected one of them",
    );
    expect(() => parse("--ensemble", "0")).toThrow("--ensemble");
  });

  test("careless has one learning rate for all; ours leaves that of the amplitudes alone", () => {
    const rates = (...words: string[]) => {
      const { learningRate, posteriorLearningRate } = trainingOptionsOf(parse(...words));
      return [learningRate, posteriorLearningRate];
    };
    expect(rates("--learning-rate", "0.002")).toEqual([0.002, undefined]);
    expect(rates("--learning-rate", "0.002", "--recipe", "careless")).toEqual([0.002, 0.002]);
    expect(rates("--recipe", "careless")).toEqual([undefined, undefined]);
  });
});
