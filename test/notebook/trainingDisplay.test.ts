// Oracle: the real training loop, whose reports the display gets, and the messages that a kernel would be sent.
import { expect, test } from "vitest";
import { vegaLiteMime } from "../../lib/notebook/show.js";
import { trainingDisplay } from "../../lib/notebook/trainingDisplay.js";
import type { MimeBundle } from "../../lib/notebook/tslab.js";
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

test("a line at each report, with its text beside the HTML; the plot once, at the end", async () => {
  const { lines, plots, reporter } = collected();
  await train(model({ stepSeconds: 0.005 }), { steps: 100, evaluateEvery: 50, reporters: [reporter] });
  expect(lines.length).toBeGreaterThan(2);
  const last = String(lines.at(-1)?.["text/plain"]);
  expect(last).toMatch(
    /^merging {2}step 100 of 100 {2}finished .* NLL 1\.900 {2}KL 0\.5000 {2}CCpred 0\.9300$/,
  );
  expect(lines.at(-1)?.["text/html"]).toContain(last);
  expect(lines.at(-1)?.["text/html"]).toContain("width:100.0%");
  expect(lines[0]["text/html"]).toMatch(/width:\d\.\d%/);
  expect(plots.map((plot) => Object.keys(plot))).toEqual([[vegaLiteMime, "text/plain"]]);
});

test("what stays is bounded, however long the training", async () => {
  const { lines, plots, reporter } = collected();
  await train(model(), { steps: 30_000, evaluateEvery: 10, reporters: [reporter] });
  expect(JSON.stringify(lines.at(-1)).length).toBeLessThan(1500);
  expect(JSON.stringify(plots).length).toBeLessThan(100_000);
});

test("a run that failed says so, and shows how it went", async () => {
  const { lines, plots, reporter } = collected();
  await expect(train(model({ wrongAt: 60 }), { steps: 100, reporters: [reporter] })).rejects.toThrow("nll");
  expect(lines.at(-1)?.["text/plain"]).toContain("step 60 of 100  failed");
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
