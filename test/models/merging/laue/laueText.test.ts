/** What is said of Laue data: lines counted by hand. */
import { describe, expect, test } from "vitest";
import type { LaueOptions } from "../../../../lib/models/merging/laue/laueData.js";
import { laueSummary, laueText } from "../../../../lib/models/merging/laue/laueText.js";
import { collectMergingData } from "../../../../lib/models/merging/mergingData.js";
import { type Row, unmerged } from "../tables.js";

// 30 × 32 × 34 Å: (1 2 3) at 9.2 Å, (1 2 4) at 7.3 Å, (2 4 6) at 4.6 Å
const rows: Row[] = [
  { hkl: [1, 2, 3], intensity: 10 },
  { hkl: [2, 4, 6], intensity: 11 },
  { hkl: [1, 2, 3], intensity: 12, batch: 2 },
  { hkl: [1, 2, 4], intensity: 13 },
];
const table = unmerged(rows, { lam: [1.2, 0.6, 0.7, 1.1] });
const of = (laue: false | LaueOptions) =>
  laueText(laueSummary(collectMergingData(table, { laue, metadata: ["dHKL"] })));

describe("is said of Laue data", () => {
  test("nothing where they are monochromatic", () => {
    expect(of(false)).toEqual([]);
  });

  test("the beam, the sums and all terms, and the rows left out", () => {
    expect(of({ wavelength: "lam", range: [0.5, 1.3], dMin: 4 })).toEqual([
      "lam from 0.5 to 1.3 Å",
      "1 spots (33.3 %) are sums of harmonics to 4.00 Å, 4 terms in all",
      "rows left out: 1 of a spot that another row has",
    ]);
  });

  test("that each spot is one reflection, where harmonics are not asked for", () => {
    expect(of({ wavelength: "lam", harmonics: false })).toEqual([
      "lam from 0.6 to 1.2 Å, each spot of one reflection (no harmonics)",
    ]);
  });
});
