// Oracle: by hand.
import { expect, test } from "vitest";
import { parseSpace } from "../../lib/sweeps/spaceText.js";

test("lists and distributions, in order", () => {
  expect(
    parseSpace(
      ["scale.layers=3,5,8", "metadata=dHKL,ROT;dHKL", "anomalous=true,false"],
      [
        "learningRate=log:1e-3:1e-1",
        "wilson-b=linear:-5:40",
        "n=integer:1:8",
        "w=log-integer:1:64",
        "r=choice:a,b",
      ],
    ),
  ).toEqual({
    "scale.layers": [3, 5, 8],
    metadata: ["dHKL,ROT", "dHKL"],
    anomalous: [true, false],
    learningRate: { kind: "log", low: 0.001, high: 0.1 },
    "wilson-b": { kind: "linear", low: -5, high: 40 },
    n: { kind: "integer", low: 1, high: 8 },
    w: { kind: "integer", low: 1, high: 64, log: true },
    r: { kind: "choice", values: ["a", "b"] },
  });
});

test.each([
  [["layers"], [], "--grid: got layers, expected NAME=VALUES"],
  [["a=1,,2"], [], "hyperparameter a: got an empty value"],
  [["a=1"], ["a=linear:1:2"], "--sample a=linear:1:2: got the hyperparameter a twice"],
  [
    [],
    ["a=logg:1:2"],
    "hyperparameter a: got logg:1:2, expected one of linear:LOW:HIGH, log:LOW:HIGH, integer:LOW:HIGH, log-integer:LOW:HIGH, choice:A,B; did you mean log?",
  ],
  [[], ["a=log:1"], "hyperparameter a: got log:1, expected"],
  [[], ["a=log:1:x"], "hyperparameter a: got log:1:x, expected"],
  [[], ["a=choice"], "hyperparameter a: got choice, expected"],
])("%o %o is refused", (grid, samples, message) => {
  expect(() => parseSpace(grid, samples)).toThrow(message);
});
