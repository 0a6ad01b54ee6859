/** What `friedel info` tells of DIALS files, and that the other commands take them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { describeDialsExperiments, describeDialsReflections } from "../../lib/cli/infoDials.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";
import { exptFile, exptJson, reflFile, stillColumns } from "../formats/dialsSamples.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const write = (name: string, bytes: Uint8Array) => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

describe("reflections", () => {
  test("how far they have come, and their columns", async () => {
    const bytes = reflFile(
      {
        ...stillColumns(),
        flags: ["std::size_t", [0x301, 0x101, 0x24, 0x20]],
        id: ["int", [0, 3, -1, 0]],
        shoebox: ["Shoebox<>", new Uint8Array(9)],
        odd: ["quaternion", new Uint8Array(4)],
      },
      4,
    );
    const { title, facts, json } = await describeDialsReflections("x.refl", bytesSource(bytes, "x.refl"));
    expect(title).toBe("x.refl: DIALS reflections, 4 in 2 experiments, 11 columns");
    expect(Object.fromEntries(facts)).toMatchObject({
      version: "1",
      stages: "2 found, 1 indexed, 2 predicted, 2 summed, 1 profile-fitted",
      pixels: "9 bytes in shoebox",
      "not readable": "odd (quaternion)",
    });
    expect(json).toMatchObject({ rows: 4, identifiers: { 0: "first" }, experiments: 2 });
  });

  dataTest("real spots that nothing else takes", async () => {
    const found = await withFile(dataFile("shoeboxes/MyD88_processed_strong.refl"), (source) =>
      describeDialsReflections("strong.refl", source),
    );
    expect(found.title).toBe("strong.refl: DIALS reflections, 646 in 1 experiments, 10 columns");
    expect(found.json).toMatchObject({ stages: { found: 646, indexed: 0, summed: 0 } });
  });
});

describe("experiments", () => {
  const of = (json: unknown) => describeDialsExperiments("x.expt", bytesSource(exptFile(json), "x.expt"));

  test("of stills: crystals, cell, wavelengths, panels", async () => {
    const { title, facts } = await of(exptJson());
    expect(title).toBe("x.expt: DIALS experiments, 1 stills");
    expect(Object.fromEntries(facts)).toEqual({
      crystals: "1",
      cell: "40 50 60 90 90 90 (median)",
      "space group": "P 21 21 21 (number 19)",
      wavelength: "1 Å",
      scans: "",
      panels: "1",
    });
  });

  test("of scans in a polychromatic beam, without crystals", async () => {
    const { title, facts, json } = await of({
      ...exptJson(),
      experiment: [{ beam: 0, scan: 0 }],
      scan: [{ image_range: [3, 9], oscillation: [5, 0.25] }],
      beam: [{ direction: [0, 0, 1], wavelength_range: [0.9, 1.2] }],
    });
    expect(title).toBe("x.expt: DIALS experiments, 1 scans");
    expect(Object.fromEntries(facts)).toMatchObject({
      crystals: "none",
      wavelength: "0.9 to 1.2 Å, polychromatic",
      scans: "images 3 to 9 from 5° by 0.25°",
    });
    expect(json).toMatchObject({ cell: null, spaceGroup: null, panels: [0] });
  });

  dataTest("real ones", async () => {
    const found = await withFile(dataFile("stills/stills.expt"), (source) =>
      describeDialsExperiments("s", source),
    );
    expect(Object.fromEntries(found.facts).wavelength).toBe("1.271306 to 1.271722 Å");
    expect(found.json).toMatchObject({
      experiments: 3,
      stills: 3,
      crystals: 3,
      spaceGroup: "P 61 2 2 (number 178)",
      panels: [64],
    });
  });
});

describe("the program", () => {
  const refl = write("a.refl", reflFile(stillColumns(), 4));
  const expt = write("a.expt", exptFile());

  test("friedel info takes both kinds of file", async () => {
    const { status, out } = await runProgram(["info", refl, expt]);
    expect(status).toBe(0);
    expect(out).toMatch(/a\.refl: DIALS reflections, 4 in 1 experiments/);
    expect(out).toMatch(/a\.expt: DIALS experiments, 1 stills/);
    expect(JSON.parse((await runProgram(["info", "--json", expt])).out).stills).toBe(1);
  });

  test("friedel stats takes reflections, alone or with their experiments", async () => {
    const alone = await runProgram(["stats", refl, "--shells", "1"]);
    const both = await runProgram(["stats", refl, expt, "--shells", "1"]);
    expect([alone.status, both.status]).toEqual([0, 0]);
    expect(both.out).toBe(alone.out);
    const wrong = await runProgram(["stats", expt]);
    expect(wrong.status).not.toBe(0);
    expect(wrong.error).toMatch(/a\.expt: got DIALS experiments alone/);
  });

  test("crystals that differ by more are taken with --cell-tolerance", async () => {
    const [crystal] = exptJson().crystal as Record<string, unknown>[];
    const crystals = [40, 40, 43].map((a) => ({ ...crystal, real_space_a: [a, 0, 0] }));
    const experiment = crystals.map((_, i) => ({ identifier: `${i}`, beam: 0, detector: 0, crystal: i }));
    const identifiers = new Map(crystals.map((_, i) => [i, `${i}`]));
    const mixed = write(
      "m.refl",
      reflFile({ ...stillColumns(), id: ["int", [0, 1, 2, 2]] }, 4, { identifiers }),
    );
    write("m.expt", exptFile({ ...exptJson(), crystal: crystals, experiment }));
    const refused = await runProgram(["stats", mixed, "--shells", "1"]);
    expect(refused.status).not.toBe(0);
    expect(refused.error).toMatch(/got 1 of 3 crystals .* within 3 %/);
    expect((await runProgram(["stats", mixed, "--shells", "1", "--cell-tolerance", "8"])).status).toBe(0);
  });
});
