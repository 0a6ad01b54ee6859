// Oracle: the real danfojs-node 1.2.0 and @tensorflow/tfjs 4.22.0, installed here from package-lock.json.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { fromDanfo, ReflectionTable, type TensorflowLike, toTf, toTfColumns } from "../../lib/table/index.js";
import { fourReflections } from "../table/tables.js";

const folder = import.meta.dirname;
const require = createRequire(join(folder, "package.json"));

interface Series {
  readonly values: (string | number | boolean)[];
  gt(value: number): Series;
}
interface DataFrame {
  readonly columns: string[];
  readonly shape: number[];
  readonly dtypes: string[];
  readonly values: number[][];
  column(label: string): Series;
  query(condition: Series): DataFrame;
  sortValues(by: string, options: { ascending: boolean }): DataFrame;
}
interface Danfo {
  readonly DataFrame: new (data: object, options?: object) => DataFrame;
}
interface Tensor {
  readonly shape: number[];
  readonly dtype: string;
  arraySync(): number[] | number[][];
}

let danfo: Danfo;
let tf: TensorflowLike<Tensor, Tensor>;

beforeAll(() => {
  if (!existsSync(join(folder, "node_modules/danfojs-node"))) {
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: folder,
      shell: process.platform === "win32",
    });
  }
  danfo = require("danfojs-node") as Danfo;
  tf = require("@tensorflow/tfjs") as TensorflowLike<Tensor, Tensor>;
});

const table = fourReflections().with(
  { label: "FREE", type: "I", data: [7, Number.NaN, 3, 0], datasetId: 2 },
  { label: "BATCH", type: "B", data: [-1, 2 ** 30, 3, 0] },
);

test("a data frame has the table's values, missing ones too, and types", async () => {
  const frame = await table.toDanfo(danfo);
  expect(frame.columns).toEqual(table.labels);
  expect(frame.shape).toEqual([4, 7]);
  expect(frame.dtypes).toEqual(["int32", "int32", "int32", "float32", "float32", "float32", "int32"]);
  for (const label of table.labels) expect(frame.column(label).values).toEqual([...table.values(label)]);
  expect(frame.values[1]).toEqual([2, 2, 2, 2, 0.25, Number.NaN, 2 ** 30]);
});

test("as many columns as rows: not turned on its side", async () => {
  const frame = await table.select(["H", "K", "L", "F"]).toDanfo(danfo);
  expect(frame.values[3]).toEqual([-1, -1, -4, 7]);
});

test("a round trip gives the table again", async () => {
  const back = ReflectionTable.fromDanfo(await table.toDanfo(danfo), { like: table });
  expect(back.columns).toEqual(table.columns);
  expect(back.cell).toBe(table.cell);
  expect(back.spaceGroup).toBe(table.spaceGroup);
});

test("without the first table: cell and space group are asked for, types are guessed or given", async () => {
  const frame = await table.toDanfo(danfo);
  expect(() => ReflectionTable.fromDanfo(frame, {})).toThrow(/data frame: got no unit cell/);
  const back = ReflectionTable.fromDanfo(frame, { cell: [10, 20, 30], spaceGroup: 19, types: { F: "F" } });
  expect(back.columns.map((column) => column.type).join("")).toBe("HHHFRRI");
  for (const label of table.labels) expect([...back.values(label)]).toEqual([...table.values(label)]);
});

test("what Danfo did to the frame comes back: rows filtered and sorted", async () => {
  const frame = await table.toDanfo(danfo);
  const strong = frame.query(frame.column("SIGF").gt(0.3)).sortValues("SIGF", { ascending: false });
  const back = fromDanfo(strong, { like: table });
  expect([...back.values("SIGF")]).toEqual([5, 0.75, 0.5]);
  expect([...back.values("H")]).toEqual([3, -1, 1]);
  expect(back.column("SIGF").type).toBe("Q");
});

test("an empty table, and columns of words", async () => {
  const empty = await table.filter(() => false).toDanfo(danfo);
  expect(empty.columns).toEqual(table.labels);
  expect(ReflectionTable.fromDanfo(empty, { like: table }).length).toBe(0);
  const words = new danfo.DataFrame({ name: ["a", "b"] });
  expect(() => ReflectionTable.fromDanfo(words, { like: table })).toThrow(
    "column name of the data frame: got string in row 0, expected numbers",
  );
});

test("tensors of the real TensorFlow.js", async () => {
  const matrix = await toTf(table, ["L", "F"], tf);
  expect([matrix.shape, matrix.dtype]).toEqual([[4, 2], "float32"]);
  expect(matrix.arraySync()).toEqual([
    [4, 4.5],
    [2, 2],
    [3, Number.NaN],
    [-4, 7],
  ]);
  const { BATCH, SIGF } = await toTfColumns(table, ["BATCH", "SIGF"], tf);
  expect([BATCH.dtype, BATCH.arraySync()]).toEqual(["int32", [-1, 2 ** 30, 3, 0]]);
  expect([SIGF.dtype, SIGF.arraySync()]).toEqual(["float32", [0.5, 0.25, 5, 0.75]]);
});
