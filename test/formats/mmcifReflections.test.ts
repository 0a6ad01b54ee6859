/** Oracle: gemmi on 1dur-sf.cif (test/reference/formats/mmcifReflections.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { readMmcifReflections } from "../../lib/formats/mmcifReflections.js";
import { dataFile, dataTest } from "../data.js";
import reference from "../reference/formats/mmcifReflections.json" with { type: "json" };

const crystal = `_cell.length_a 10 _cell.length_b 11 _cell.length_c 12
_cell.angle_alpha 90 _cell.angle_beta 90 _cell.angle_gamma 90 _symmetry.space_group_name_H-M 'P 2 2 2'
`;

describe("mmCIF reflections", () => {
  dataTest("1dur-sf.cif is read as gemmi reads it", () => {
    const text = readFileSync(dataFile("structure_factors/1dur-sf.cif"), "utf8");
    const blocks = readMmcifReflections(text, { name: "1dur-sf.cif" });
    expect(blocks).toHaveLength(reference.blocks.length);
    reference.blocks.forEach((expected, b) => {
      const block = blocks[b];
      expect(block.name).toBe(expected.name);
      expect(block.cell.toArray()).toEqual(expected.cell);
      expect(block.spaceGroup.name).toBe(expected.spaceGroup);
      expect(block.wavelength).toBe(expected.wavelength);
      expect(block.hkl).toHaveLength(3 * expected.length);
      const rows = Array.from({ length: expected.length }, (_, i) => [
        ...block.hkl.subarray(3 * i, 3 * i + 3),
      ]);
      expect(rows.filter((_, i) => i % 211 === 0)).toEqual(expected.sampled);
      expect([0, 1, 2].map((j) => rows.reduce((sum, row) => sum + row[j], 0))).toEqual(expected.hklSums);
      expect(Object.keys(block.columns)).toEqual(
        expected.labels.filter((label) => !label.startsWith("index_")),
      );
      for (const [label, { count, sum, sampled }] of Object.entries(expected.columns)) {
        const values = Float64Array.from(block.columns[label], Number);
        const given = values.filter((value) => !Number.isNaN(value));
        expect(given).toHaveLength(count);
        expect(given.reduce((total, value) => total + value, 0)).toBeCloseTo(sum, 6);
        const got = [...values.filter((_, i) => i % 211 === 0)];
        expect(got.map((value) => (Number.isNaN(value) ? null : value))).toEqual(sampled);
      }
    });
  });

  test("columns of numbers and of texts, missing values, several blocks", () => {
    const loop = "loop_ _refln.index_h _refln.index_k _refln.index_l _refln.F_meas_au _refln.status\n";
    const text = `data_a ${crystal}${loop} 1 2 3 4.5(2) o -1 0 2 ? f 0 0 4 . .\ndata_none _a 1\ndata_b ${crystal}${loop} 0 0 1 7 x`;
    const [a, b] = readMmcifReflections(text);
    expect([...a.hkl]).toEqual([1, 2, 3, -1, 0, 2, 0, 0, 4]);
    expect(a.columns).toEqual({
      F_meas_au: Float64Array.of(4.5, Number.NaN, Number.NaN),
      status: ["o", "f", ""],
    });
    expect(a.wavelength).toBeUndefined();
    expect(b.name).toBe("b");
  });

  test("no reflections, and indices that are none, are errors", () => {
    expect(() => readMmcifReflections("data_x _a 1", { name: "f" })).toThrow(
      new FormatError("f: got 1 data blocks without _refln.index_h, expected reflections"),
    );
    const text = `data_x ${crystal} loop_ _refln.index_h _refln.index_k _refln.index_l 1 2.5 3`;
    expect(() => readMmcifReflections(text, { name: "f" })).toThrow(
      'f data_x row 1: got "2.5" as _refln.index_k, expected a Miller index',
    );
  });
});
