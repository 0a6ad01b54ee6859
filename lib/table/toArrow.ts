/**
 * Apache Arrow tables: `table.toArrow()` and `fromArrow(arrow)`. Column values are shared with the Arrow table, not
 * copied. Cell, space group, data sets and history go into the schema's metadata, CCP4 types and data set ids into the
 * metadata of the fields, so that a round trip loses nothing but batch headers. Importing this file gives
 * ReflectionTable its method; only the Node entry does, so that browsers need not load apache-arrow.
 */
import {
  type Data,
  Field,
  Float32,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  type Vector,
} from "apache-arrow";
import { SpaceGroup } from "../crystal/spaceGroup.js";
import { InputError } from "../errors.js";
import type { MtzDataset } from "../formats/mtzTypes.js";
import { type ColumnData, type ColumnInit, type ColumnType, isColumnType } from "./columnTypes.js";
import { ReflectionTable } from "./reflectionTable.js";

declare module "./reflectionTable.js" {
  interface ReflectionTable {
    /** This table as an Apache Arrow table, whose columns share memory with it; CCP4 types, cell and space group are in the metadata. */
    toArrow(): Table;
  }
}

const metadataKey = "friedel";

interface TableMetadata {
  readonly version: 1;
  readonly cell: readonly number[];
  /** All operations, as triplets. */
  readonly symmetry: readonly string[];
  readonly merged: boolean;
  readonly title: string;
  readonly name: string;
  readonly datasets: readonly MtzDataset[];
  readonly history: readonly string[];
}

/** The table as an Apache Arrow table; NaN stays NaN (Arrow's null is not used). */
export function toArrow(table: ReflectionTable): Table {
  const metadata: TableMetadata = {
    version: 1,
    cell: table.cell.toArray(),
    symmetry: table.spaceGroup.operations.map(String),
    merged: table.merged,
    title: table.title,
    name: table.name,
    datasets: table.datasets,
    history: table.history,
  };
  const fields = table.columns.map(({ label, type, data, datasetId }) => {
    const own = new Map([
      ["ccp4Type", type],
      ["datasetId", String(datasetId)],
    ]);
    return new Field(label, arrowType(data), false, own);
  });
  const schema = new Schema(fields, new Map([[metadataKey, JSON.stringify(metadata)]]));
  const children = table.columns.map(({ data }) => arrowData(data));
  const struct = makeData({ type: new Struct(fields), length: table.length, nullCount: 0, children });
  return new Table(schema, new RecordBatch(schema, struct));
}

function arrowType(data: ColumnData): Int32 | Float32 | Float64 {
  if (data instanceof Int32Array) return new Int32();
  return data instanceof Float32Array ? new Float32() : new Float64();
}

function arrowData(data: ColumnData): Data<Int32> | Data<Float32> | Data<Float64> {
  if (data instanceof Int32Array) return makeData({ type: new Int32(), data });
  if (data instanceof Float32Array) return makeData({ type: new Float32(), data });
  return makeData({ type: new Float64(), data });
}

/** What an Arrow table does not say itself. */
export interface FromArrowOptions {
  /** Å and degrees; needed where the schema has no Friedel metadata. */
  readonly cell?: readonly number[];
  readonly spaceGroup?: SpaceGroup | string | number;
  /** CCP4 types of columns; default: those of the fields, else H for H K L, I for integers, R for the rest. */
  readonly types?: Readonly<Record<string, ColumnType>>;
}

/**
 * A reflection table from an Arrow table: one of {@link toArrow}, or any with numeric columns if `cell` and
 * `spaceGroup` are given. Null becomes NaN.
 * @throws InputError for a column that is not numeric, or an unknown cell or space group
 */
export function fromArrow(arrow: Table, options: FromArrowOptions = {}): ReflectionTable {
  const text = arrow.schema.metadata.get(metadataKey);
  const metadata = text === undefined ? undefined : readMetadata(text);
  const cell = options.cell ?? metadata?.cell;
  const spaceGroup = options.spaceGroup ?? (metadata && SpaceGroup.fromOperations(metadata.symmetry));
  if (cell === undefined || spaceGroup === undefined) {
    throw new InputError(
      `Arrow table: got no ${cell === undefined ? "unit cell" : "space group"} in its metadata, expected one; give it as an option`,
    );
  }
  const columns = arrow.schema.fields.map((field, c): ColumnInit => {
    const own = field.metadata.get("ccp4Type") ?? "";
    const vector = arrow.getChildAt(c);
    const data = columnValues(field.name, vector);
    const guess = ["H", "K", "L"].includes(field.name) ? "H" : data instanceof Int32Array ? "I" : "R";
    const type = options.types?.[field.name] ?? (isColumnType(own) ? own : guess);
    const id = field.metadata.get("datasetId");
    return { label: field.name, type, data, datasetId: id === undefined ? undefined : Number(id) };
  });
  const { merged, title, name, datasets, history } = metadata ?? {};
  return new ReflectionTable({ columns, cell, spaceGroup, merged, title, name, datasets, history });
}

function readMetadata(text: string): TableMetadata {
  try {
    const metadata = JSON.parse(text) as Partial<TableMetadata>;
    if (metadata.version === 1 && Array.isArray(metadata.cell) && Array.isArray(metadata.symmetry)) {
      return metadata as TableMetadata;
    }
  } catch {
    // said below
  }
  throw new InputError(
    `metadata "${metadataKey}" of the Arrow table: got ${text.slice(0, 40)}, expected what toArrow writes`,
  );
}

function columnValues(label: string, vector: Vector | null): ColumnData {
  const values = vector?.nullCount === 0 ? vector.toArray() : undefined;
  if (values instanceof Int32Array || values instanceof Float32Array || values instanceof Float64Array)
    return values;
  const out = new Float64Array(vector?.length ?? 0);
  let whole = true;
  for (let i = 0; i < out.length; i++) {
    const value: unknown = vector?.get(i);
    if (value !== null && typeof value !== "number" && typeof value !== "bigint") {
      throw new InputError(
        `column ${label} of the Arrow table: got ${typeof value} in row ${i}, expected numbers`,
      );
    }
    out[i] = value === null ? Number.NaN : Number(value);
    if (Math.trunc(out[i]) !== out[i] || Math.abs(out[i]) > 0x7fffffff) whole = false;
  }
  return whole ? Int32Array.from(out) : out;
}

ReflectionTable.prototype.toArrow = function (this: ReflectionTable): Table {
  return toArrow(this);
};
