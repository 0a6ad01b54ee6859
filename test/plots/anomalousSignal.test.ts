// Oracle: the numbers of fixtures.ts; √(2/π), the mean of |z| of a normal number.
import { expect, test } from "vitest";
import { anomalousSignal } from "../../lib/plots/index.js";
import { shells } from "./fixtures.js";
import { seriesValues, shellPicture } from "./shellPicture.js";

test("signal and the level of noise alone", async () => {
  const spec = anomalousSignal({ shells });
  expect(seriesValues(spec, "anomalous signal")).toEqual([3, 1.5, 1, 0.75, 0.6]);
  const picture = await shellPicture("anomalousSignal", spec, 1, ["⟨|ΔI|⟩ / ⟨σ(ΔI)⟩", "noise alone"]);
  expect(picture.marks("rule")).toBe(1);
  expect(JSON.stringify(spec)).toContain(String(Math.sqrt(2 / Math.PI)));
});
