// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences.
import { test } from "vitest";
import { gamma } from "../../lib/distributions/index.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("gamma");

test("pathwise derivatives of E[x] and E[x²]", () => {
  expectPathwise(gamma({ shape: 0.6, scale: 2 }));
});
