/**
 * Oracle: phenix.fmodel amplitudes and phases of 42 structures in the asymmetric unit and in P 1 (../shared/data/fmodel):
 * amplitudes to 1e-5 relative, phases to 0.01°.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { expandPhases, expandToP1, expandValues } from "../../lib/crystal/expandToP1.js";
import { HklIndex } from "../../lib/crystal/millerIndex.js";
import { wrapPhase } from "../../lib/crystal/phases.js";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { dataFile, dataTest } from "../data.js";

interface Reflections {
  group: SpaceGroup;
  named: SpaceGroup;
  hkl: Int32Array;
  amplitudes: Float32Array;
  phases: Float32Array;
}

async function read(name: string): Promise<Reflections> {
  const mtz = await readMtz(bytesSource(readFileSync(dataFile(`fmodel/${name}.mtz`)), name));
  const indices = ["H", "K", "L"].map((label) => mtz.column(label));
  return {
    group: SpaceGroup.fromOperations(mtz.symmetryOperations),
    named: SpaceGroup.fromName(mtz.spaceGroupName, { cell: mtz.cell }),
    hkl: Int32Array.from({ length: 3 * mtz.rowCount }, (_, i) => indices[i % 3][Math.trunc(i / 3)]),
    amplitudes: mtz.column("FMODEL"),
    phases: mtz.column("PHIFMODEL"),
  };
}

describe("phenix.fmodel", () => {
  dataTest("all 42 structures", async () => {
    const names = readdirSync(dirname(dataFile("fmodel/1CTJ.mtz")))
      .filter((file) => file.endsWith("_p1.mtz"))
      .map((file) => file.replace("_p1.mtz", ""));
    expect(names.length).toBe(42);
    let compared = 0;
    for (const name of names) {
      const [unique, p1] = [await read(name), await read(`${name}_p1`)];
      expect(unique.group.name).toBe(unique.named.name);
      expect(unique.group.asuFlags(unique.hkl).every((flag) => flag === 1)).toBe(true);
      const expansion = expandToP1(unique.group, unique.hkl);
      const amplitudes = expandValues(expansion, unique.amplitudes);
      const phases = expandPhases(expansion, unique.phases);
      const index = new HklIndex(expansion.hkl);
      expect(index.size).toBe(phases.length);
      expect({ name, count: phases.length }).toEqual({ name, count: p1.phases.length });
      const { hkl } = SpaceGroup.fromName("P 1").mapToAsu(p1.hkl);
      const rows = index.findAll(hkl);
      expect(rows.includes(-1)).toBe(false);
      let [worstPhase, worstAmplitude] = [0, 0];
      for (let i = 0; i < rows.length; i++) {
        const mate = [0, 1, 2].some((axis) => hkl[3 * i + axis] !== p1.hkl[3 * i + axis]) ? -1 : 1;
        const difference = Math.abs(wrapPhase(phases[rows[i]] - mate * p1.phases[i]));
        worstPhase = Math.max(worstPhase, difference);
        worstAmplitude = Math.max(worstAmplitude, Math.abs(amplitudes[rows[i]] / p1.amplitudes[i] - 1));
        compared++;
      }
      expect(worstPhase, name).toBeLessThan(0.01);
      expect(worstAmplitude, name).toBeLessThan(1e-5);
    }
    expect(compared).toBe(233_808);
  });
});

describe("expansion", () => {
  const group = SpaceGroup.fromName("P 61 2 2");
  const hkl = Int32Array.of(3, 1, 2, 0, 0, 6, 2, 2, 1, 4, 0, 0);

  test("every equivalent once, Friedel mates counted or not", () => {
    const half = expandToP1(group, hkl);
    const all = expandToP1(group, hkl, { friedel: true });
    const count = (expansion: typeof half, row: number): number =>
      expansion.row.filter((r) => r === row).length;
    for (const row of [0, 1, 2, 3]) {
      const multiplicity = group.multiplicity(hkl[3 * row], hkl[3 * row + 1], hkl[3 * row + 2]);
      expect(count(all, row)).toBe(multiplicity);
      expect(count(half, row)).toBe(multiplicity / 2);
    }
    expect(new HklIndex(all.hkl).size).toBe(all.row.length);
    expect(
      SpaceGroup.fromName("P 1")
        .asuFlags(half.hkl)
        .every((flag) => flag === 1),
    ).toBe(true);
  });

  test("mates have opposite phases, unless centric", () => {
    const all = expandToP1(group, hkl, { friedel: true });
    const start = [10, 0, 30, 180];
    const phases = expandPhases(all, start);
    const index = new HklIndex(all.hkl);
    for (let i = 0; i < phases.length; i++) {
      const mate = index.find(-all.hkl[3 * i], -all.hkl[3 * i + 1], -all.hkl[3 * i + 2]);
      if (all.row[i] === 0) expect(Math.abs(wrapPhase(phases[i] + phases[mate]))).toBeLessThan(1e-9);
    }
    expect(Array.from(expandValues(all, [1, 2, 3, 4]))).toEqual(Array.from(all.row, (row) => row + 1));
  });

  test("bad lengths are refused", () => {
    expect(() => expandToP1(group, [1, 2])).toThrow(InputError);
  });
});
