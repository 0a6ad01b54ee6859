/** Runs in one line, from folders that are made up. */
import { expect, test } from "vitest";
import { readSummary } from "../../../labextension/src/runs/runSummary.js";
import type { FolderFiles } from "../../../labextension/src/training/historyFeed.js";

const now = 1_000_000;
const config = JSON.stringify({
  kind: "merging",
  variant: "plain",
  config: { model: { layers: 3 } },
  training: { steps: 100 },
  created: "2026-01-01",
});
const history =
  '{"step":1,"nll":1,"seconds":0.1}\n{"step":1,"evaluation":{"ccPredTest":0.8,"nllTest":3}}\n' +
  '{"step":2,"nll":1,"seconds":0.2}\n{"step":2,"evaluation":{"ccPredTest":0.9,"nllTest":2}}\n' +
  '{"step":3,"nll":1,"seconds":0.3}\n{"step":3,"evaluation":{"ccPredTest":0.7,"nllTest":4}}\n';

function summaryOf(
  texts: Readonly<Record<string, string>>,
  more: { locked?: boolean; written?: number } = {},
  active?: "running" | "paused",
) {
  const files: FolderFiles = {
    readFrom: async (path, from, most) => {
      const text = texts[path.replace("runs/a/", "")];
      return text === undefined ? undefined : new TextEncoder().encode(text).slice(from, from + most);
    },
    list: async () => [],
  };
  const run = { folder: "runs/a", locked: false, written: now, ...more };
  return readSummary(files, run, now, () => active);
}

const files = { "config.json": config, "history.jsonl": history };

test("steps, best held-out values and hyperparameters", async () => {
  const summary = await summaryOf({ ...files, "history.jsonl": `${history}{"step":3,"end":"finished"}\n` });
  expect(summary).toMatchObject({ state: "finished", kind: "merging", step: 3, steps: 100, seconds: 0.3 });
  expect(summary.quality).toEqual({ ccPredTest: 0.9, nllTest: 2 });
  expect(summary.config).toMatchObject({ model: { layers: 3 }, run: { steps: 100, variant: "plain" } });
});

test("the states of a run without an end", async () => {
  expect((await summaryOf(files)).state).toBe("interrupted");
  expect((await summaryOf(files, { locked: true })).state).toBe("running");
  expect((await summaryOf(files, { locked: true, written: now - 60_000 })).state).toBe("interrupted");
  expect((await summaryOf(files, {}, "paused")).state).toBe("paused");
});

test("superseded rows do not count, and a resume says how many steps there are to be", async () => {
  const text = `${history}{"resume":1,"steps":500}\n{"step":2,"nll":1,"seconds":0.2}\n`;
  const summary = await summaryOf({ ...files, "history.jsonl": text });
  expect(summary).toMatchObject({ step: 2, steps: 500, quality: { ccPredTest: 0.8, nllTest: 3 } });
});

test("a run that cannot be read says why", async () => {
  expect(await summaryOf({ "config.json": config })).toMatchObject({
    state: "unfinished",
    reason: "runs/a/history.jsonl: got no such file any more; was the run deleted?",
  });
  expect((await summaryOf({ ...files, "history.jsonl": 'oops\n{"step":1}\n' })).reason).toContain(
    "line 1: got no row",
  );
});
