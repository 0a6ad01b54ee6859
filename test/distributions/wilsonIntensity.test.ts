// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences.
import { test } from "vitest";
import { wilsonIntensity } from "../../lib/distributions/index.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("wilsonIntensity");

test("pathwise derivatives of E[x] and E[x²]", () => {
  expectPathwise(wilsonIntensity({ meanIntensity: 9, bFactor: 20, dSpacing: 2 }));
  expectPathwise(wilsonIntensity({ meanIntensity: 9, bFactor: 20, dSpacing: 2, centric: 1 }));
});
