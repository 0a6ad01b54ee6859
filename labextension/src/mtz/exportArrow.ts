/**
 * Rows as an Apache Arrow file (IPC, the format that pandas and polars call Feather version 2): columns of integers as
 * int32, all others as float32, NaN where missing. apache-arrow is loaded when it is first needed.
 */
import type { SpaceGroup, UnitCell } from "friedel/browser";
import type { ViewColumn } from "./columns.js";

/** What stands in the metadata besides the columns. */
export interface ArrowCrystal {
  readonly cell?: UnitCell;
  readonly spaceGroup?: SpaceGroup;
  readonly title: string;
  readonly name: string;
}

/**
 * The bytes of an Arrow file.
 * @param values one array for each of `columns`, all of one length
 */
export async function arrowBytes(
  columns: readonly ViewColumn[],
  values: readonly Float32Array[],
  crystal: ArrowCrystal,
): Promise<Uint8Array> {
  const { Field, Float32, Int32, makeData, RecordBatch, Schema, Struct, Table, tableToIPC } = await import(
    "apache-arrow"
  );
  const whole = columns.map(({ integer }, i) => integer && values[i].every(Number.isInteger));
  const fields = columns.map(
    ({ name, type, unit }, i) =>
      new Field(name, whole[i] ? new Int32() : new Float32(), false, metadataOf({ ccp4Type: type, unit })),
  );
  const children = values.map((data, i) =>
    whole[i]
      ? makeData({ type: new Int32(), data: Int32Array.from(data) })
      : makeData({ type: new Float32(), data }),
  );
  const length = values[0]?.length ?? 0;
  const struct = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  const { cell, spaceGroup, title, name } = crystal;
  const about = {
    cell: cell?.toArray().join(" "),
    spaceGroup: spaceGroup?.name,
    symmetry: spaceGroup?.operations.map(String).join("; "),
    title,
    source: name,
  };
  const schema = new Schema(fields, metadataOf(about));
  return tableToIPC(new Table(schema, new RecordBatch(schema, struct)), "file");
}

function metadataOf(entries: Readonly<Record<string, string | undefined>>): Map<string, string> {
  return new Map(
    Object.entries(entries).filter((entry): entry is [string, string] => (entry[1] ?? "") !== ""),
  );
}
