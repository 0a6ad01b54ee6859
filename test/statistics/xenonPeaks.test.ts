/**
 * Oracle: gamma merged and French–Wilson'd by Aimless has xenon peaks of 39.3 and 17.3 σ in its anomalous difference map
 * (../shared/judge/anomalous_peaks.py); that script finds 41.3 and 18.3 in ours, as written by toMtz.
 */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { readPdb } from "../../lib/formats/pdb.js";
import { classicalMerge } from "../../lib/statistics/index.js";
import { anomalousMap } from "../../lib/table/anomalousMap.js";
import { dataFile, dataTest } from "../data.js";
import { realTable, unmergedFiles } from "./reflections.js";

dataTest("xenon peaks of the classical merge of gamma", async () => {
  const { table } = classicalMerge(await realTable(unmergedFiles.gamma), { anomalous: true });
  const model = readPdb(readFileSync(dataFile("gamma/gamma_model.pdb"), "utf8"));
  const { peaks, pairs } = anomalousMap(table, model);
  expect(pairs).toBe(9690);
  const [first, second, third] = peaks;
  expect(first.gridHeight).toBeGreaterThan(39.3);
  expect(second.gridHeight).toBeGreaterThan(17.3);
  expect(first.nearest?.atom.residueName).toBe("ILE");
  expect(first.nearest?.atom.residueNumber).toBe(778);
  expect(second.nearest?.atom.residueNumber).toBe(795);
  expect(third.height).toBeLessThan(9);
});
