// Oracle: amplitudes multiplied by a known factor.
import { expect, test } from "vitest";
import { amplitudeAgreement } from "../../lib/plots/index.js";
import { normal, randomStream } from "../../lib/random/index.js";
import { wilsonTable } from "./fixtures.js";
import { render } from "./render.js";

const classical = wilsonTable();
const stream = randomStream(81);
const posterior = classical
  .with({
    label: "F",
    type: "F",
    data: Float64Array.from(classical.values("F"), (f, i) => 2 * Math.abs(f + 0.5 * normal(stream, i))),
  })
  .sort(["L", "K", "H"]);

test("the same reflections on one scale, whatever their order", async () => {
  const spec = amplitudeAgreement(posterior, classical);
  const slope = spec.data.values.reduce(
    (sum, row) => [sum[0] + Number(row.first) * Number(row.second), sum[1] + Number(row.second) ** 2],
    [0, 0],
  );
  expect(slope[0] / slope[1]).toBeCloseTo(1, 2);
  const picture = await render("amplitudeAgreement", spec);
  expect(picture.marks("symbol")).toBe(2000);
  expect(picture.texts).toEqual(
    expect.arrayContaining(["F, posterior", "F, classical × 2.00", "acentric", "centric"]),
  );
});

test("Friedel mates apart, names and reflections missing in one", () => {
  const apart = classical
    .without("F", "SIGF")
    .with(
      { label: "F(+)", type: "G", data: classical.values("F") },
      { label: "F(-)", type: "G", data: classical.values("F") },
    );
  const spec = amplitudeAgreement(apart.slice(0, 50), classical, { names: ["A", "B"] });
  expect(spec.data.values.length).toBe(50);
  for (const row of spec.data.values) expect(row.first).toBe(row.second);
});

test("bad input", () => {
  expect(() => amplitudeAgreement(classical.slice(0, 5), classical.slice(10, 20))).toThrow(
    "got no reflection that both have, expected some",
  );
});
