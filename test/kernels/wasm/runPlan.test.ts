/** That plans do what they should is tested in rowRun.test.ts and rowEngine.test.ts; here how they are laid out and kept. */
import { expect, test } from "vitest";
import { bindInputs, type RowRunOptions } from "../../../lib/kernels/rowInputs.js";
import { RunPlans } from "../../../lib/kernels/wasm/runPlan.js";
import { integers } from "../gradients.js";
import { mergingModel } from "../models.js";

const { program, inputs } = mergingModel(500, { layers: 2 });
const zeros = (items: readonly unknown[]) => items.map(() => 0);
const none = zeros(program.parameters);

function plansOf(threads = 2) {
  const data = { columns: zeros(program.columns), indices: zeros(program.indices), stride: 0 };
  const plans = new RunPlans(program, data, threads);
  return (options: RowRunOptions = {}, base = 1024, residents: readonly number[] = none) =>
    plans.find(bindInputs(program, inputs, options), options, base, residents);
}

test("a plan is found again for the same form alone", () => {
  const find = plansOf();
  const options = { rows: integers(64, "rows", 500), step: 1 };
  const plan = find(options);
  expect(find({ rows: integers(64, "other rows", 500), step: 2, seed: 3, outputGradients: {} })).toBe(plan);
  const forms: RowRunOptions[] = [
    { ...options, gradient: false },
    { ...options, gathered: "sparse" },
    { rows: integers(65, "rows", 500) },
    {},
    { ...options, outputGradients: { logProbability: new Float64Array(64) } },
  ];
  const others = forms.map((form) => find(form));
  expect(new Set([plan, ...others]).size).toBe(forms.length + 1);
  expect(find(options, 2048)).not.toBe(plan);
  const residents = none.map((_, p) => (p === 0 ? 512 : 0));
  expect(find(options, 1024, residents)).not.toBe(plan);
  expect(find(options)).toBe(plan);
});

test("the last few plans are kept", () => {
  const find = plansOf();
  const plans = Array.from({ length: 9 }, (_, k) => find({ rows: integers(k, "rows", 500) }));
  expect(find({ rows: integers(8, "rows", 500) })).toBe(plans[8]);
  expect(find({ rows: integers(0, "rows", 500) })).not.toBe(plans[0]);
});

test("places are aligned, apart from one another, and those of residents are theirs", () => {
  const residents = none.map((_, p) => (p === 1 ? 256 : 0));
  const { places, parts, shards, code, words, bytes } = plansOf(3)({}, 1024, residents);
  expect(places.parameters[1]).toBe(256);
  const taken = [
    ...places.parameters.filter((_, p) => p !== 1),
    ...places.packed,
    ...places.gathered,
    ...places.perRow,
    places.workspaces,
    places.lanes,
    places.sums,
    places.gradients,
    places.totals,
    places.vector,
    code,
  ].filter((address) => address !== 0);
  expect(taken.every((address) => address % 128 === 0 && address >= 1024)).toBe(true);
  expect(new Set(taken).size).toBe(taken.length);
  const after = (address: number) => Math.min(...taken.filter((other) => other > address));
  expect(after(places.workspaces) - places.workspaces).toBe(3 * parts.workspace);
  expect(after(places.sums) - places.sums).toBe(shards.length * parts.sums);
  expect(bytes).toBeGreaterThanOrEqual(code + 4 * words.length - 1024);
});

test("dense gradients take room for the vector, sparse ones for the rows run", () => {
  const find = plansOf();
  const rows = integers(10, "rows", 500);
  const [dense, sparse] = [find({ rows }), find({ rows, gathered: "sparse" })];
  const length = inputs.parameters.F.length;
  expect(dense.places.lists).toBe(0);
  expect(dense.code - dense.places.vector).toBe(Math.ceil((8 * length) / 128) * 128);
  expect(sparse.places.lists - sparse.places.vector).toBe(128);
});

test("a run is estimated by its rows, its gradient and the widths of its layers", () => {
  const find = plansOf();
  const of = (options: RowRunOptions) => find(options).nanoseconds;
  const rows = integers(50, "rows", 500);
  expect(of({})).toBeCloseTo(10 * of({ rows }), 6);
  expect(of({})).toBeGreaterThan(2 * of({ gradient: false }));
  // Two layers of 10 and a head of 2: at least their multiply-adds, 20 in a nanosecond.
  expect(of({ rows, gradient: false })).toBeGreaterThan((50 * (100 + 100 + 20)) / 20);
  expect(of({ rows, gradient: false })).toBeLessThan(50 * 100);
});
