/** Oracle: the dense gradients of the same run, to the bit. */
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
import { sparseGradient } from "../../lib/kernels/sparseGradient.js";
import { integers, normals } from "./gradients.js";
import { mergingModel } from "./models.js";

test("rows come once, ascending, each with the sum over all that gathered it", () => {
  const parts = [
    { picked: Int32Array.of(7, 2, 7), adjoints: Float64Array.of(1, 2, 3, 4, 5, 6) },
    { picked: Int32Array.of(10, 2, 0), adjoints: Float64Array.of(10, 20, 30, 40, 50, 60) },
  ];
  expect(sparseGradient(parts, 2)).toEqual({
    rows: Int32Array.of(0, 2, 7, 10),
    values: Float64Array.of(50, 60, 33, 44, 6, 8, 10, 20),
  });
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
