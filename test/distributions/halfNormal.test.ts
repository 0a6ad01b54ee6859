// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences.
import { test } from "vitest";
import { halfNormal } from "../../lib/distributions/index.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("halfNormal");

test("pathwise derivatives of E[x] and E[x²]", () => {
  expectPathwise(halfNormal({ scale: 3 }));
});
