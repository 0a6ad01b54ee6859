/** The cell that resumes. */
import { expect, test } from "vitest";
import { resumeCode } from "../../../labextension/src/training/resumeCell.js";

const source = { folder: "runs/a", steps: 4000 };

test.each([
  [
    'await model.train({ steps: 9, folder: "r" });',
    'await model.train({ resume: true, steps: 9, folder: "r" });',
  ],
  ["x.train({resume: false, steps: 9})", "x.train({ resume: true, steps: 9})"],
  ["x.train({ resume: true })", "x.train({ resume: true })"],
  ["x.train({\n  steps: 9,\n})", "x.train({ resume: true,\n  steps: 9,\n})"],
])("%s is mended", (cell, mended) => {
  expect(resumeCode({ ...source, cell })).toBe(mended);
});

test("where the cell is not known, or has its options elsewhere, the call is written out", () => {
  const call = 'const run = await model.train({ steps: 4000, folder: "runs/a", resume: true });';
  expect(resumeCode(source)).toContain(call);
  expect(resumeCode({ ...source, cell: "await model.train(options)" })).toContain(call);
});
