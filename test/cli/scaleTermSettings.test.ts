/** Oracle: the terms as the library makes them from the same options. */
import { expect, test } from "vitest";
import { parseArguments } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import { scaleTermsOf } from "../../lib/cli/scaleTermSettings.js";
import { scaleTerms } from "../../lib/models/index.js";

const terms = (text: string) =>
  scaleTermsOf(parseArguments(mergeCommand, ["in.mtz", `--scale-terms=${text}`]));

test("each term by its name, in the order given", () => {
  const described = terms("lp,smooth-rotation,damage,absorption")?.map(({ description }) => description);
  const expected = [
    scaleTerms.lorentzPolarisation(),
    scaleTerms.smoothRotation(),
    scaleTerms.radiationDamage(),
    scaleTerms.absorption(),
  ];
  expect(described).toEqual(expected.map(({ description }) => description));
  expect(terms("lorentz-polarisation,radiation-damage")?.map(({ description }) => description.name)).toEqual([
    "lorentzPolarisation",
    "radiationDamage",
  ]);
});

test("every parameter arrives", () => {
  const text =
    "lp:column=LP:as=factor,lp:polarisation-fraction=0.9:lorentz=false:polarisation," +
    "smooth-rotation:column=ROT:spacing=10:spread=0.5,damage:column=PHI:intervals=3:linear:spread=8," +
    "absorption:degree=6:odd-degree=3:spread=0.05:shared=true";
  const expected = [
    scaleTerms.lorentzPolarisation({ column: "LP", as: "factor" }),
    scaleTerms.lorentzPolarisation({ polarisationFraction: 0.9, lorentz: false, polarisation: true }),
    scaleTerms.smoothRotation({ column: "ROT", spacing: 10, spread: 0.5 }),
    scaleTerms.radiationDamage({ column: "PHI", intervals: 3, linear: true, spread: 8 }),
    scaleTerms.absorption({ degree: 6, oddDegree: 3, spread: 0.05, shared: true }),
  ];
  expect(terms(text)?.map(({ description }) => description)).toEqual(
    expected.map(({ description }) => description),
  );
});

test("not given: the recipe's; none: no terms", () => {
  expect(scaleTermsOf(parseArguments(mergeCommand, ["in.mtz"]))).toBeUndefined();
  expect(terms("none")).toEqual([]);
});

test.each([
  ["absorbtion", /--scale-terms: got absorbtion, expected lp, .* or none; did you mean absorption\?/],
  ["lp,", /--scale-terms: got nothing, expected lp/],
  [
    "absorption:degre=4",
    /--scale-terms absorption: got the key degre, expected degree, .*did you mean degree\?/,
  ],
  ["absorption:degree", /--scale-terms absorption:degree: got no value, expected a number/],
  ["absorption:degree=four", /--scale-terms absorption:degree: got four, expected a number/],
  ["absorption:shared=yes", /--scale-terms absorption:shared: got yes, expected true or false/],
  ["absorption:degree=0", /degree of absorption: got 0/],
  ["constructor", /--scale-terms: got constructor, expected lp/],
])("%s is refused", (text, message) => {
  expect(() => terms(text)).toThrow(message);
});
