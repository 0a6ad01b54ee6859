import { inspect } from "node:util";
import { expect, test } from "vitest";
import { ReflectionTable } from "../../lib/table/index.js";

test("x", () => {
  const t = new ReflectionTable({
    columns: [
      { label: "H", type: "H", data: [1, 2, 3, -1] },
      { label: "K", type: "H", data: [1, 2, 3, -1] },
      { label: "L", type: "H", data: [4, 2, 3, -4] },
      { label: "F", type: "F", data: [4.5, 2, Number.NaN, 7] },
      { label: "SIGF", type: "Q", data: [4.5, 2, 5, 7] },
    ],
    cell: [10, 20, 30],
    spaceGroup: "P 21 21 21",
  });
  console.log(inspect(t));
  console.log(inspect(t.hklToAsu()));
  console.log(inspect(t.hklToAsu().hklToObserved()));
  console.log(
    inspect(t.unstackAnomalous().computeDHKL().labelCentrics().computeEpsilon().computeMultiplicity()),
  );
  console.log(inspect(t.unstackAnomalous().stackAnomalous({ dropMissing: true })));
  console.log(inspect(t.sort(["F"])));
  console.log(inspect(t.join(t.rename({ F: "G" }), { how: "outer" })));
  expect(1).toBe(1);
});
