/** Spots of sections against brute force over all equivalents, with gaps and absences that we made. */
import { describe, expect, test } from "vitest";
import { Reflections } from "../../../labextension/src/reciprocal/reflections.js";
import {
  type SectionSpots,
  sectionSpots,
  spotIndex,
} from "../../../labextension/src/reciprocal/sectionSpots.js";
import { parseSection, sectionGeometry } from "../../../labextension/src/reciprocal/sections.js";
import { SpaceGroup } from "../../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../../lib/crystal/unitCell.js";
import { intensityOf, someReflections } from "./someReflections.js";

const cell = [24, 31, 19, 90, 104, 90];
const dMin = 2.4;
const dropped = (h: number, k: number, l: number) => (h + 2 * k + 3 * l) % 7 === 0;

function spotsOf(name: string, expansion: "none" | "all", spaceGroup = "C 1 2 1") {
  const reflections = someReflections(cell, spaceGroup, dMin, dropped);
  const intensities = reflections.columns[0].data;
  const geometry = sectionGeometry(parseSection(name, reflections.cell), reflections.cell);
  return { reflections, geometry, spots: sectionSpots(reflections, intensities, geometry, expansion, dMin) };
}

const indices = (geometry: Parameters<typeof spotIndex>[0], steps: Int32Array): string[] =>
  Array.from({ length: steps.length / 2 }, (_, n) => spotIndex(geometry, steps, n).join(" "));

describe.each(["hk0", "h0l", "hk1", "h-2l", "[1 0 1] 1"])("%s", (name) => {
  const group = SpaceGroup.of("C 1 2 1");
  const { reflections, geometry, spots } = spotsOf(name, "all");
  const drawn = indices(geometry, spots.steps);

  test("spots, missing and absent places fill the plane, each place once", () => {
    const lattice = UnitCell.of(cell);
    const places = [
      ...drawn,
      ...indices(geometry, spots.missing.steps),
      ...indices(geometry, spots.absent.steps),
    ];
    expect(new Set(places).size).toBe(places.length);
    let [count, present, absent] = [0, 0, 0];
    for (let h = -11; h <= 11; h++)
      for (let k = -14; k <= 14; k++)
        for (let l = -9; l <= 9; l++) {
          const inPlane = h * geometry.uvw[0] + k * geometry.uvw[1] + l * geometry.uvw[2] === geometry.level;
          if (!inPlane || (h === 0 && k === 0 && l === 0) || lattice.dSpacing(h, k, l) < dMin) continue;
          const inside = group.toAsu(h, k, l);
          count++;
          if (group.isAbsent(h, k, l)) absent++;
          else if (!dropped(inside.h, inside.k, inside.l)) present++;
        }
    expect([places.length, drawn.length, spots.absent.steps.length / 2]).toEqual([count, present, absent]);
    expect(spots.missing.steps.length).toBeGreaterThan(0);
  });

  test("a spot has the value of its equivalent in the file", () => {
    expect(drawn.length).toBeGreaterThan(10);
    drawn.forEach((text, n) => {
      const [h, k, l] = text.split(" ").map(Number);
      const inside = group.toAsu(h, k, l);
      expect(spots.values[n]).toBeCloseTo(Math.fround(intensityOf(inside.h, inside.k, inside.l)), 3);
      expect(reflections.index(spots.rows[n])).toEqual([inside.h, inside.k, inside.l]);
    });
  });
});

test("without expansion only what the file holds", () => {
  const { reflections, geometry, spots } = spotsOf("hk0", "none");
  const inFile = Array.from({ length: reflections.count }, (_, row) => reflections.index(row)).filter(
    ([, , l]) => l === 0,
  );
  expect(indices(geometry, spots.steps).sort()).toEqual(inFile.map((index) => index.join(" ")).sort());
});

test("points are where the steps lead", () => {
  const { geometry, spots } = spotsOf("h0l", "all");
  const check = ({ steps, points }: Pick<SectionSpots, "steps" | "points">) => {
    for (let n = 0; n < points.length; n += 2) {
      const x = geometry.start[0] + steps[n] * geometry.stepP[0] + steps[n + 1] * geometry.stepQ[0];
      expect(points[n]).toBeCloseTo(x, 6);
    }
  };
  check(spots);
  check(spots.missing);
});

test("rows of one index are averaged, missing values left out", () => {
  const hkl = Int32Array.of(1, 2, 0, 1, 2, 0, 1, 2, 0, 3, 0, 0);
  const { name, cell: lattice, spaceGroup } = someReflections(cell, "P 1", 6);
  const repeated = new Reflections({ name, cell: lattice, spaceGroup, hkl, columns: [], merged: false });
  const geometry = sectionGeometry(parseSection("hk0", lattice), lattice);
  const { values } = sectionSpots(repeated, [10, Number.NaN, 20, Number.NaN], geometry, "none", 5);
  expect(values[0]).toBe(15);
  expect(values[1]).toBeNaN();
});
