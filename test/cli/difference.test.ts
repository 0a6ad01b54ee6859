/** Oracle: the library's own differenceMap, which has its tests; what is written is read again. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { generateHkl, SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { writeStructure } from "../../lib/node/coordinateFiles.js";
import { readMap } from "../../lib/node/mapFiles.js";
import { readReflections, writeReflections } from "../../lib/node/reflectionFiles.js";
import { atom, directSummation, Structure } from "../../lib/structure/index.js";
import { differenceMap } from "../../lib/table/differenceMap.js";
import { ReflectionTable } from "../../lib/table/reflectionTable.js";
import { ParkMiller } from "../maps/parkMiller.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const cell = UnitCell.of([24, 27, 31]);
const spaceGroup = SpaceGroup.fromName("P 21 21 21");
const random = new ParkMiller(7);
const atoms = Array.from({ length: 40 }, (_, i) => {
  const [x, y, z] = cell.orthogonalize(random.take(3).map((value) => Math.round(1e3 * value) / 1e3));
  const residueName = i === 0 ? "HC4" : "ALA";
  return atom({
    element: i === 0 ? "S" : "C",
    residueName,
    residueNumber: i + 1,
    chain: "A",
    x,
    y,
    z,
    bIso: 10,
  });
});
const model = new Structure({ cell, spaceGroup, atoms });
const hkl = generateHkl(cell, spaceGroup, 2.2);

/** Amplitudes of a structure as FP, SIGFP with phases. */
function merged(structure: Structure, seed: number): ReflectionTable {
  const { re, im } = directSummation(structure, hkl);
  const noise = new ParkMiller(seed).take(re.length);
  const axis = (i: number) => Int32Array.from(re, (_, row) => hkl[3 * row + i]);
  return new ReflectionTable({
    columns: [
      { label: "H", type: "H", data: axis(0) },
      { label: "K", type: "H", data: axis(1) },
      { label: "L", type: "H", data: axis(2) },
      { label: "FP", type: "F", data: re.map((x, i) => Math.hypot(x, im[i]) + noise[i]) },
      { label: "SIGFP", type: "Q", data: new Float64Array(re.length).fill(0.4) },
      { label: "PHIC", type: "P", data: re.map((x, i) => (Math.atan2(im[i], x) * 180) / Math.PI) },
    ],
    cell,
    spaceGroup,
    merged: true,
  });
}

const [dark, light, pdb] = [path("dark.mtz"), path("light.mtz"), path("dark.pdb")];
const moved = atoms.map((one, i) => (i === 0 ? { ...one, x: one.x + 1.5 } : one));

beforeAll(async () => {
  await writeReflections(merged(model, 1), dark);
  await writeReflections(merged(model.withAtoms(moved), 2), light);
  await writeReflections(merged(model, 1).derive({ cell: [24.9, 27, 31] }), path("wide.mtz"));
  await writeStructure(model, pdb);
});

