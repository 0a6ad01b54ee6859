/** What a user may get wrong in the options of a merge: each gives one sentence, before anything is computed. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import {
  likelihoods,
  type MergeOptions,
  type MergeTrainingOptions,
  merge,
} from "../../../lib/models/index.js";
import { rotation } from "./tables.js";

const { observations } = rotation();

/** Options that a notebook's author may write although the types forbid it. */
const wrong = <T>(options: object) => options as T;

describe("merge", () => {
  test.each<[object, string | RegExp]>([
    [{ anomolous: true }, /^option of merge: got anomolous, expected one of .*; did you mean anomalous\?$/],
    [{ scale: { layer: 3 } }, /^option of the merge's scale: got layer, .*; did you mean layers\?$/],
    [{ metadata: "XDET" }, 'metadata: got "XDET", expected a list of names'],
    [{ likelihood: "normal" }, 'likelihood: got "normal", expected one of `likelihoods`'],
    [{ likelihood: null }, "likelihood: got null, expected one of `likelihoods`"],
    [{ likelihood: {} }, "likelihood: got an object of another kind, expected one of `likelihoods`"],
    [{ prior: "wilson" }, 'prior: got "wilson", expected one of `priors`'],
    [{ prior: {} }, "prior: got an object of another kind, expected one of `priors`"],
    [{ scale: { layers: -1 } }, "layers of scale: got -1"],
    [{ scale: { activation: "swish" } }, "activation: got swish"],
    [{ laue: "yes" }, 'laue: got "yes", expected true, false, or options of Laue data'],
    [{ laue: null }, "laue: got null, expected true, false, or options of Laue data"],
    [{ laue: 1 }, "laue: got 1, expected true, false, or options of Laue data"],
    [{ laue: [0.95, 1.2] }, "laue: got an object of another kind, expected true, false, or options of Laue"],
    [{ laue: { ranges: [1, 2] } }, /^option of Laue data: got ranges, .*; did you mean range\?$/],
    [{ laue: { harmonics: "no" } }, 'harmonics of Laue data: got "no", expected true or false'],
    [{ laue: { dropOutside: "yes" } }, 'dropOutside of Laue data: got "yes", expected true or false'],
    [{ laue: { wavelength: 1.1 } }, "wavelength of Laue data: got 1.1, expected a name"],
    [{ laue: { dMin: "2" } }, 'dMin of Laue data: got "2", expected a number'],
    [{ anomalous: "yes" }, 'anomalous: got "yes", expected true or false'],
    [{ separate: null }, "separate: got null, expected true or false"],
    [{ sharedImages: 1 }, "sharedImages: got 1, expected true or false"],
    [{ keepAbsences: "no" }, 'keepAbsences: got "no", expected true or false'],
    [{ dMin: "2" }, 'dMin: got "2", expected a number'],
    [{ dMax: null }, "dMax: got null, expected a number"],
    [{ testFraction: "0.1" }, 'testFraction: got "0.1", expected a number'],
    [{ test: true }, "test: got true, expected the name of a column, or a flag for each row"],
    [{ test: null }, "test: got null, expected the name of a column, or a flag for each row"],
    [{ recipe: null }, "recipe: got null, expected a name"],
    [{ intensity: 3 }, "intensity: got 3, expected a name"],
    [{ metadata: ["dHKL", null] }, "metadata: got an object of another kind, expected a list of names"],
    [{ initial: null }, "initial: got null, expected weights"],
    [{ freeze: true }, "freeze: got true, expected a name"],
    [{ scale: null }, "options of the merge's scale: got null, expected options by their names"],
    [{ scale: { imageScales: "no" } }, 'imageScales of the scale: got "no", expected true or false'],
    [{ scale: { layers: "3" } }, 'layers of the scale: got "3", expected a number'],
    [{ scale: { link: null } }, "link of the scale: got null, expected a name"],
    [{ scale: { terms: null } }, "the scale's terms: got another thing, expected terms"],
    [{ scale: { terms: {} } }, "the scale's terms: got another thing, expected terms"],
    [{ scale: { imageTerms: null } }, "imageTerms of the scale: got null, expected true, false, or options"],
    [{ scale: { positionalEncoding: 2 } }, "positionalEncoding of the scale: got 2, expected options"],
    [
      { scale: { positionalEncoding: { frequencies: "2" } } },
      "frequencies of the positional encoding: got 2",
    ],
    [
      { scale: { positionalEncoding: { frequencies: 2, columns: "XDET" } } },
      'columns of the positional encoding: got "XDET", expected a list of names',
    ],
  ])("refuses %j", (options, message) => {
    const make = () => merge(observations, wrong<MergeOptions>(options));
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  });

  test.each([
    ["scaled.mtz", 'merge: got "scaled.mtz", expected a reflection table, as readReflections gives it'],
    [undefined, "merge: got undefined, expected a reflection table"],
    [[null], "merge: got null, expected a reflection table"],
  ])("refuses %j for a table", (table, message) => {
    const make = () => merge(wrong<typeof observations>(table as unknown as object));
    expect(make).toThrow(InputError);
    expect(make).toThrow(message);
  });

  test.each([null, "anomalous", 3])("refuses %j for the options", (options) => {
    const make = () => merge(observations, wrong<MergeOptions>(options as unknown as object));
    expect(make).toThrow(InputError);
    expect(make).toThrow(/^options of merge: got .*, expected options by their names$/);
  });

  test("undefined stands for the default", () => {
    const model = merge(observations, {
      ...{ laue: undefined, anomalous: undefined, dMin: undefined, recipe: undefined, test: undefined },
      ...{ scale: { positionalEncoding: undefined }, metadata: ["dHKL"], initial: undefined },
    });
    expect([model.data.anomalous, model.data.laue, model.recipe.likelihood]).toEqual([
      false,
      undefined,
      "studentT",
    ]);
  });

  test("takes every option there is", () => {
    const model = merge(observations, {
      ...{ anomalous: true, metadata: ["dHKL"], scale: {}, testFraction: 0.1, seed: 1, recipe: "default" },
      ...{ intensity: "I", sigma: "SIGI", dMin: 4.5, dMax: 20, keepAbsences: false },
      ...{ edgeTolerance: 0.01, angleTolerance: 1, allowMixed: false },
    });
    expect(model.data.anomalous).toBe(true);
  });
});

describe("train", () => {
  const model = merge(observations, { metadata: ["dHKL"] });

  test.each<[object, string | RegExp]>([
    [{ step: 10 }, /^option of the merge's training: got step, .*; did you mean steps\?$/],
    [{ batchSize: 0 }, "batchSize: got 0, expected a whole number of at least 1, or Infinity for all"],
    [{ batchSize: -5 }, "batchSize: got -5"],
    [{ batchSize: 1.5 }, "batchSize: got 1.5"],
    [{ batchSize: Number.NaN }, "batchSize: got NaN"],
    [{ seed: 1.5 }, "seed: got 1.5, expected a whole number of at least 0"],
    [{ learningRate: Number.NaN }, "learningRate: got NaN, expected a number of at least 0"],
    [{ posteriorLearningRate: -1 }, "posteriorLearningRate: got -1, expected a number of at least 0"],
    [{ beta2: 1 }, "beta2: got 1, expected a number of at least 0 and below 1"],
    [{ globalClipNorm: 0 }, "globalClipNorm: got 0, expected a number above 0"],
    [{ schedule: "linear" }, "schedule: got linear, expected cosineDecay or constant"],
    [{ start: "nowhere" }, "start: got nowhere, expected roughMerge or wideRoughMerge or prior"],
    [{ steps: 0 }, "training option steps: got 0, expected a whole number of at least 1"],
    [{ evaluateEvery: 0.5 }, "training option evaluateEvery: got 0.5"],
    [{ resume: "yes" }, 'resume: got "yes", expected true or false'],
    [{ schedule: null }, "schedule: got null, expected cosineDecay or constant"],
  ])("refuses %j", async (options, message) => {
    const error = await model.train(wrong<MergeTrainingOptions>(options)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toMatch(message);
  });

  test("undefined stands for the default", async () => {
    const run = await model.train({ steps: 2, batchSize: undefined, seed: undefined, schedule: undefined });
    expect(run.result.step).toBe(2);
  });
});

describe("a function of one's own", () => {
  test.each<[string, MergeOptions, string]>([
    [
      "returns nothing",
      { likelihood: wrong(() => undefined) },
      "likelihood: got undefined from the function",
    ],
    ["returns a number", { likelihood: wrong(() => 3) }, "likelihood: got 3 from the function"],
    [
      "is the maker of a likelihood",
      { likelihood: wrong(likelihoods.studentT) },
      "likelihood: got an object of another kind from the function",
    ],
    [
      "is a prior without return",
      { prior: wrong(() => undefined) },
      "prior: got undefined from the function",
    ],
    [
      "is wider than one number",
      { likelihood: (predicted) => predicted.builder.concat(predicted, predicted) },
      "output nll: got width 2, expected 1; sum over the features first",
    ],
  ])("that %s is refused", async (_name, options, message) => {
    const model = merge(observations, options);
    const error = await model.train({ steps: 2 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(message);
  });
});
