// Oracle: the numbers of fixtures.ts, found again in the specification and in what vega draws of it.
import { expect, test } from "vitest";
import {
  anomalousSignal,
  ccHalf,
  completeness,
  multiplicity,
  rFactors,
  signalToNoise,
  type VegaLiteSpec,
} from "../../lib/plots/index.js";
import { shells } from "./fixtures.js";
import { render } from "./render.js";

const statistics = { shells };

/** Values of a series as the specification holds them, from low to high resolution. */
function series(spec: VegaLiteSpec, name: string): unknown[] {
  return spec.data.values.filter((row) => row.series === name).map((row) => row.value);
}

test.each([
  {
    name: "ccHalf",
    spec: ccHalf(statistics),
    y: "Correlation coefficient",
    legend: ["CC1/2", "CCanom", "CC1/2 = 0.3"],
    points: 10,
    rules: 1 + 10,
  },
  {
    name: "rFactors",
    spec: rFactors(statistics),
    y: "R factor (%)",
    legend: ["Rmeas", "Rmerge", "Rpim"],
    points: 15,
    rules: 0,
  },
  {
    name: "completeness",
    spec: completeness(statistics),
    y: "Completeness (%)",
    legend: ["reflections", "Friedel pairs"],
    points: 10,
    rules: 0,
  },
  {
    name: "multiplicity",
    spec: multiplicity(statistics),
    y: "Observations each",
    legend: ["reflections", "Friedel mates"],
    points: 10,
    rules: 0,
  },
  {
    name: "signalToNoise",
    spec: signalToNoise(statistics),
    y: "⟨I/σ(I)⟩",
    legend: ["merged", "single observations", "I/σ = 2"],
    points: 10,
    rules: 1,
  },
  {
    name: "anomalousSignal",
    spec: anomalousSignal(statistics),
    y: "⟨|ΔI|⟩ / ⟨σ(ΔI)⟩",
    legend: ["noise alone"],
    points: 5,
    rules: 1,
  },
])("$name draws every shell of every series", async ({ name, spec, y, legend, points, rules }) => {
  const picture = await render(name, spec);
  expect(picture.texts).toEqual(expect.arrayContaining([y, "Resolution d (Å)", "2", "3", ...legend]));
  expect(picture.marks("symbol")).toBe(points);
  expect(picture.marks("rule")).toBe(rules);
  expect(picture.marks("line")).toBe(points / shells.length);
});

test("values are those of the shells, at the middle of each in 1/d²", () => {
  const spec = ccHalf(statistics);
  expect(series(spec, "CC1/2")).toEqual([0.999, 0.899, 0.799, 0.699, 0.599]);
  expect(spec.data.values[1]).toEqual({
    invD2: Number(((1 / 16 + 1 / 9) / 2).toPrecision(6)),
    shell: "4.00 – 3.00 Å",
    series: "CC1/2",
    value: 0.899,
    low: 0.889,
    high: 0.909,
  });
  expect(series(rFactors(statistics), "Rpim")).toEqual([0.02, 0.07, 0.12, 0.17, 0.22]);
});

test("per cent axes count to a hundred", async () => {
  const { texts } = await render("completeness", completeness(statistics));
  expect(texts).toEqual(expect.arrayContaining(["0", "20", "100"]));
});

test("the correlation axis reaches down to negative values, and up to 1", async () => {
  const spec = ccHalf(statistics);
  const { texts } = await render("ccHalf", spec);
  expect(texts).toEqual(expect.arrayContaining(["−0.2", "1"]));
});

test("undefined values leave gaps, series without any leave nothing", async () => {
  const holes = shells.map(({ dMin, dMax, ccHalf: cc }, i) => ({
    dMin,
    dMax,
    ccHalf: i === 2 ? Number.NaN : cc,
    ccAnomalous: Number.NaN,
  }));
  const picture = await render("ccHalfHoles", ccHalf({ shells: holes }));
  expect(picture.marks("symbol")).toBe(4);
  expect(picture.texts).not.toContain("CCanom");
  expect(picture.marks("rule")).toBe(1);
});

test("options: no anomalous, no limit, own title, size, colours", async () => {
  const spec = ccHalf(statistics, {
    anomalous: false,
    limit: false,
    title: "Mine",
    subtitle: "below",
    width: 300,
    height: 200,
    colours: ["#123456"],
  });
  const picture = await render("ccHalfOptions", spec);
  expect(picture.texts).toEqual(expect.arrayContaining(["Mine", "below"]));
  expect(picture.marks("rule")).toBe(5);
  expect(picture.svg).toContain("#123456");
  expect([spec.width, spec.height]).toEqual([300, 200]);
});

test("the lowest shell may reach to infinity", async () => {
  const [first, ...rest] = shells;
  const spec = rFactors({ shells: [{ ...first, dMax: Number.POSITIVE_INFINITY }, ...rest] });
  expect(spec.data.values[0]).toMatchObject({ shell: "∞ – 4.00 Å", invD2: 1 / 32 });
  await render("rFactorsInfinity", spec);
});

test("no shells, no plot", () => {
  expect(() => rFactors({ shells: [] })).toThrow(
    expect.objectContaining({
      name: "InputError",
      message:
        "Agreement of equivalent observations plot: got 0 shells without a value, expected statistics by shell",
    }),
  );
});
