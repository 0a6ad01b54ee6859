/** What `friedel info` tells of files of XDS, and that the other commands take them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeXds } from "../../lib/cli/infoXds.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";
import { correctText, mergedText, xscaleText } from "../formats/xdsSamples.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const factsOf = async (text: string) => describeXds("x.HKL", bytesSource(Buffer.from(text), "x.HKL"));

test("crystal, rotation, misfits and items of CORRECT's file", async () => {
  const { title, facts, json } = await factsOf(correctText);
  expect(title).toBe("x.HKL: XDS file, 3 unmerged observations, 12 items");
  expect(Object.fromEntries(facts)).toEqual({
    "written by": "CORRECT",
    cell: "30 40 50 90 90 90 (Å, °)",
    "space group": "P 21 21 21 (number 19)",
    wavelength: "0.9795 Å",
    "Friedel's law": "true",
    images: "4 to 50.8",
    rotation: "0.1° an image",
    template: "/data/A= B/xtal7_1_????.cbf CBF",
    "left out": "1 misfits with a negative sigma",
    sets: "",
    items: "H K L IOBS SIGMA XD YD ZD RLP PEAK CORR PSI",
  });
  expect(json).toMatchObject({
    rows: 3,
    misfits: 1,
    items: expect.arrayContaining([{ item: "PEAK", min: 98, max: 100 }]),
  });
  expect(() => JSON.stringify(json)).not.toThrow();
});

test("sets of XSCALE, merged files, reflections without intensity, a file without any", async () => {
  const facts = async (text: string) => Object.fromEntries((await factsOf(text)).facts);
  expect((await facts(xscaleText)).sets).toBe("1 ../one/XDS_ASCII.HKL, 2 ../two/PEAK.HKL");
  expect((await factsOf(mergedText)).title).toBe("x.HKL: XDS file, 3 merged reflections, 5 items");
  expect((await facts(correctText.replace("3.047E+00", "NaN")))["left out"]).toBe(
    "1 misfits with a negative sigma, 1 without intensity or sigma",
  );
  const none = correctText.replace(/(END_OF_HEADER\n)[\s\S]*(!END_OF_DATA)/, "$1$2");
  expect((await facts(none)).images).toBe("");
});

test("info and stats take a file of XDS", async () => {
  const path = join(folder, "XDS_ASCII.HKL");
  writeFileSync(path, correctText);
  expect((await runProgram(["info", path])).out).toContain(
    "XDS_ASCII.HKL: XDS file, 3 unmerged observations",
  );
  expect((await runProgram(["info", "--json", path])).out).toContain('"program":"CORRECT"');
  const stats = await runProgram(["stats", path]);
  expect([stats.status, stats.out.includes("P 21 21 21")]).toEqual([0, true]);
  writeFileSync(path, mergedText);
  const refused = await runProgram(["stats", path]);
  expect(refused.status).not.toBe(0);
  expect(refused.error).toMatch(/XDS_ASCII\.HKL: got merged reflections, expected unmerged observations/);
});

dataTest("a real file", async () => {
  const facts = await withFile(dataFile("xds/XDS_ASCII.HKL"), (source) =>
    describeXds("XDS_ASCII.HKL", source),
  );
  expect(facts.title).toBe("XDS_ASCII.HKL: XDS file, 412 unmerged observations, 12 items");
  expect(Object.fromEntries(facts.facts)["left out"]).toBe("41 misfits with a negative sigma");
});
