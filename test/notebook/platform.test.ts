import { createRequire } from "node:module";
import { afterEach, expect, test, vi } from "vitest";
import { merge, simulateRotation, trainingMime, trainingPlotMime } from "../../lib/index.js";

const file = "/nowhere/node_modules/tslab/dist/jupyter.js";
const { cache } = createRequire(import.meta.url);
const model = merge(simulateRotation({ seed: 1, dMin: 5, scaled: true }).observations);

interface Sent {
  readonly data: object;
  readonly transient: { readonly display_id?: string };
}

afterEach(() => {
  delete cache[file];
  vi.restoreAllMocks();
});

test("in a notebook a training shows itself in its cell: a panel and a plot, each written over in its place", async () => {
  const sent: [Sent, boolean][] = [];
  const exports = { lastWriteDisplayData: (content: Sent, update: boolean) => sent.push([content, update]) };
  Reflect.set(cache, file, { exports });
  await model.train({ steps: 3 });
  expect(sent.length).toBeGreaterThan(2);
  const [panel, plot] = [trainingMime, trainingPlotMime].map((mime) =>
    sent.filter(([{ data }]) => Object.hasOwn(data, mime)),
  );
  expect(panel.length + plot.length).toBe(sent.length);
  for (const display of [panel, plot]) {
    expect(display.map(([, update]) => update)).toEqual([false, ...display.slice(1).map(() => true)]);
    expect(new Set(display.map(([{ transient }]) => transient.display_id)).size).toBe(1);
  }
  expect(panel[0][0].transient).not.toEqual(plot[0][0].transient);
  const { length } = sent;
  await model.train({ steps: 3, reporters: [] });
  expect(sent.length).toBe(length);
});

test("elsewhere a training is silent, but for a bar where standard error is a terminal", async () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const terminal = process.stderr.isTTY;
  try {
    process.stderr.isTTY = false;
    await model.train({ steps: 3 });
    expect(write).not.toHaveBeenCalled();
    process.stderr.isTTY = true;
    await model.train({ steps: 3 });
    expect(write.mock.calls.at(-1)?.[0]).toContain("step 3 of 3");
  } finally {
    process.stderr.isTTY = terminal;
  }
});
