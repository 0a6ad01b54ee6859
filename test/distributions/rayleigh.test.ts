// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences.
import { test } from "vitest";
import { rayleigh } from "../../lib/distributions/index.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("rayleigh");

test("pathwise derivatives of E[x] and E[x²]", () => {
  expectPathwise(rayleigh({ scale: 3 }));
});
