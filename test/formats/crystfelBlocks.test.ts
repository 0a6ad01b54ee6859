import { expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { CrystfelFacts, electronVoltAngstrom } from "../../lib/formats/crystfelBlocks.js";

function factsOf(text: string): CrystfelFacts {
  const facts = new CrystfelFacts("x.stream");
  text.split("\n").forEach((line, i) => {
    facts.read(line, i + 1);
  });
  return facts;
}

test("hc in eV Å is CODATA's, 1.239841984…e-6 eV m, exact by definition", () => {
  expect(electronVoltAngstrom).toBeCloseTo(12398.41984, 5);
});

test("keys with = and with :, the first of a name counts, other lines say nothing", () => {
  const facts = factsOf(
    "Image filename: /a=b/c:d.h5\nhit = 1\nhit = 2\n(nothing)\nhdf5/x/photon_energy_eV = 5",
  );
  expect([facts.text("Image filename"), facts.text("hit")]).toEqual(["/a=b/c:d.h5", "1"]);
  expect([facts.text("photon_energy_eV"), facts.text("(nothing)")]).toEqual([undefined, undefined]);
});

test("numbers above zero; nan and 0 are not known", () => {
  const facts = factsOf("profile_radius = 0.00258 nm^-1\na = nan\nb = 0\nc = -inf eV");
  expect(["profile_radius", "a", "b", "c", "d"].map((key) => facts.positive(key))).toEqual([
    0.00258,
    ...Array(4).fill(undefined),
  ]);
});

test("a crystal's cell in nm, its axes in nm⁻¹", () => {
  const facts = factsOf(
    "Cell parameters 6.13532 12.19726 16.88163 nm, 90.5 91.2 90.5 deg\nastar = +1.5 -2.0 0.25 nm^-1\n" +
      "bstar = 1 2 3 nm^-1\ncstar = 4 5 6 nm^-1",
  );
  const cell = facts.cellParameters()!;
  [61.3532, 121.9726, 168.8163, 90.5, 91.2, 90.5].forEach((value, i) => {
    expect(cell[i]).toBeCloseTo(value, 12);
  });
  expect(facts.reciprocalAxes()).toEqual([0.15, -0.2, 0.025, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
  expect(factsOf("astar = 1 2 3 nm^-1").reciprocalAxes()).toBe(undefined);
  expect(factsOf("").cellParameters()).toBe(undefined);
});

test("a cell block in any of its units; half of one is none", () => {
  const block =
    "a = 6.14 nm\nb = 122.60 A\nc = 168e-10 m\nal = 90 deg\nbe = 1.5707963267948966 rad\nga = 120.00 deg";
  const cell = factsOf(`lattice_type = hexagonal\nunique_axis = c\n${block}`).targetCell()!;
  [61.4, 122.6, 168, 90, 90, 120].forEach((value, i) => {
    expect(cell[i]).toBeCloseTo(value, 12);
  });
  expect(factsOf(block.replace("ga", "da")).targetCell()).toBe(undefined);
  expect(factsOf("centering = C\nlattice_type = cubic").lattice()).toEqual({
    type: "cubic",
    centring: "C",
    uniqueAxis: "",
  });
});

test.each([
  ["x = y", (facts: CrystfelFacts) => facts.positive("x"), 'got "y" as x, expected a number'],
  [
    "Cell parameters 1 2 3 A",
    (facts: CrystfelFacts) => facts.cellParameters(),
    'got "1 2 3 A" as Cell parameters',
  ],
  ["astar = 1 2 nm^-1", (facts: CrystfelFacts) => facts.reciprocalAxes(), 'got "1 2 nm^-1" as astar'],
  [
    "al = 90 A",
    (facts: CrystfelFacts) => facts.targetCell(),
    'got "90 A" as al, expected an angle in deg or rad',
  ],
] as const)("%j is one clear sentence", (text, use, message) => {
  expect(() => use(factsOf(text))).toThrow(FormatError);
  expect(() => use(factsOf(text))).toThrow(`x.stream line 1: ${message}`);
});
