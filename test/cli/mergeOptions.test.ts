import { describe, expect, test } from "vitest";
import type { CommandArguments } from "../../lib/cli/command.js";
import { parseArguments } from "../../lib/cli/command.js";
import { statisticsOptionsOf } from "../../lib/cli/mergeOptions.js";
import { statsCommand } from "../../lib/cli/stats.js";
import { InputError } from "../../lib/errors.js";

const parse = (...words: string[]): CommandArguments => parseArguments(statsCommand, ["in.mtz", ...words]);

describe("statisticsOptionsOf", () => {
  test("the defaults of the program are those of the library", () => {
    expect(statisticsOptionsOf(parse())).toEqual({
      dMin: undefined,
      dMax: undefined,
      intensity: undefined,
      sigma: undefined,
      edgeTolerance: 0.01,
      partials: "sum",
      minIOverSigma: undefined,
      outliers: { within: 6, all: 9, anomalous: true },
      shells: 10,
      repeats: 10,
      seed: 0,
    });
  });

  test("every option arrives", () => {
    const words =
      "--d-min 2 --d-max 20 --intensity IPR --sigma SIGIPR --cell-tolerance 3 --outlier-sigma 4 --shells 7 --partials scale --isigi-cutoff 1";
    const options = statisticsOptionsOf(parse(...words.split(" "), "--repeats", "3", "--seed", "11"));
    expect(options).toEqual({
      dMin: 2,
      dMax: 20,
      intensity: "IPR",
      sigma: "SIGIPR",
      edgeTolerance: 0.03,
      partials: "scale",
      minIOverSigma: 1,
      outliers: { within: 4, all: 6, anomalous: true },
      shells: 7,
      repeats: 3,
      seed: 11,
    });
  });

  test("where mates are merged together, outliers are judged among all observations alike", () => {
    expect(statisticsOptionsOf(parse(), false).outliers).toEqual({ within: 6, all: 6, anomalous: false });
  });

  test("--outlier-sigma 0 keeps everything; limits the wrong way round are refused", () => {
    expect(statisticsOptionsOf(parse("--outlier-sigma", "0")).outliers).toBe(false);
    expect(() => statisticsOptionsOf(parse("--d-min", "20", "--d-max", "2"))).toThrow(InputError);
  });
});
