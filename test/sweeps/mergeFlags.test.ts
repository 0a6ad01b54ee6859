// Oracle: the options of `friedel merge` themselves.
import { expect, test } from "vitest";
import { parseArguments } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import {
  checkCommon,
  checkHyperparameters,
  mergeFlag,
  mergeWords,
  namesOfFlags,
  settingsByName,
} from "../../lib/sweeps/mergeFlags.js";

test("each name stands for an option that friedel merge has", () => {
  const known = mergeCommand.options.map(({ name }) => name);
  for (const name of [
    ...namesOfFlags,
    "learningRate",
    "posteriorLearningRate",
    "beta2",
    "batchSize",
    "recipe",
  ])
    expect(known, name).toContain(mergeFlag(name).flag);
});

test("words that the command understands; a trial's setting replaces that of all", () => {
  const base = settingsByName({
    testFraction: 0.1,
    anomalous: true,
    metadata: ["dHKL", "ROT"],
    steps: 100,
    scale: { layers: 5, imageScales: false, width: undefined },
  });
  const words = mergeWords(base, { "mlp-layers": 3, learningRate: 0.001, "prior.bFactor": -2 });
  const args = parseArguments(mergeCommand, ["in.mtz", ...words]);
  expect(args.operands).toEqual(["in.mtz"]);
  expect([args.number("test-fraction"), args.flag("anomalous"), args.text("metadata")]).toEqual([
    0.1,
    true,
    "dHKL,ROT",
  ]);
  expect([args.number("iterations"), args.number("mlp-layers"), args.number("learning-rate")]).toEqual([
    100, 3, 0.001,
  ]);
  expect([args.flag("disable-image-scales"), args.number("wilson-b")]).toEqual([true, -2]);
  expect(words.filter((word) => word.startsWith("--mlp-layers"))).toEqual(["--mlp-layers=3"]);
});

test("a model as a notebook writes it: scale, errors, prior, and the beam of Laue data", () => {
  const words = mergeWords(
    settingsByName({
      testFraction: 0.1,
      separate: true,
      scale: {
        link: "log",
        imageLayers: 2,
        oneHotImages: false,
        network: false,
        residual: true,
        terms: ["lp", "absorption:degree=6"],
        positionalEncoding: { frequencies: 4, columns: ["X"] },
      },
      likelihood: { name: "studentt", errorModel: "evans" },
      prior: { correlation: [0, 0.99], learnCorrelation: true },
      laue: { range: [0.95, 1.2], harmonics: false },
      warmUpSteps: 100,
      start: "prior",
    }),
  );
  const args = parseArguments(mergeCommand, ["a.mtz", "b.mtz", ...words]);
  expect([args.text("scale-link"), args.number("image-layers"), args.flag("one-hot-images")]).toEqual([
    "log",
    2,
    false,
  ]);
  expect([args.number("positional-encoding-frequencies"), args.text("positional-encoding-keys")]).toEqual([
    4,
    "X",
  ]);
  expect([args.flag("disable-mlp"), args.flag("mlp-residual"), args.text("scale-terms")]).toEqual([
    true,
    true,
    "lp,absorption:degree=6",
  ]);
  expect([args.text("likelihood"), args.text("error-model")]).toEqual(["studentt", "evans"]);
  expect([args.text("double-wilson-r"), args.flag("optimize-double-wilson-r")]).toEqual(["0,0.99", true]);
  expect([args.text("wavelength-range"), args.flag("harmonics")]).toEqual(["0.95,1.2", false]);
  expect([args.number("warm-up-steps"), args.text("start"), args.flag("separate-files")]).toEqual([
    100,
    "prior",
    true,
  ]);
});

test("a function cannot be given to a trial", () => {
  expect(() => settingsByName({ likelihood: () => 1 })).toThrow("sweep option likelihood: got a function");
  expect(() => settingsByName({ scale: { layers: Number.NaN } })).toThrow(
    "sweep option scale.layers: got NaN",
  );
});

test.each([
  [["seed"], "hyperparameter seed: it decides which observations"],
  [["dMin"], "hyperparameter dMin: it decides which observations"],
  [["dmin"], "give --d-min for all of them"],
  [["laue.harmonics"], "hyperparameter laue.harmonics: it decides which observations"],
  [["angleTolerance"], "give --angle-tolerance for all of them"],
  [["test"], "give --test-column for all of them"],
  [["separate"], "give --separate-files for all of them"],
  [["run"], "hyperparameter run: the sweep sets --run itself"],
  [["threads"], "hyperparameter threads: --threads has no effect"],
  [["scale.layers", "mlp-layers"], "hyperparameter mlp-layers: got scale.layers too"],
])("%o cannot be varied", (names, message) => {
  expect(() => checkHyperparameters(names)).toThrow(message);
  expect(() => checkHyperparameters(["scale.layers", "learningRate"])).not.toThrow();
});

test("without observations held out there is no sweep", () => {
  expect(() => checkCommon({})).toThrow("sweep: got no test fraction, expected more than 0");
  expect(() => checkCommon({ "test-fraction": 0 })).toThrow("sweep: got the test fraction 0, expected");
  expect(() => checkCommon({ testFraction: 0.1, out: "a.mtz" })).toThrow("sweep: got --out");
  expect(() => checkCommon({ testFraction: 0.1 })).not.toThrow();
  expect(() => checkCommon({ test: "HELD" })).not.toThrow();
});
