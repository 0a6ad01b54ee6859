// Oracle: the functions of the families.
import { expect, test } from "vitest";
import * as distributions from "../../lib/distributions/index.js";

test("every family is under its name, and has a function of that name", () => {
  for (const [name, family] of Object.entries(distributions.families)) {
    expect(family.name).toBe(name);
    expect(distributions).toHaveProperty(name, expect.any(Function));
    expect([...family.parameters, ...family.constants].sort()).toEqual(
      Object.keys(family.requirements).sort(),
    );
  }
});

test("a distribution by name", () => {
  const d = distributions.distribution("studentT", { location: 1, scale: 2, degreesOfFreedom: 4 });
  const same = distributions.studentT({ location: 1, scale: 2, degreesOfFreedom: 4 });
  expect(d.logProbability(3)).toBe(same.logProbability(3));
});

test("unknown names and missing parameters", () => {
  const { distribution } = distributions;
  expect(() => distribution("studentt", {})).toThrow(
    /^distribution: got studentt, .* did you mean studentT\?$/,
  );
  expect(() => distribution("normal", { location: 0, sclae: 1 })).toThrow(
    "normal parameter: got sclae, expected one of location, scale; did you mean scale?",
  );
  expect(() => distribution("normal", { location: 0 })).toThrow(
    "normal distribution: got no scale, expected location, scale",
  );
});
