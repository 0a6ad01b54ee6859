/** A merge on one thread, on two, on three: the same to the bit. */
import { expect, test } from "vitest";
import { RowEngine } from "../../../lib/kernels/index.js";
import { merge } from "../../../lib/models/index.js";
import { startWorker } from "../../../lib/node/workers.js";
import { rotation } from "./tables.js";
import { bits } from "./trained.js";

test("merged amplitudes, predictions, history and half data sets do not depend on the number of threads", async () => {
  const found = [];
  for (const threads of [1, 2, 3]) {
    const engine = new RowEngine({ threads, startWorker });
    try {
      const model = merge(rotation().observations, { anomalous: true, testFraction: 0.1, engine });
      // threads take their time to start
      const run = await model.train({ steps: 300, batchSize: 1000, evaluateEvery: 50 });
      const [halves] = await run.halfDatasets({ steps: 30 });
      const amplitudes = [halves.first, halves.second].map((table) =>
        Array.from(table.values("F(+)"), String),
      );
      found.push({ ...bits(run), amplitudes });
      if (threads > 1) expect(engine.workers.threads).toBe(threads);
    } finally {
      engine.close();
    }
  }
  expect(found[1]).toEqual(found[0]);
  expect(found[2]).toEqual(found[0]);
});
