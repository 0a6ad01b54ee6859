import { expect, test } from "vitest";
import { terminalReporters } from "../../lib/node/platform.js";

test("a progress bar where standard error is a terminal, else nobody is told", () => {
  const terminal = process.stderr.isTTY;
  try {
    process.stderr.isTTY = true;
    expect(terminalReporters().length).toBe(1);
    process.stderr.isTTY = false;
    expect(terminalReporters()).toEqual([]);
  } finally {
    process.stderr.isTTY = terminal;
  }
});
