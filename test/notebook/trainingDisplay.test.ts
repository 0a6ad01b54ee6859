// Oracle: the real training loop, whose reports the display gets, and the messages that a kernel would be sent.
import { expect, test } from "vitest";
import {
  type MimeBundle,
  type TrainingSnapshot,
  trainingMime,
  trainingPlotMime,
} from "../../lib/displays/index.js";
import { trainingDisplay } from "../../lib/notebook/trainingDisplay.js";
import { VEGA_LITE_MIME } from "../../lib/plots/index.js";
import { History, type Trainable, type TrainingProgress, train } from "../../lib/training/index.js";

/** A model whose steps last, so that reports come between. */
function model({ wrongAt = Number.POSITIVE_INFINITY, stepSeconds = 0 } = {}): Trainable {
  return {
    kind: "merging",
    config: {},
    fingerprint: "",
    variant: "reference",
    lossTerm: "nll",
    step(step) {
      for (const until = performance.now() + 1000 * stepSeconds; performance.now() < until; );
      return { nll: step === wrongAt ? Number.NaN : 2 - step / 1000, kl: 0.5 };
    },
    evaluate: () => ({ ccPredTest: 0.93 }),
    tensors: () => ({ x: Float32Array.of(1) }),
    restore: () => undefined,
  };
}

function collected() {
  const lines: MimeBundle[] = [];
  const plots: MimeBundle[] = [];
  const reporter = trainingDisplay(
    (bundle) => lines.push(bundle),
    (bundle) => plots.push(bundle),
  );
  return { lines, plots, reporter };
}

const snapshotOf = (bundle: MimeBundle | undefined) => bundle?.[trainingMime] as TrainingSnapshot;

test("of a model that prepares its first step the bar shows how far it is", () => {
  const { lines, reporter } = collected();
  reporter({
    ...{ kind: "merging", state: "running", step: 0, steps: 4000, seconds: 1, rate: Number.NaN },
    ...{ remaining: Number.NaN, terms: {}, events: [], history: new History() },
    preparation: { name: "warm-up", step: 250, steps: 1000 },
  });
  expect(lines[0]["text/plain"]).toBe("merging  warm-up step 250 of 1000  in 1.0 s");
  expect(lines[0]["text/html"]).toContain("width:25.0%");
  expect(snapshotOf(lines[0]).preparation).toEqual({ name: "warm-up", step: 250, steps: 1000 });
});

test("a panel at each report, with HTML and text beside the snapshot; the plot now and then and at the end", async () => {
  const { lines, plots, reporter } = collected();
  await train(model({ stepSeconds: 0.005 }), { steps: 300, evaluateEvery: 50, reporters: [reporter] });
  expect(lines.length).toBeGreaterThan(2);
  const last = String(lines.at(-1)?.["text/plain"]);
  expect(last).toMatch(
    /^merging {2}step 300 of 300 {2}finished .* NLL 1\.700 {2}KL 0\.5000 {2}CCpred 0\.9300$/,
  );
  expect(lines.at(-1)?.["text/html"]).toContain(last);
  expect(lines.at(-1)?.["text/html"]).toContain("width:100.0%");
  expect(lines[0]["text/html"]).toMatch(/width:\d\.\d%/);
  expect(snapshotOf(lines.at(-1))).toMatchObject({ state: "finished", step: 300, steps: 300 });
  expect(plots.length).toBeGreaterThan(1);
  expect(plots.length).toBeLessThan(lines.length);
  for (const plot of plots)
    expect(Object.keys(plot)).toEqual([trainingPlotMime, VEGA_LITE_MIME, "text/plain"]);
  expect(plots.at(-1)?.[trainingPlotMime]).toEqual({ version: 1, run: snapshotOf(lines[0]).run });
});

test("what stays is bounded, however long the training", async () => {
  const { lines, plots, reporter } = collected();
  await train(model(), { steps: 30_000, evaluateEvery: 10, reporters: [reporter] });
  expect(JSON.stringify(lines.at(-1)).length).toBeLessThan(30_000);
  expect(JSON.stringify(plots.at(-1)).length).toBeLessThan(80_000);
});

test("a metric of the user's own has a panel; so has each term of a model that has none of the known ones", async () => {
  const panels = async (trainable: Trainable) => {
    const { plots, reporter } = collected();
    const metrics = { peak: (step: number) => 40 + step };
    await train(trainable, { steps: 20, evaluateEvery: 5, metrics, reporters: [reporter] });
    const spec = plots.at(-1)?.[VEGA_LITE_MIME] as { vconcat: { encoding: { y: { title: string } } }[] };
    return spec.vconcat.map(({ encoding }) => encoding.y.title);
  };
  expect(await panels(model())).toEqual(["Loss", "CCpred", "peak"]);
  const own = {
    ...model(),
    lossTerm: undefined,
    step: (step: number) => ({ error: 1 / step }),
    evaluate: undefined,
  };
  expect(await panels(own)).toEqual(["error", "peak"]);
});

test("a run that failed says so, and shows how it went", async () => {
  const { lines, plots, reporter } = collected();
  await expect(train(model({ wrongAt: 60 }), { steps: 100, reporters: [reporter] })).rejects.toThrow("nll");
  expect(lines.at(-1)?.["text/plain"]).toContain("step 60 of 100  failed");
  expect(snapshotOf(lines.at(-1))).toMatchObject({ state: "failed", reason: expect.stringContaining("nll") });
  expect(plots.length).toBe(1);
});

test("warnings stay in view, escaped, the first twenty of them; a run without steps has no plot", () => {
  const { lines, plots, reporter } = collected();
  const progress: TrainingProgress = {
    kind: "merging",
    state: "running",
    step: 1,
    steps: 10,
    seconds: 1,
    rate: 1,
    remaining: 9,
    terms: { nll: 1 },
    events: [{ kind: "warning", step: 1, message: "<b>" }],
    history: new History(),
  };
  for (let i = 0; i < 30; i++) reporter(progress);
  reporter({ ...progress, state: "finished", events: [] });
  const { "text/html": html, "text/plain": text } = lines[30];
  expect(String(text).match(/^warning: <b>$/gm)?.length).toBe(20);
  expect(html).toContain("warning: &lt;b&gt;");
  expect(html).not.toContain("<b>");
  expect(plots).toEqual([]);
});