describe("friedel difference", () => {
  test("prints the peaks and the density beside a residue that the library finds", async () => {
    const { status, out, error } = await runProgram([
      "difference",
      dark,
      light,
      "--model",
      pdb,
      "--residue",
      "HC4",
      "--json",
      "-",
    ]);
    expect(error).toBe("");
    expect(status).toBe(0);
    const json = JSON.parse(out);
    const expected = differenceMap(await readReflections(dark), await readReflections(light), {
      table: await readReflections(dark),
      phase: "PHIC",
    });
    expect(json.reflections).toEqual(expected.reflections);
    expect(json.peaks[0].height).toBeCloseTo(expected.peaks[0].height, 1);
    expect(json.near.minimum.height).toBeLessThan(-6);
    expect(json.near.minimum.nearest).toMatchObject({ residueName: "HC4", residueNumber: 1, chain: "A" });
    expect(json.near.maximum.height).toBeGreaterThan(5);
    const { out: text } = await runProgram(["difference", dark, light, "--model", pdb, "--residue", "A1"]);
    expect(text).toMatch(
      /Within 2\.5 Å of A1:\n {2}highest \+\d+\.\d σ at .* Å from HC4 A1 S\n {2}lowest {2}−/,
    );
    expect(text).toContain(
      `${json.peaks[0].height < 0 ? "−" : "+"}${Math.abs(json.peaks[0].height).toFixed(1)}`,
    );
  });

  test("writes the map, its coefficients and JSON, whole", async () => {
    const words = ["--out", path("d.map"), "--mtz", path("d.mtz"), "--json", path("d.json")];
    const { status, out } = await runProgram(["difference", dark, light, "--model", pdb, ...words]);
    expect(status).toBe(0);
    for (const name of ["d.map", "d.mtz", "d.json"]) expect(out).toContain(`wrote ${path(name)}`);
    const map = await readMap(path("d.map"));
    const json = JSON.parse(readFileSync(path("d.json"), "utf8"));
    expect(Array.from(map.shape)).toEqual(json.map.shape);
    expect(map.statistics().sigma).toBeCloseTo(1, 4);
    expect(map.statistics().minimum).toBeCloseTo(json.map.minimum, 4);
    const table = await readReflections(path("d.mtz"));
    expect(table.labels.slice(3)).toEqual(["FDIFF", "PHIDIFF", "W", "DELF", "SIGDELF", "PHIDARK"]);
    expect(table.length).toBe(json.reflections.common);
    expect(table.history.join(" ")).toMatch(/friedel \S+ difference/);
  });

  test("phases of a column need no model; with one its atoms name the peaks", async () => {
    const words = ["difference", dark, light, "--phases", dark, "--json", "-"];
    const bare = JSON.parse((await runProgram(words)).out);
    const named = JSON.parse((await runProgram([...words, "--model", pdb])).out);
    expect(bare.peaks[0].nearest).toBeNull();
    expect(named.peaks[0].nearest.residueName).toMatch(/HC4|ALA/);
    expect(named.peaks[0].height).toBe(bare.peaks[0].height);
  });

  test("scale, weights and limits are those of the options", async () => {
    const words = ["--scale", "b-factor", "--weights", "none", "--d-min", "2.5", "--peaks", "2"];
    const { out } = await runProgram(["difference", dark, light, "--model", pdb, ...words, "--json", "-"]);
    const json = JSON.parse(out);
    expect(json.scale.kind).toBe("bFactor");
    expect(json.weights.kind).toBe("none");
    expect(json.resolution[1]).toBeGreaterThanOrEqual(2.5);
    expect(json.peaks).toHaveLength(2);
  });

  test.each(["k", "q", "sigma", "none"] as const)("--weights %s are the library's", async (weights) => {
    const words = ["difference", dark, light, "--phases", dark, "--weights", weights, "--json", "-"];
    const json = JSON.parse((await runProgram(words)).out);
    const phases = { table: await readReflections(dark), phase: "PHIC" };
    const expected = differenceMap(await readReflections(dark), await readReflections(light), phases, {
      weights,
    });
    expect(json.weights).toEqual({
      ...expected.coefficients.weighting,
      alpha: weights === "k" ? 0.05 : null,
    });
    expect(json.peaks.map(({ height }: { height: number }) => height)).toEqual(
      expected.peaks.map(({ height }) => height),
    );
    if (weights === "k") expect((await runProgram([...words, "--alpha", "1"])).out).toContain('"alpha": 1');
  });

  test.each([
    [[dark, light], 2, /got no --model and no --phases/],
    [[dark], 2, /expected dark.mtz light.mtz/],
    [
      [dark, light, "--model", pdb, "--residue", "HC5"],
      1,
      /--residue HC5: it is not in .*did you mean HC4\?/,
    ],
    [[dark, light, "--phases", dark, "--residue", "HC4"], 2, /--residue: got no --model/],
    [
      [dark, light, "--phases", dark, "--phase-column", "PHI"],
      1,
      /column PHI is not in .*did you mean PHIC\?/,
    ],
    [
      [dark, path("wide.mtz"), "--model", pdb],
      1,
      /got 24 27 31 .* and 24\.9 27 31 .* expected edges within 1 % and angles within 1°; raise --cell-tolerance or --angle-tolerance\n$/,
    ],
    [[dark, light, "--model", pdb, "--amplitude", "F"], 1, /column F is not in .*FP/],
    [[dark, light, "--model", pdb, "--d-min", "5", "--d-max", "4"], 1, /expected --d-min to be the smaller/],
    [
      [dark, light, "--model", pdb, "--weights", "q", "--alpha", "1"],
      1,
      /alpha of difference weights: got 1 with weights "q", expected it with "k" alone/,
    ],
    [[dark, light, "--model", pdb, "--weights", "variance"], 2, /--weights.*k, q, sigma/],
    [[dark, light, "--model", pdb, "--out", pdb], 2, /it is an input file/],
    [[dark, light, "--model", path("no.pdb")], 1, /no\.pdb/],
    [[dark, light, "--model", pdb, "--out", join(folder, "no", "d.map")], 1, /no such folder/],
  ])("%j: status %i and one sentence", async (words, status, message) => {
    const result = await runProgram(["difference", ...words]);
    expect(result.error).toMatch(message);
    expect(result.error.trim().split("\n")).toHaveLength(1);
    expect(result.status).toBe(status);
    expect(result.out).toBe("");
    expect(existsSync(join(folder, "no"))).toBe(false);
  });
});
