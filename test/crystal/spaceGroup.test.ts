/**
 * Oracles: gemmi for point group, Laue class, lattice and inversion of all settings
 * (test/reference/crystal/spaceGroups.json); sgtbx for polar axes (../shared/data/symmetry/sgtbx_polar.csv). What the
 * operations do to reflections is tested in reflectionSymmetry.test.ts.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { SymmetryOperation } from "../../lib/crystal/symmetryOperation.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError, SymmetryError } from "../../lib/errors.js";
import { dataFile, dataTest } from "../data.js";
import golden from "../reference/crystal/spaceGroups.json" with { type: "json" };
import { someHkl } from "./someHkl.js";

describe("all settings", () => {
  test("are gemmi's", () => {
    const ours = SpaceGroup.all().map((group) => [
      group.name,
      group.number,
      group.ccp4Number,
      group.hall,
      group.pointGroup,
      group.laueClass,
      group.centring,
      group.isCentrosymmetric,
    ]);
    expect(ours).toEqual(
      golden.settings.map((s) => [
        s.name,
        s.number,
        s.ccp4,
        s.hall,
        s.pointGroup,
        s.laue,
        s.centring,
        s.centrosymmetric,
      ]),
    );
  });

  test("each exists once", () => {
    for (const group of SpaceGroup.all()) {
      expect(SpaceGroup.fromName(group.name)).toBe(group);
      expect(SpaceGroup.fromHall(group.hall).equals(group)).toBe(true);
      expect(SpaceGroup.of(group)).toBe(group);
    }
    expect(SpaceGroup.fromHall(" P 2ac 2ab")).toBe(SpaceGroup.fromName("P 21 21 21"));
    expect(SpaceGroup.fromNumber(19)).toBe(SpaceGroup.of("P212121"));
    expect(SpaceGroup.of(19)).toBe(SpaceGroup.of("19"));
    expect(SpaceGroup.fromHall("P 2 2 (x+1/8,y,z)")).toBe(SpaceGroup.fromHall("P 2 2 (x+1/8,y,z)"));
  });

  test("are found from their operations, whatever their order", () => {
    for (const group of SpaceGroup.all()) {
      const inOrder = SpaceGroup.fromOperations(group.operations);
      // of four pairs of names for the same operations, the first is found
      expect(inOrder.equals(group)).toBe(true);
      expect(inOrder).toBe(SpaceGroup.fromHall(group.hall));
      const reversed = group.operations.map(String).reverse();
      const other = SpaceGroup.fromOperations(reversed);
      expect(other.equals(group)).toBe(true);
      expect(other.name).toBe(inOrder.name);
      expect(other.operations[0].toString()).toBe("x,y,z");
    }
  });

  dataTest("polar axes are those of sgtbx", () => {
    const rows = readFileSync(dataFile("symmetry/sgtbx_polar.csv"), "utf8").trim().split(/\r?\n/).slice(1);
    expect(rows.length).toBe(530);
    for (const row of rows) {
      const [name, ...flags] = row.split(",");
      const group = SpaceGroup.fromName(name);
      const ours = [group.isPolar, ...group.polarAxes].map((flag) => (flag ? "True" : "False"));
      expect(`${name} ${ours}`).toBe(`${name} ${flags}`);
    }
  });
});

describe("a space group", () => {
  test("from operations in a file's order keeps M/ISYM of that order", () => {
    const file = ["X,Y,Z", "1/2-X,-Y,1/2+Z", "-X,1/2+Y,1/2-Z", "1/2+X,1/2-Y,-Z"];
    const group = SpaceGroup.fromOperations(file);
    const table = SpaceGroup.fromName("P 21 21 21");
    expect(group.equals(table)).toBe(true);
    expect(group.name).toBe("P 21 21 21");
    const other = SpaceGroup.fromOperations([file[0], file[3], file[1], file[2]]);
    expect(other.primitiveOperations[1].toString()).toBe("x+1/2,-y+1/2,-z");
    expect(other.toAsu(1, -2, -3)).toEqual({ h: 1, k: 2, l: 3, isym: 3 });
    expect(other.fromAsu(1, 2, 3, 3)).toEqual([1, -2, -3]);
    expect(other.isAbsent(0, 0, 3)).toBe(true);
  });

  test("with another origin than the tabulated one is recognised and has the Hall symbol of that origin", () => {
    const shifted = SpaceGroup.fromHall("P 2ac 2ab (x+1/8,y,z+1/24)");
    expect(shifted.number).toBe(19);
    expect(shifted.name).toMatch(/^P 21 21 21 \(x\+1\/8,y,z\+1\/24\)$/);
    const screw = SpaceGroup.fromOperations(SpaceGroup.fromHall("P 61 2 (x,y,z+1/8)").operations);
    expect([screw.number, screw.centring, screw.pointGroup]).toEqual([178, "P", "622"]);
    expect(SpaceGroup.fromHall(screw.hall).equals(screw)).toBe(true);
    expect(screw.equals(SpaceGroup.fromName("P 61 2 2"))).toBe(false);
    // the origin does not matter to absences, ε and the asymmetric unit
    const table = SpaceGroup.fromName("P 61 2 2");
    const hkl = someHkl(1000, 6);
    expect(screw.mapToAsu(hkl).hkl).toEqual(table.mapToAsu(hkl).hkl);
    expect(screw.absenceFlags(hkl)).toEqual(table.absenceFlags(hkl));
    expect(screw.epsilons(hkl)).toEqual(table.epsilons(hkl));
    expect(screw.centricFlags(hkl)).toEqual(table.centricFlags(hkl));
  });

  test("of no tabulated setting works without a name", () => {
    // C 2 of a cell that is doubled along b, and a primitive cell of F 2 2 2
    const doubled = SpaceGroup.fromHall("C 2y (x,1/2y,z)");
    const primitive = SpaceGroup.fromHall("F 2 2 (-x+y+z,x-y+z,x+y-z)");
    for (const group of [doubled, primitive]) {
      expect([group.number, group.hermannMauguin, group.name]).toEqual([0, "", "unknown setting"]);
      expect(SpaceGroup.fromOperations(group.operations.map(String)).equals(group)).toBe(true);
      const hkl = someHkl(1000, 6);
      const mapped = group.mapToAsu(hkl);
      expect(group.asuFlags(mapped.hkl)).toEqual(new Uint8Array(1000).fill(1));
      expect(group.mapFromAsu(mapped.hkl, mapped.isym).hkl).toEqual(hkl);
    }
    expect([doubled.pointGroup, doubled.laueClass, doubled.operations.length]).toEqual(["2", "2/m", 8]);
    expect([primitive.pointGroup, primitive.centring, primitive.operations.length]).toEqual(["222", "P", 4]);
    expect(primitive.isAbsent(1, 0, 0)).toBe(false);
    expect(primitive.isCentric(0, 1, 1)).toBe(true);
  });

  test("a name with a cell", () => {
    const cell = new UnitCell(50, 50, 50, 70, 70, 70);
    expect(SpaceGroup.fromName("R 3 2", { cell }).name).toBe("R 3 2:R");
    expect(SpaceGroup.fromName("R 3 2").name).toBe("R 3 2:H");
    expect(String(SpaceGroup.fromName("R 3 2:R"))).toBe("R 3 2:R");
    expect(SpaceGroup.fromName("R 3 2:R").extension).toBe("R");
  });

  test.each([
    [[], "got no identity x,y,z, expected a group"],
    [["-x,-y,z"], "got no identity x,y,z, expected a group"],
    [["x,y,z", "-y,x,z"], "got -y,x,z and -y,x,z without their product -x,-y,z, expected a group"],
    [["x,y,z", "-x,y+1/4,-z"], "without their product x,y+1/2,z, expected a group"],
    [["x,y,z", "x+1/2,y,z", "-x,-y,z"], "expected a group of 4"],
    [["x,y,z", "x,y"], "got 2 parts, expected three"],
    [["x,y,z", "x+y,y,z"], "expected a group"],
  ])("operations %j are refused", (operations, message) => {
    expect(() => SpaceGroup.fromOperations(operations)).toThrow(SymmetryError);
    expect(() => SpaceGroup.fromOperations(operations)).toThrow(message);
  });

  test("unknown names and numbers are never P 1", () => {
    expect(() => SpaceGroup.fromName("P 22 22 22")).toThrow(SymmetryError);
    expect(() => SpaceGroup.fromNumber(231)).toThrow(SymmetryError);
    expect(() => SpaceGroup.fromHall("P 7")).toThrow(SymmetryError);
    expect(() => SpaceGroup.of("")).toThrow(SymmetryError);
  });

  test("what a notebook may pass by mistake is refused in words", () => {
    const wrong: unknown[] = [undefined, null, {}, Number.NaN, [19]];
    for (const value of wrong) {
      expect(() => SpaceGroup.of(value as string)).toThrow(SymmetryError);
      expect(() => SpaceGroup.fromHall(value as string)).toThrow(SymmetryError);
      expect(() => SpaceGroup.fromOperations([value as string])).toThrow(SymmetryError);
      expect(() => UnitCell.of(value as number[])).toThrow(InputError);
    }
  });

  test("operations given as objects", () => {
    const operations = ["x,y,z", "-x,-y,-z"].map((triplet) => SymmetryOperation.parse(triplet));
    expect(SpaceGroup.fromOperations(operations)).toBe(SpaceGroup.fromName("P -1"));
  });
});
