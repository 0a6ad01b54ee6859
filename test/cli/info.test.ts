import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Grid } from "../../lib/maps/index.js";
import { writeStructure } from "../../lib/node/coordinateFiles.js";
import { writeMap } from "../../lib/node/mapFiles.js";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { dataFile, dataTest } from "../data.js";
import { withoutSpaceGroup } from "../formats/withoutSpaceGroup.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { smallDataset } from "./smallDataset.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  const { observations, structure, truth } = smallDataset();
  await writeReflections(observations, path("unmerged.mtz"));
  await writeReflections(truth, path("truth.mtz"));
  await writeStructure(structure, path("model.pdb"));
  const { cell, spaceGroup } = structure;
  const data = Float32Array.from({ length: 8 * 12 * 16 }, (_, i) => Math.sin(i));
  await writeMap(new Grid({ cell, spaceGroup, shape: [8, 12, 16], data }), path("density.map"));
});

describe("friedel info", () => {
  test("tells an unmerged MTZ's columns, batches and data sets, and that it is simulated", async () => {
    const { status, out } = await runProgram(["info", path("unmerged.mtz")]);
    expect(status).toBe(0);
    expect(out).toMatch(/MTZ file, \d+ unmerged observations/);
    expect(out).toMatch(/title +.*SIMULATED/i);
    expect(out).toMatch(/M\/ISYM +Y /);
    expect(out).toMatch(/batches +\d+, numbers 1 to /);
    expect(out).toMatch(/space group +P 21 21 21 \(number 19\)/);
  });

  test("--json gives one object for each file with what the text has", async () => {
    const { status, out } = await runProgram([
      "info",
      "--json",
      path("unmerged.mtz"),
      path("model.pdb"),
      path("density.map"),
    ]);
    expect(status).toBe(0);
    const [mtz, model, map] = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(mtz.merged).toBe(false);
    expect(mtz.columns.map((column: { label: string }) => column.label)).toContain("SIGI");
    expect(mtz.rows).toBe(smallDataset().observations.length);
    expect(model.atoms).toBe(smallDataset().structure.length);
    expect(map.sampling).toEqual([8, 12, 16]);
    expect(map.max).toBeCloseTo(1, 3);
  });

  test("an MTZ that says nothing of its space group: read, and on other axes too, in the one that is given", async () => {
    writeFileSync(path("bare.mtz"), withoutSpaceGroup(smallDataset().observations.toMtz().toBytes()));
    const { out } = await runProgram(["info", path("bare.mtz")]);
    expect(out).toMatch(/space group +not stated; give it with --space-group\n/);
    const refused = await runProgram(["stats", path("bare.mtz")]);
    expect(refused.status).not.toBe(0);
    expect(refused.error).toMatch(
      /bare\.mtz: got no space group in the header, .*; give it as --space-group "P 21 21 21"\n$/,
    );
    const words = ["stats", path("bare.mtz"), "--space-group", "19"];
    const stats = await runProgram(words);
    expect([stats.status, stats.error]).toEqual([0, ""]);
    const whole = await runProgram(["stats", path("unmerged.mtz")]);
    expect(stats.out.replaceAll("bare", "unmerged")).toBe(whole.out);
    const turned = await runProgram([...words, "--reindex", "k,l,h"]);
    expect([turned.status, turned.error]).toEqual([0, ""]);
    const { a, b, c } = smallDataset().observations.cell;
    expect(turned.out).toContain(`${b} ${c} ${a} 90 90 90`);
  });

  test("tells merged from unmerged", async () => {
    expect((await runProgram(["info", path("truth.mtz")])).out).toMatch(/\d+ merged reflections/);
  });

  test.each([
    ["empty.mtz", "", /empty/],
    [
      "notes.txt",
      "hello",
      /got an unknown kind of file, expected an MTZ file, a file of XDS, a CrystFEL stream, DIALS reflections or experiments, PDB or mmCIF coordinates, or a CCP4 map/,
    ],
    ["short.mtz", "MTZ ", /short\.mtz/],
    ["packed.mtz", "\x1f\x8b\x08", /gzip/],
  ])("%s: one clear sentence, status 1", async (name, text, message) => {
    writeFileSync(path(name), Buffer.from(text, "latin1"));
    const { status, out, error } = await runProgram(["info", path(name)]);
    expect(status).toBe(1);
    expect(out).toBe("");
    expect(error).toMatch(message);
    expect(error.trim().split("\n")).toHaveLength(1);
  });

  test("a folder is no file", async () => {
    const { status, error } = await runProgram(["info", folder]);
    expect(status).toBe(1);
    expect(error).toMatch(/folder|directory/);
  });

  dataTest("gamma: 44,990 observations on 100 images, as gemmi mtz counts them", async () => {
    const { out } = await runProgram(["info", "--json", dataFile("gamma/HKLOUT_unmerged.mtz")]);
    const info = JSON.parse(out);
    expect(info.rows).toBe(44990);
    expect(info.batches.count).toBe(100);
    expect(info.spaceGroup).toEqual({ name: "P 21 21 21", number: 19 });
  });
});
