// Oracle: the numbers of made-up lines, found again in the specification and in what vega draws of it.
import { describe, expect, test } from "vitest";
import { type TrainingLine, trainingPanels, type VegaLiteConcatSpec } from "../../lib/plots/index.js";
import { randomStream, uniform } from "../../lib/random/index.js";
import { render } from "./render.js";

const stream = randomStream(5, "panels");
const steps = Array.from({ length: 200 }, (_, i) => 15 + 20 * i);
const evaluated = Array.from({ length: 40 }, (_, i) => 100 * (i + 1));

const nll: TrainingLine = {
  name: "nll",
  steps,
  values: steps.map(
    (step, i) => 1200 * Math.exp(-step / 30) + Math.exp(-step / 900) + 1.4 + 0.05 * uniform(stream, i),
  ),
};
const kl: TrainingLine = {
  name: "kl",
  steps,
  values: steps.map((step) => 0.8 - 0.3 * Math.exp(-step / 300)),
};
const at = (name: string, of: (step: number) => number | null): TrainingLine => ({
  name,
  steps: evaluated,
  values: evaluated.map(of),
});
const ccPredTrain = at("ccPredTrain", (step) => 0.97 - 0.5 * Math.exp(-step / 300));
const ccPredTest = at("ccPredTest", (step) => 0.93 - 0.5 * Math.exp(-step / 300));
const nllTest = at("nllTest", (step) => 1.5 + Math.exp(-step / 900));
const peak = at("xenonPeak", (step) => 43 - 20 * Math.exp(-step / 800));

interface Panel {
  readonly transform: readonly { readonly filter: { readonly equal: number } }[];
  readonly mark: { readonly clip: boolean; readonly point?: object };
  readonly encoding: {
    readonly x: { readonly title: string; readonly scale: { readonly domain: readonly number[] } };
    readonly y: { readonly title: string; readonly scale: { readonly domain?: readonly number[] } };
    readonly color: { readonly scale: { readonly domain: string[]; readonly range: string[] } };
  };
}

const panelsOf = ({ vconcat }: VegaLiteConcatSpec) => vconcat as unknown as Panel[];
const titles = (spec: VegaLiteConcatSpec) => panelsOf(spec).map(({ encoding }) => encoding.y.title);

/** The rows that a panel draws. */
const drawnBy = (spec: VegaLiteConcatSpec, number: number) =>
  spec.data.values.filter(({ panel }) => panel === panelsOf(spec)[number].transform[0].filter.equal);

describe("panels", () => {
  const all = [nll, kl, nllTest, ccPredTrain, ccPredTest, peak, at("rate", () => 1)];

  test("losses, CCpred, and one for each metric; what is not asked for is left out", async () => {
    const spec = trainingPanels(all, { metrics: ["xenonPeak"], steps: 6000 });
    expect(titles(spec)).toEqual(["Loss", "CCpred", "xenonPeak"]);
    const picture = await render("trainingPanels", spec);
    for (const text of [
      "Step",
      "Loss",
      "NLL",
      "NLL, test",
      "KL",
      "CCpred, training",
      "CCpred, test",
      "6,000",
    ])
      expect(picture.texts).toContain(text);
    expect(picture.texts.filter((text) => text === "Step").length).toBe(1);
    expect(picture.marks("line")).toBe(6);
    // lines of few points show them, those of every step do not
    expect(picture.marks("symbol")).toBe(3 * 40);
  });

  test("every point of every line is there, under its panel", () => {
    const spec = trainingPanels(all, { metrics: ["xenonPeak"] });
    const points = (number: number, series: string) =>
      drawnBy(spec, number)
        .filter((row) => row.series === series)
        .map(({ step, value }) => [step, value]);
    const expected = ({ steps: of, values }: TrainingLine) =>
      of.map((step, i) => [step, Number(values[i]?.toPrecision(6))]);
    expect(points(0, "NLL")).toEqual(expected(nll));
    expect(points(0, "NLL, test")).toEqual(expected(nllTest));
    expect(points(0, "KL")).toEqual(expected(kl));
    expect(points(1, "CCpred, training")).toEqual(expected(ccPredTrain));
    expect(points(2, "xenonPeak")).toEqual(expected(peak));
    expect(spec.data.values.length).toBe(2 * 200 + 4 * 40);
  });

  test("a line has its colour whichever others are there", () => {
    const colours = (lines: readonly TrainingLine[]) =>
      Object.assign(
        {},
        ...panelsOf(trainingPanels(lines)).map(({ encoding: { color } }) =>
          Object.fromEntries(color.scale.domain.map((label, i) => [label, color.scale.range[i]])),
        ),
      );
    const every = colours(all);
    expect(new Set(["NLL", "NLL, test", "KL"].map((label) => every[label])).size).toBe(3);
    expect(every["CCpred, test"]).toBe(every["NLL, test"]);
    for (const line of [nll, kl, ccPredTest]) expect(every).toMatchObject(colours([line]));
  });

  test("one line only, and its name in the legend", async () => {
    const picture = await render(
      "trainingPanelsOne",
      trainingPanels([ccPredTest], { title: "A merge", subtitle: "of gamma" }),
    );
    expect(picture.texts).toEqual(expect.arrayContaining(["A merge", "of gamma", "CCpred", "CCpred, test"]));
    expect(picture.texts).not.toContain("Loss");
  });

  test("metrics called as a panel, with a name too long, and of which one has no value yet", async () => {
    const long = "a metric whose name is far longer than its panel is high";
    const metrics = ["Loss", "CCpred", long, "none"];
    const spec = trainingPanels(
      [
        nll,
        at("Loss", (step) => -1e5 * step),
        at("CCpred", () => 1e-5),
        at(long, () => 0),
        at("none", () => null),
      ],
      { metrics },
    );
    expect(titles(spec)).toEqual(["Loss", "Loss", "CCpred", long]);
    expect(drawnBy(spec, 0).length).toBe(200);
    expect(drawnBy(spec, 1).map(({ value }) => value)).toEqual(evaluated.map((step) => -1e5 * step));
    expect(drawnBy(spec, 2).every(({ value }) => value === 1e-5)).toBe(true);
    await render("trainingPanelsHostile", spec);
  });

  test("six metrics, however many are asked for", () => {
    const many = Array.from({ length: 9 }, (_, i) => at(`m${i}`, () => i));
    expect(titles(trainingPanels(many, { metrics: many.map(({ name }) => name) }))).toEqual([
      "m0",
      "m1",
      "m2",
      "m3",
      "m4",
      "m5",
    ]);
  });
});

