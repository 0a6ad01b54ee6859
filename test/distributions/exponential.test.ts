// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences.
import { test } from "vitest";
import { exponential } from "../../lib/distributions/index.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("exponential");

test("pathwise derivatives of E[x] and E[x²]", () => {
  expectPathwise(exponential({ scale: 0.5 }));
});
