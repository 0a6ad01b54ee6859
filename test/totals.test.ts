import { expect, test } from "vitest";
import { addTotals, failuresOfReport, totalsLine, totalsOfReport } from "./totals.mjs";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

test("counts passed, failed and skipped tests of all files", () => {
  const report = {
    testResults: [file("passed", "passed", "skipped", "todo"), file("failed", "passed", "failed")],
  };
  expect(totalsOfReport(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

test("a file that did not load is a failure", () => {
  const report = { testResults: [file("failed"), file("passed", "passed")] };
  expect(totalsOfReport(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
});

test("an exit status, a missing report or no tests at all is a failure, even if no test failed", () => {
  expect(totalsOfReport({ testResults: [file("passed", "passed")] }, 1).failed).toBe(1);
  expect(totalsOfReport({ testResults: [] }, 0).failed).toBe(1);
  expect(totalsOfReport(undefined, 0).failed).toBe(1);
});

test("sums stages into one line", () => {
  const one = { passed: 1, failed: 2, skipped: 3 };
  expect(totalsLine(addTotals([one, one]))).toBe("2 passed, 4 failed, 6 skipped");
});

test("names what failed, with the first line of its error", () => {
  const assertionResults = [
    { status: "passed", fullName: "one" },
    { status: "failed", fullName: "two", failureMessages: ["Error: 2 is not 3\n  at two.test.ts:1"] },
  ];
  const testResults = [
    { name: "a.test.ts", status: "failed", assertionResults },
    { name: "b.test.ts", status: "failed", message: "no such module\n", assertionResults: [] },
    { name: "c.test.ts", status: "passed", assertionResults: [] },
  ];
  expect(failuresOfReport({ testResults })).toEqual([
    "a.test.ts > two: Error: 2 is not 3",
    "b.test.ts: no such module",
  ]);
  expect(failuresOfReport(undefined)).toEqual([]);
});