describe("axes", () => {
  const xOf = (spec: VegaLiteConcatSpec) => panelsOf(spec).map(({ encoding }) => encoding.x.scale.domain);

  test("all panels go to the last step that there is to be, or that there is", () => {
    for (const domain of xOf(trainingPanels([nll, peak], { metrics: ["xenonPeak"], steps: 9000 })))
      expect(domain).toEqual([0, 9000]);
    for (const options of [{}, { steps: 3000 }])
      for (const domain of xOf(trainingPanels([nll, ccPredTest], options))) expect(domain).toEqual([0, 4000]);
    expect(xOf(trainingPanels([{ name: "nll", steps: [0], values: [1] }]))).toEqual([[0, 1]]);
  });

  test("that of the losses leaves out the first steps, and holds all others", () => {
    const [{ encoding, mark }, other] = panelsOf(trainingPanels([nll, kl, ccPredTest]));
    const [low, high] = encoding.y.scale.domain ?? [];
    const later = [nll, kl].flatMap(({ values }) =>
      values.filter((_, i) => steps[i] >= 0.05 * 3995).map(Number),
    );
    expect(low).toBeLessThan(Math.min(...later));
    expect(high).toBeGreaterThan(Math.max(...later));
    expect(high).toBeLessThan(4);
    expect([mark.clip, other.mark.clip]).toEqual([true, false]);
    expect(other.encoding.y.scale.domain).toBeUndefined();
  });

  test("losses that differ little, or not at all, have a range", () => {
    const domain = (values: number[]) => {
      const [panel] = panelsOf(trainingPanels([{ name: "nll", steps: values.map((_, i) => i), values }]));
      return panel.encoding.y.scale.domain ?? [];
    };
    for (const values of [[0, 0], [3], [-2, -2], [123456.1, 123456.2], [1e-12, 1e-12]]) {
      const [low, high] = domain(values);
      expect(low).toBeLessThan(Math.min(...values));
      expect(high).toBeGreaterThan(Math.max(...values));
    }
  });

  test("a training of two steps, and one of values without end", async () => {
    await render(
      "trainingPanelsEarly",
      trainingPanels([{ name: "nll", steps: [1, 2], values: [1200, 900] }], { steps: 4000 }),
    );
    const wild = { name: "nll", steps: [1, 2, 3, 4], values: [Infinity, 2, Number.NaN, 3] };
    const spec = trainingPanels([wild, { name: "kl", steps: [1], values: [Number.NaN] }]);
    expect(spec.data.values.map(({ value }) => value)).toEqual([null, 2, null, 3]);
    expect(panelsOf(spec)[0].encoding.color.scale.domain).toEqual(["NLL"]);
    await render("trainingPanelsWild", spec);
  });
});

test("bad input", () => {
  expect(() => trainingPanels([])).toThrow("plot of a training: got no lines, expected nll, kl, ccPredTest");
  expect(() => trainingPanels([peak, at("rate", () => 1)])).toThrow("got xenonPeak, rate, expected");
  expect(() => trainingPanels([at("nll", () => null)])).toThrow("got nll, expected");
});
