// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences.
import { test } from "vitest";
import { wilsonAmplitude } from "../../lib/distributions/index.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("wilsonAmplitude");

test("pathwise derivatives of E[x] and E[x²]", () => {
  expectPathwise(wilsonAmplitude({ meanIntensity: 9, bFactor: 20, dSpacing: 2 }));
  expectPathwise(wilsonAmplitude({ meanIntensity: 9, bFactor: 20, dSpacing: 2, centric: 1, epsilon: 4 }));
});
