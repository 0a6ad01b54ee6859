/**
 * Where reflections come from: an MTZ file, or the payload of a cell. A payload is what a notebook says, so nothing of it is
 * trusted to be as it should.
 */
import {
  type ByteSource,
  type ColumnInit,
  FormatError,
  fromBase64,
  InputError,
  isColumnType,
  type ReflectionsColumn,
  type ReflectionsPayload,
  ReflectionTable,
  readMtz,
  SpaceGroup,
  UnitCell,
} from "friedel/browser";

/** Reads an MTZ whole. @throws FormatError for what is none; InputError and SymmetryError for what cannot be drawn */
export async function tableOfFile(source: ByteSource): Promise<ReflectionTable> {
  if (source.byteLength === 0)
    throw new FormatError(`${source.name ?? "file"}: got an empty file, expected an MTZ`);
  return ReflectionTable.fromMtz(await readMtz(source), {
    name: (source.name ?? "file").replace(/^.*\//, ""),
  });
}

/** The table of a payload. @throws InputError where it is not what it should be */
export function tableOfPayload(payload: ReflectionsPayload): ReflectionTable {
  if (
    typeof payload !== "object" ||
    payload === null ||
    !Array.isArray(payload.columns) ||
    !Array.isArray(payload.operations)
  )
    throw new InputError("reflections: got an output without columns and operations; run the cell again");
  const { name, operations, merged, columns } = payload;
  const spaceGroup = operations.length > 0 ? SpaceGroup.fromOperations(operations) : payload.spaceGroup;
  return new ReflectionTable({
    name: String(name),
    cell: UnitCell.of(payload.cell),
    spaceGroup,
    merged: merged === true,
    columns: columns.map(columnOf),
  });
}

const sizes = { int16: 2, int32: 4, float32: 4 } as const;

function columnOf({ label, type, dtype, base64 }: ReflectionsColumn): ColumnInit {
  const where = `column ${label} of the reflections`;
  if (!isColumnType(type)) throw new InputError(`type of ${where}: got ${type}, expected one of CCP4's`);
  const bytes = typeof base64 === "string" ? fromBase64(base64) : undefined;
  const size = sizes[dtype];
  if (bytes === undefined || size === undefined || bytes.length % size !== 0)
    throw new InputError(`${where}: got no numbers that can be read; run the cell again`);
  return { label, type, data: numbers(bytes, dtype) };
}

function numbers(bytes: Uint8Array, dtype: ReflectionsColumn["dtype"]): Int32Array | Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length / sizes[dtype];
  if (dtype === "float32") return Float32Array.from({ length }, (_, i) => view.getFloat32(4 * i, true));
  return Int32Array.from({ length }, (_, i) =>
    dtype === "int16" ? view.getInt16(2 * i, true) : view.getInt32(4 * i, true),
  );
}
