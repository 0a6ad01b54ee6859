// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences.
import { test } from "vitest";
import { type Distribution, normal } from "../../lib/distributions/index.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("normal");

test("pathwise derivatives of E[x²]", () => {
  const square = { slope: (x: number) => 2 * x, of: (d: Distribution) => d.variance() + d.mean() ** 2 };
  expectPathwise(normal({ location: 2, scale: 2 }), [square]);
});
