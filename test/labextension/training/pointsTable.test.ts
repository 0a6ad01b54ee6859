/** Points as a table of text. */
import { HistoryReader } from "friedel/browser";
import { expect, test } from "vitest";
import { pointsAsCsv } from "../../../labextension/src/training/pointsTable.js";
import { RunRecord } from "../../../labextension/src/training/runRecord.js";

test("steps with their gaps, −ELBO among them, then the evaluations", () => {
  const record = new RunRecord("a", "a");
  const reader = new HistoryReader();
  reader.push(
    new TextEncoder().encode(
      '{"step":1,"nll":1,"kl":0.5}\n{"step":2,"nll":2,"kl":0.5,"x,y":7}\n{"step":2,"evaluation":{"ccPredTest":0.9}}\n',
    ),
  );
  record.takeHistory(reader.history);
  expect(pointsAsCsv(record)).toBe(
    'of,step,nll,kl,"x,y",elbo\nstep,1,1,0.5,,1.5\nstep,2,2,0.5,7,2.5\n\nof,step,ccPredTest\nevaluation,2,0.9\n',
  );
});
