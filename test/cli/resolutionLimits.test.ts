import { expect, test } from "vitest";
import { type Command, parseArguments } from "../../lib/cli/command.js";
import { commands } from "../../lib/cli/program.js";
import { resolutionLimitsOf } from "../../lib/cli/resolutionLimits.js";
import { InputError } from "../../lib/errors.js";

const having = commands.filter(({ options }) => options.some(({ name }) => name === "d-max"));
const limits = (command: Command, ...words: string[]) =>
  resolutionLimitsOf(parseArguments(command, ["a.mtz", "b.mtz", ...words]));

test("merge, laue, stats, sweep and difference have them", () => {
  expect(having.map(({ name }) => name)).toEqual(["stats", "merge", "laue", "sweep", "difference"]);
});

test.each(having.map((command) => [command.name, command] as const))(
  "%s: both, one or none of them",
  (_, command) => {
    expect(limits(command, "--d-min", "1.5", "--d-max", "20")).toEqual({ dMin: 1.5, dMax: 20 });
    expect(limits(command, "--dmin", "1.5")).toEqual({ dMin: 1.5, dMax: undefined });
    expect(limits(command)).toEqual({ dMin: undefined, dMax: undefined });
  },
);

test.each(having.map((command) => [command.name, command] as const))(
  "%s: the wrong way round is an error",
  (_, command) => {
    for (const dMax of ["5", "4"]) {
      const wrong = () => limits(command, "--d-min", "5", "--d-max", dMax);
      expect(wrong).toThrow(InputError);
      expect(wrong).toThrow(`--d-min 5 Å, --d-max ${dMax} Å: expected --d-min to be the smaller`);
    }
  },
);
