/** Oracles: the dense gradients of the same run, to the bit; the language's own sort and set for the grouping. */
import { expect, test } from "vitest";
import {
  RowEngine,
  type RowInputs,
  type RowProgram,
  type RowRunOptions,
  runRowProgramReference,
  type SparseGradient,
  traceRowProgram,
} from "../../lib/kernels/index.js";
import { RowGrouping } from "../../lib/kernels/sparseGradient.js";
import { integers, normals } from "./gradients.js";
import { mergingModel } from "./models.js";

test.each([
  [1, 1],
  [500, 7],
  [2048, 20_000],
  [3000, 2 ** 31 - 1],
])("%i numbers below %i are grouped in ascending order, each entry at its own number", (count, end) => {
  const picked = integers(count, "picked", end);
  const { distinct, places } = new RowGrouping().group(picked);
  expect([...distinct]).toEqual([...new Set(picked)].sort((a, b) => a - b));
  expect([...picked.keys()].map((i) => distinct[places[i]])).toEqual([...picked]);
});

test("a grouping is used again for fewer and for more numbers", () => {
  const grouping = new RowGrouping();
  for (const picked of [Int32Array.of(5, 0, 5), Int32Array.of(9), new Int32Array(0), integers(100, "p", 4)]) {
    const { distinct, places } = grouping.group(picked);
    expect([...picked.keys()].map((i) => distinct[places[i]])).toEqual([...picked]);
  }
});

const { program, inputs } = mergingModel(700, { layers: 2, reflections: 300 });
const cases: [string, RowRunOptions][] = [
  ["every row", {}],
  ["a minibatch", { rows: integers(130, "rows", 700) }],
  ["own weights of rows", { outputGradients: { logProbability: normals(700, "weights") } }],
  ["no row", { rows: new Int32Array(0) }],
];

test.each(cases)("%s: the numbers of the dense gradient, in the rows gathered", (_name, options) => {
  expectDense(program, inputs, options);
});

test("two vectors, several index columns into one, and one whose gradient is 0", () => {
  const several = traceRowProgram((b) => {
    const first = b.gather("F", "i", 2).mul(b.gather("F", "j", 2));
    b.gather("F", "k", 2);
    return { out: first.add(b.gather("G", "i", 2).square()).sum() };
  });
  const given = {
    parameters: { F: normals(40, "F"), G: normals(60, "G") },
    indices: { i: integers(90, "i", 20), j: integers(90, "j", 20), k: integers(90, "k", 2) },
  };
  const { F, G } = expectDense(several, given, { rows: integers(8, "rows", 90) });
  expect(F.rows.length).toBeGreaterThan(G.rows.length);
  expect(F.rows[0]).toBe(0); // gathered by k alone
});

/** Holds the sparse gradients of the reference and of the engine to their dense ones. */
function expectDense(
  of: RowProgram,
  given: RowInputs,
  options: RowRunOptions,
): Readonly<Record<string, SparseGradient>> {
  const prepared = new RowEngine({ variant: "plain" }).prepare(of, given);
  const runs = [
    (gathered: "dense" | "sparse") => runRowProgramReference(of, given, { ...options, gathered }),
    (gathered: "dense" | "sparse") => prepared.run(given.parameters, { ...options, gathered }),
  ];
  const [reference, engine] = runs.map((run) => {
    const [dense, sparse] = [run("dense"), run("sparse")];
    expect(dense.sparse).toEqual({});
    expect(sparse.sums).toEqual(dense.sums);
    for (const { name, use, shape } of of.parameters) {
      if (use === "shared") {
        expect(sparse.gradients[name]).toEqual(dense.gradients[name]);
        continue;
      }
      expect(Object.keys(sparse.gradients)).not.toContain(name);
      const { rows, values } = sparse.sparse[name];
      const scattered = dense.gradients[name].map(() => 0);
      rows.forEach((row, k) => {
        for (let j = 0; j < shape[0]; j++) scattered[row * shape[0] + j] = values[k * shape[0] + j];
      });
      expect(scattered).toEqual(dense.gradients[name]);
    }
    return sparse.sparse;
  });
  for (const [name, { rows }] of Object.entries(engine)) expect(rows).toEqual(reference[name].rows);
  return reference;
}
