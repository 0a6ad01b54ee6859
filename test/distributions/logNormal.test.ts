// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences.
import { test } from "vitest";
import { type Distribution, logNormal } from "../../lib/distributions/index.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("logNormal");

test("pathwise derivatives of E[(log x)²]", () => {
  const of = (d: Distribution) => Number(d.parameters.location) ** 2 + Number(d.parameters.scale) ** 2;
  expectPathwise(logNormal({ location: 1, scale: 1 }), [{ slope: (x) => (2 * Math.log(x)) / x, of }]);
});
