import { describe, expect, test } from "vitest";
import { type Command, Interrupted, parseArguments, UsageError } from "../../lib/cli/command.js";

const command: Command = {
  name: "demo",
  summary: "a command for the tests",
  operands: "in.mtz [more.mtz …]",
  minimumOperands: 1,
  maximumOperands: 2,
  description: "Does nothing.",
  options: [
    { name: "d-min", type: "number", value: "Å", help: "Resolution limit.", minimum: 0.1, maximum: 100 },
    { name: "cycles", aliases: ["steps"], type: "integer", help: "Another name." },
    { name: "shells", type: "integer", help: "Number of shells.", default: 10, minimum: 1 },
    { name: "anomalous", type: "flag", help: "Keep Friedel mates apart." },
    { name: "french-wilson", type: "flag", help: "Amplitudes.", default: true },
    { name: "method", type: "text", choices: ["a", "b"], help: "A choice." },
    { name: "out", type: "text", value: "FILE", help: "A file." },
  ],
  examples: [],
  run: async () => {},
};

describe("parseArguments", () => {
  test("reads values after a space or an equals sign, flags, negated flags, defaults and operands", () => {
    const args = parseArguments(command, [
      "a.mtz",
      "--d-min",
      "1.8",
      "--out=b.mtz",
      "--anomalous",
      "--no-french-wilson",
    ]);
    expect(args.operands).toEqual(["a.mtz"]);
    expect(args.number("d-min")).toBe(1.8);
    expect(args.text("out")).toBe("b.mtz");
    expect(args.flag("anomalous")).toBe(true);
    expect(args.flag("french-wilson")).toBe(false);
    expect(args.number("shells")).toBe(10);
    expect(args.text("method")).toBeUndefined();
  });

  test("takes what follows -- as operands, and an empty inline value as it is", () => {
    expect(parseArguments(command, ["--", "--odd.mtz"]).operands).toEqual(["--odd.mtz"]);
    expect(parseArguments(command, ["a.mtz", "--out="]).text("out")).toBe("");
  });

  test("an alias stands for its option; what was given, and its words, are known", () => {
    const args = parseArguments(command, ["a.mtz", "--steps", "7", "--no-french-wilson"]);
    expect(args.number("cycles")).toBe(7);
    expect([...args.given].sort()).toEqual(["cycles", "french-wilson"]);
    expect(args.words).toEqual(["a.mtz", "--steps", "7", "--no-french-wilson"]);
    expect(() => parseArguments(command, ["a.mtz", "--step", "7"])).toThrow(/did you mean --steps\?/);
    expect(() => parseArguments(command, ["a.mtz", "--steps", "x"])).toThrow(/--cycles: got x/);
  });

  test.each([
    [["a.mtz", "--dmin", "2"], /no option --dmin; did you mean --d-min\?/],
    [["a.mtz", "-x"], /no option -x/],
    [["a.mtz", "--d-min"], /--d-min: got no value, expected Å/],
    [["a.mtz", "--d-min", "--anomalous"], /got no value/],
    [["a.mtz", "--d-min", "two"], /got two, expected a number from 0.1 to 100 \(Å\)/],
    [["a.mtz", "--d-min", "-3"], /got -3/],
    [["a.mtz", "--shells", "2.5"], /got 2.5, expected a whole number of at least 1/],
    [["a.mtz", "--shells="], /got , expected a whole number/],
    [["a.mtz", "--anomalous=yes"], /got a value yes, expected none/],
    [["a.mtz", "--no-anomalouss"], /no option --no-anomalouss/],
    [["a.mtz", "--method", "c"], /got c, expected one of a, b/],
    [[], /got no file, expected in.mtz/],
    [["a", "b", "c"], /got c too many/],
  ])("%j is a usage error", (words, message) => {
    expect(() => parseArguments(command, words)).toThrow(UsageError);
    expect(() => parseArguments(command, words)).toThrow(message);
  });
});

test("an option that may be repeated keeps all of its texts, in order; of others the last one counts", () => {
  const repeating: Command = {
    ...command,
    options: [
      { name: "grid", type: "text", help: "A list of values.", repeated: true },
      { name: "name", type: "text", help: "One value alone." },
    ],
  };
  const words = ["in.mtz", "--grid", "a=1", "--name=x", "--grid=b=2,3", "--name", "y"];
  const args = parseArguments(repeating, words);
  expect([args.texts("grid"), args.text("name"), args.texts("name")]).toEqual([["a=1", "b=2,3"], "y", []]);
  expect(parseArguments(repeating, ["in.mtz"]).texts("grid")).toEqual([]);
});

test("an interrupted command has the exit status of its signal", () => {
  expect([new Interrupted("stopped", "SIGINT").status, new Interrupted("", "SIGTERM").status]).toEqual([
    130, 143,
  ]);
});
