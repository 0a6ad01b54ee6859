/** A table that is written as an MTZ file and read again. */
import { expect } from "vitest";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { ReflectionTable } from "../../lib/table/index.js";

/** The header states cells to four decimals and wavelengths to five. */
const asStated = ({ datasets }: ReflectionTable) =>
  datasets.map(({ cell, wavelength, ...rest }) => ({
    ...rest,
    cell: cell.map((value) => Number(value.toFixed(4))),
    wavelength: Number(wavelength.toFixed(5)),
  }));

/** What is read has the same columns, data sets, history and numbers of batches. @returns it */
export async function expectWrittenAgain(table: ReflectionTable): Promise<ReflectionTable> {
  const again = ReflectionTable.fromMtz(await readMtz(bytesSource(table.toMtz().toBytes())));
  const columns = ({ columns: all }: ReflectionTable) =>
    all.map(({ label, type, data }) => [label, type, data]);
  expect(columns(again)).toEqual(columns(table));
  expect(again.batches.map(({ number }) => number)).toEqual(table.batches.map(({ number }) => number));
  expect([again.merged, again.spaceGroup, again.history]).toEqual([
    table.merged,
    table.spaceGroup,
    table.history,
  ]);
  expect(again.datasets).toEqual(asStated(table));
  return again;
}
