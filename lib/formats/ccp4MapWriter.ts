/**
 * Writes a map of the whole unit cell in the CCP4 format: the header that ccp4Map.ts describes, the operations of the
 * space group as symmetry records, then the values as float32, little endian, x fastest.
 */
import { SpaceGroup } from "../crystal/spaceGroup.js";
import { InputError } from "../errors.js";
import type { Grid } from "../maps/grid.js";

const headerBytes = 1024;

/** Options of {@link writeCcp4Map}. */
export interface WriteCcp4Options {
  /** Up to 10 lines of up to 80 ASCII characters (default: one that names this library). */
  readonly labels?: readonly string[];
}

/**
 * A map file of the whole cell: mode 2 (float32), little endian, x fastest, the space group's operations as symmetry
 * records.
 * @throws InputError for labels that do not fit the format
 */
export function writeCcp4Map(grid: Grid, options: WriteCcp4Options = {}): Uint8Array {
  const { labels = ["written by Friedel"] } = options;
  if (labels.length > 10 || labels.some((label) => !/^[ -~]{0,80}$/.test(label))) {
    throw new InputError(
      "CCP4 map labels: got lines that do not fit, expected up to 10 of up to 80 ASCII characters",
    );
  }
  // A group without a number in International Tables cannot be named; the whole cell is right as P1 too.
  const spaceGroup = grid.spaceGroup.number === 0 ? SpaceGroup.fromNumber(1) : grid.spaceGroup;
  const operations = spaceGroup.operations.map((operation) => operation.toString().toUpperCase().padEnd(80));
  const dataStart = headerBytes + 80 * operations.length;
  const file = new Uint8Array(dataStart + 4 * grid.data.length);
  const view = new DataView(file.buffer);
  writeHeader(view, grid, spaceGroup.number, 80 * operations.length);
  const text = (at: number, line: string) => {
    for (let i = 0; i < line.length; i++) file[at + i] = line.charCodeAt(i);
  };
  text(104, "CCP4");
  text(208, "MAP ");
  file.set([0x44, 0x44, 0, 0], 212);
  view.setInt32(220, labels.length, true);
  file.fill(0x20, 224, headerBytes);
  for (const [i, label] of labels.entries()) text(224 + 80 * i, label);
  for (const [i, operation] of operations.entries()) text(headerBytes + 80 * i, operation);
  const [nx, ny, nz] = grid.shape;
  let at = dataStart;
  for (let z = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      for (let x = 0; x < nx; x++, at += 4) view.setFloat32(at, grid.data[(x * ny + y) * nz + z], true);
    }
  }
  return file;
}

/** Words 1 to 24, 28 (format version) and 55 of the header. */
function writeHeader(view: DataView, grid: Grid, spaceGroupNumber: number, extendedBytes: number): void {
  const { mean, sigma, minimum, maximum } = grid.statistics();
  const setIntegers = (at: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) view.setInt32(at + 4 * i, value, true);
  };
  const setReals = (at: number, values: readonly number[]) => {
    for (const [i, value] of values.entries()) view.setFloat32(at + 4 * i, value, true);
  };
  setIntegers(0, [...grid.shape, 2, 0, 0, 0, ...grid.shape]);
  setReals(40, grid.cell.toArray());
  setIntegers(64, [1, 2, 3]);
  setReals(76, [minimum, maximum, mean]);
  view.setInt32(88, spaceGroupNumber, true);
  view.setInt32(92, extendedBytes, true);
  view.setInt32(108, 20140, true);
  view.setFloat32(216, sigma, true);
}
