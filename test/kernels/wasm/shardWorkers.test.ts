/** Threads of Node over the engine's memory. Oracle: the same run on one thread, to the bit. */
import { afterAll, expect, test } from "vitest";
import { RowEngine } from "../../../lib/kernels/index.js";
import { startWorker } from "../../../lib/node/workers.js";
import { mergingModel } from "../models.js";

const single = new RowEngine({ variant: "plain" });
const threaded = [2, 3, 5].map((threads) => new RowEngine({ variant: "plain", threads, startWorker }));

afterAll(() => {
  for (const engine of [single, ...threaded]) engine.close();
});

test("the bits do not depend on the number of threads, run after run", () => {
  const { program, inputs } = mergingModel(6000, { layers: 5 });
  const rows = Int32Array.from({ length: 2048 }, (_, r) => (r * 37) % 6000);
  const plain = single.prepare(program, inputs);
  const others = threaded.map((engine) => engine.prepare(program, inputs));
  for (let step = 0; step < 30; step++) {
    const options = [{ step }, { step, rows }, { step, rows, gathered: "sparse" as const }][step % 3];
    const expected = plain.run(inputs.parameters, options);
    for (const prepared of others) expect(prepared.run(inputs.parameters, options)).toEqual(expected);
  }
});

test("workers see memory that has grown since they started", () => {
  const [engine] = threaded;
  const before = engine.memory.generation;
  const { program, inputs } = mergingModel(40_000, { layers: 1 });
  const found = engine.prepare(program, inputs).run(inputs.parameters);
  expect(engine.memory.generation).toBeGreaterThan(before);
  expect(found).toEqual(single.prepare(program, inputs).run(inputs.parameters));
});

test("workers take their share", async () => {
  // A thread that has not started yet leaves all shards to the caller: try again until it has.
  const engine = new RowEngine({ variant: "plain", threads: 2, startWorker });
  const { program, inputs } = mergingModel(20_000, { layers: 20 });
  const prepared = engine.prepare(program, inputs);
  let own = 32;
  for (let tries = 0; tries < 500 && own === 32; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    prepared.run(inputs.parameters);
    own = engine.workers.ownShards;
  }
  engine.close();
  expect(own).toBeLessThan(32);
});

test("threads need a way to start them", () => {
  expect(() => new RowEngine({ threads: 2 })).toThrow(
    "engine threads: got 2, expected 1; more need startWorker",
  );
  expect(() => new RowEngine({ threads: 0, startWorker })).toThrow(
    "engine threads: got 0, expected 1 or more",
  );
});
