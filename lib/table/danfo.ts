/**
 * Danfo data frames: `await table.toDanfo()` and `fromDanfo(frame, …)`. The module danfojs-node (or danfojs) is given
 * by the caller or imported if it is installed; Friedel does not depend on it, and knows only what is named here.
 * Plain arrays go in, because DataFrame 1.2 takes a set of typed arrays for rows where it should see columns.
 */
import type { SpaceGroupLike } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import type { ColumnInit, ColumnType } from "./columnTypes.js";
import { importOptional } from "./optionalModule.js";
import type { ReflectionTable, ReflectionTableInit } from "./reflectionTable.js";

/** The part of a Danfo DataFrame that is used. */
export interface DanfoFrame {
  readonly columns: readonly string[];
  readonly shape: readonly number[];
  readonly dtypes: readonly string[];
  column(label: string): { readonly values: ArrayLike<unknown> };
}

/** The part of the Danfo module that is used; `Frame` is its own DataFrame. */
export interface DanfoLike<Frame = DanfoFrame> {
  readonly DataFrame: new (
    data: Record<string, number[]> | number[][],
    options?: { columns?: string[]; dtypes?: string[] },
  ) => Frame;
}

/** What a data frame does not say of itself. */
export interface FromDanfoOptions {
  /** Å and degrees. Default: that of `like`. */
  readonly cell?: UnitCell | readonly number[];
  /** Default: that of `like`. */
  readonly spaceGroup?: SpaceGroupLike;
  readonly merged?: boolean;
  /** CCP4 types of columns. Default: those of `like`, else H for H K L, I for whole numbers, R for the rest. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** The table that the frame was made from: its cell, space group, data sets, batches and column types are taken. */
  readonly like?: ReflectionTable;
}

/**
 * The table as a Danfo DataFrame: integer columns are int32, others float32, NaN stays NaN.
 * @param danfo the module; by default danfojs-node if it is installed
 * @throws InputError where Danfo is not installed
 */
export async function toDanfo<Frame = DanfoFrame>(
  table: ReflectionTable,
  danfo?: DanfoLike<Frame>,
): Promise<Frame> {
  const module = danfo ?? (await importOptional(["danfojs-node"]));
  if (!isDanfo<Frame>(module)) {
    throw new InputError(
      "toDanfo: got no Danfo, expected the package danfojs-node; npm install danfojs-node, or give the imported module as argument",
    );
  }
  const columns = [...table.labels];
  // an empty record of columns makes DataFrame throw
  if (table.length === 0) return new module.DataFrame([], { columns });
  const data = Object.fromEntries(table.columns.map((column) => [column.label, Array.from(column.data)]));
  const dtypes = table.columns.map((column) => (column.data instanceof Int32Array ? "int32" : "float32"));
  return new module.DataFrame(data, { columns, dtypes });
}

/**
 * What a {@link ReflectionTable} is made from, from a Danfo DataFrame. `ReflectionTable.fromDanfo` makes the table.
 * Missing values (NaN, undefined, null) are NaN.
 * @throws InputError for a column that is not numeric, or where cell or space group is unknown
 */
export function initFromDanfo(frame: DanfoFrame, options: FromDanfoOptions): ReflectionTableInit {
  const { like } = options;
  const cell = options.cell ?? like?.cell;
  const spaceGroup = options.spaceGroup ?? like?.spaceGroup;
  if (cell === undefined || spaceGroup === undefined) {
    throw new InputError(
      `data frame: got no ${cell === undefined ? "unit cell" : "space group"}, expected one; give it as an option, or the ` +
        "table the frame was made from as `like`",
    );
  }
  const columns = frame.columns.map((label): ColumnInit => {
    const known = like?.has(label) ? like.column(label) : undefined;
    const data = frame.shape[0] > 0 ? frameValues(frame, label) : new Float64Array(0);
    const whole = data.every((value) => Number.isInteger(value) && Math.abs(value) <= 0x7fffffff);
    const guess = ["H", "K", "L"].includes(label) ? "H" : whole ? "I" : "R";
    return {
      label,
      type: options.types?.[label] ?? known?.type ?? guess,
      data: narrowed(data),
      datasetId: known?.datasetId,
    };
  });
  const { datasets, batches, history, title, name } = like ?? {};
  return {
    columns,
    cell,
    spaceGroup,
    merged: options.merged ?? like?.merged,
    datasets,
    batches,
    history,
    title,
    name,
  };
}

/** As float32 where that loses nothing. */
function narrowed(data: Float64Array): Float32Array | Float64Array {
  const single = Float32Array.from(data);
  return single.every((value, i) => Object.is(value, data[i])) ? single : data;
}

function frameValues(frame: DanfoFrame, label: string): Float64Array {
  const values = frame.column(label).values;
  const out = new Float64Array(values.length);
  for (let i = 0; i < out.length; i++) {
    const value = values[i];
    if (value === undefined || value === null) out[i] = Number.NaN;
    else if (typeof value === "number") out[i] = value;
    else if (typeof value === "boolean") out[i] = Number(value);
    else {
      throw new InputError(
        `column ${label} of the data frame: got ${typeof value} in row ${i}, expected numbers`,
      );
    }
  }
  return out;
}

function isDanfo<Frame>(module: unknown): module is DanfoLike<Frame> {
  return typeof module === "object" && module !== null && "DataFrame" in module;
}
