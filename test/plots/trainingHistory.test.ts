// Oracle: the numbers of a made-up history, found again in the specification and in what vega draws of it.
import { expect, test } from "vitest";
import { trainingHistory } from "../../lib/plots/index.js";
import { randomStream, uniform } from "../../lib/random/index.js";
import { History } from "../../lib/training/index.js";
import { render } from "./render.js";

const stream = randomStream(5, "history");
const history = Array.from({ length: 2000 }, (_, i) => ({
  step: i + 1,
  nll: 1200 * Math.exp(-i / 40) + 30 * Math.exp(-i / 600) + 20 + uniform(stream, i),
  kl: 8 - 3 * Math.exp(-i / 300),
  ...(i % 100 === 99
    ? { ccPredTrain: 0.97 - 0.5 * Math.exp(-i / 300), ccPredTest: 0.93 - 0.5 * Math.exp(-i / 300) }
    : {}),
}));

test("losses on the left, correlations on the right", async () => {
  const spec = trainingHistory(history);
  const of = (series: string) => spec.data.values.filter((row) => row.series === series);
  expect(of("CCpred, test").map((row) => row.step)).toEqual(
    Array.from({ length: 20 }, (_, i) => 100 * (i + 1)),
  );
  expect(of("CCpred, training")[19].value).toBeCloseTo(Number(history[1999].ccPredTrain), 5);
  const picture = await render("trainingHistory", spec);
  expect(picture.texts).toEqual(
    expect.arrayContaining([
      "Step",
      "NLL, KL",
      "Correlation",
      "NLL",
      "KL",
      "CCpred, test",
      "CCpred, training",
    ]),
  );
  expect(picture.marks("line")).toBe(4);
  expect(picture.marks("symbol")).toBe(40);
});

test("the history of a run is taken as it is: the same lines", () => {
  const recorded = new History();
  for (const { step, ccPredTrain, ccPredTest, ...terms } of history) {
    recorded.steps.append(step, terms);
    if (ccPredTrain !== undefined && ccPredTest !== undefined)
      recorded.evaluations.append(step, { ccPredTrain, ccPredTest });
  }
  expect(trainingHistory(recorded)).toEqual(trainingHistory(history));
});

test("a loss is averaged over windows: its mean stays", () => {
  const rows = trainingHistory(history, { points: 100 }).data.values.filter((row) => row.series === "KL");
  expect(rows.length).toBe(100);
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  expect(mean(rows.map((row) => Number(row.value)))).toBeCloseTo(mean(history.map(({ kl }) => kl)), 5);
});

test("the axis leaves out the first steps", () => {
  const [losses] = trainingHistory(history).layer;
  const { encoding } = losses as unknown as { encoding: { y: { scale: { domain: number[] } } } };
  const [low, high] = encoding.y.scale.domain;
  expect(low).toBeLessThan(5);
  // 1,250 at the first step, about 146 where the axis begins to count.
  expect(high).toBeGreaterThan(130);
  expect(high).toBeLessThan(200);
});

test("fields of one's own; a history with losses only, or a single row", async () => {
  const rows = [
    { step: 0, mine: 3, accuracy: Number.NaN },
    { step: 10, mine: 2, accuracy: 0.5 },
  ];
  const own = await render(
    "trainingOwn",
    trainingHistory(rows, { losses: ["mine"], correlations: ["accuracy"] }),
  );
  expect(own.texts).toEqual(expect.arrayContaining(["mine", "accuracy"]));
  const alone = await render("trainingAlone", trainingHistory([{ step: 4, nll: 2 }]));
  expect(alone.texts).not.toContain("Correlation");
});

test("bad input", () => {
  expect(() => trainingHistory([{ step: 1, loss: 2 }])).toThrow(
    "plot of a training: got 1 rows with loss, expected nll, kl or ccPredTest; name the fields as losses or correlations",
  );
  expect(() => trainingHistory([])).toThrow("got 0 rows with no fields");
});
