/**
 * The columns that the viewer knows: those of the file, and those computed from its index, cell and symmetry:
 *   dHKL = (hᵀ G* h)^−½ in Å; centric, ε (International Tables B); the index as measured, undone from M/ISYM, which holds
 *   256 M + ISYM, ISYM = 2n − 1 for operation n and 2n for its Friedel mate (CCP4 "MTZ format" documentation).
 */
import {
  type ColumnType,
  columnTypeMeanings,
  FriedelError,
  isIntegerType,
  type MtzBlock,
  type MtzHeader,
  mtzCell,
  mtzColumnNames,
  mtzSpaceGroup,
  type SpaceGroup,
  type UnitCell,
} from "friedel/browser";
import type { ColumnKinds, Kind } from "./expression.js";

/** A column of the viewer. */
export interface ViewColumn {
  /** What filters call it; each once. */
  readonly name: string;
  /** The CCP4 type; undefined for what is computed. */
  readonly type?: ColumnType;
  /** Empty where it has none, or nobody knows. */
  readonly unit: string;
  /** What it is, in words. */
  readonly meaning: string;
  /** Its data set; empty for what is computed. */
  readonly dataset: string;
  readonly integer: boolean;
  /** Decimals shown. */
  readonly digits: number;
  /** Whether it is 1 or 0, and so a condition of a filter. */
  readonly condition?: boolean;
  /** Whether the table shows it at first. */
  readonly shown: boolean;
  /** Whether it belongs to what M/ISYM says. */
  readonly measured?: boolean;
  /** All values of a block, NaN where missing. */
  values(block: MtzBlock): Float32Array;
  /** One value of a block, by the row in it from 0. */
  value(block: MtzBlock, row: number): number;
}

/** What the header says of the crystal, as far as it is sound. */
export interface ViewCrystal {
  readonly cell?: UnitCell;
  readonly spaceGroup?: SpaceGroup;
  /** Why one of them is not there, one sentence each. */
  readonly problems: readonly string[];
}

/** The cell and the space group of a file; what is not sound is said and left out. */
export function crystalOf(header: MtzHeader): ViewCrystal {
  const problems: string[] = [];
  const attempt = <T>(make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof FriedelError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  return {
    cell: attempt(() => mtzCell(header)),
    spaceGroup: attempt(() => mtzSpaceGroup(header)),
    problems,
  };
}

/** Units of columns by their usual labels; the format itself states none. */
const unitsByLabel: Readonly<Record<string, string>> = {
  LAMBDA: "Å",
  WAVEL: "Å",
  ROT: "°",
  PHI: "°",
  WIDTH: "°",
  XDET: "px",
  YDET: "px",
};

/** Numbers of the columns of type H, which are the Miller index. */
export function millerColumns(header: Pick<MtzHeader, "columnInfos">): readonly number[] | undefined {
  const found = header.columnInfos.flatMap(({ type }, i) => (type === "H" ? [i] : []));
  return found.length >= 3 ? found.slice(0, 3) : undefined;
}

/** The number of the M/ISYM column, −1 where there is none. */
export function isymColumn(header: Pick<MtzHeader, "columnInfos">): number {
  return header.columnInfos.findIndex(({ type, label }) => type === "Y" && label.toUpperCase() === "M/ISYM");
}

/** All columns of a file, those of the file first. */
export function viewColumns(header: MtzHeader, crystal: ViewCrystal): ViewColumn[] {
  const names = mtzColumnNames(header);
  const own = header.columnInfos.map((info, index): ViewColumn => {
    const integer = isIntegerType(info.type);
    return {
      name: names[index],
      type: info.type,
      unit: info.type === "P" ? "°" : (unitsByLabel[info.label] ?? ""),
      meaning: columnTypeMeanings[info.type],
      dataset: header.datasets.find(({ id }) => id === info.datasetId)?.name ?? "",
      integer,
      digits: integer ? 0 : digitsFor(info.min, info.max),
      shown: true,
      values: (block) => block.column(index),
      value: (block, row) => block.value(row, index),
    };
  });
  const computed = computedColumns(header, crystal).filter(({ name }) => !names.includes(name));
  return [...own, ...computed];
}

/** What filters may name, and what of it is a condition. */
export function columnKinds(columns: readonly ViewColumn[]): ColumnKinds {
  return new Map(
    columns.map(({ name, condition }): [string, Kind] => [name, condition ? "condition" : "number"]),
  );
}

/** About six figures of the largest value, at most five of them behind the point. */
function digitsFor(min: number, max: number): number {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  if (!(largest > 0) || !Number.isFinite(largest)) return 3;
  return Math.min(5, Math.max(0, 5 - Math.floor(Math.log10(largest)))) || 0;
}

type OfIndex = (h: number, k: number, l: number) => number;

function computedColumns(header: MtzHeader, { cell, spaceGroup }: ViewCrystal): ViewColumn[] {
  const miller = millerColumns(header);
  if (miller === undefined) return [];
  const columns: ViewColumn[] = [];
  const add = (name: string, of: OfIndex, about: Partial<ViewColumn>): void => {
    columns.push(computedOfIndex(name, miller, of, about));
  };
  // where the index has other labels, filters know it as H, K, L all the same
  "HKL".split("").forEach((name, axis) => {
    add(name, (...index) => index[axis], { meaning: "Miller index", integer: true, digits: 0 });
  });
  if (cell !== undefined) {
    const about = { meaning: "resolution, interplanar spacing", unit: "Å", digits: 3, shown: true };
    add("dHKL", (h, k, l) => 1 / Math.sqrt(cell.inverseDSquared(h, k, l)), about);
  }
  if (spaceGroup !== undefined) {
    const centric = { meaning: "1 where the phase is restricted", integer: true, digits: 0, condition: true };
    add("centric", (h, k, l) => (spaceGroup.isCentric(h, k, l) ? 1 : 0), centric);
    const epsilon = "how often symmetry maps the index to itself";
    add("epsilon", (h, k, l) => spaceGroup.epsilon(h, k, l), { meaning: epsilon, integer: true, digits: 0 });
  }
  return [...columns, ...measuredColumns(header, miller, spaceGroup)];
}

/** What M/ISYM says: the index as measured, the symmetry operation, the partiality flag. */
function measuredColumns(
  header: MtzHeader,
  miller: readonly number[],
  spaceGroup: SpaceGroup | undefined,
): ViewColumn[] {
  const index = isymColumn(header);
  if (index < 0) return [];
  const about = { integer: true, digits: 0, measured: true };
  const decode = (name: string, of: (isym: number) => number, meaning: string): ViewColumn =>
    computed(name, (block, row) => of(block.value(row, index)), { ...about, meaning });
  const columns = [
    decode("ISYM", (value) => value % 256, "symmetry operation 2n − 1, or 2n for the Friedel mate"),
    decode("PARTIAL", (value) => Math.floor(value / 256), "partiality flag M"),
  ];
  if (spaceGroup === undefined) return columns;
  const observed = ["Hobs", "Kobs", "Lobs"].map((name, axis) =>
    computed(
      name,
      (block, row) => measuredIndex(spaceGroup, block, row, miller, index)?.[axis] ?? Number.NaN,
      { ...about, meaning: "Miller index as measured" },
    ),
  );
  return [...observed, ...columns];
}

/** The index as measured of a row; undefined where M/ISYM is missing or none of this space group. */
export function measuredIndex(
  spaceGroup: SpaceGroup,
  block: MtzBlock,
  row: number,
  miller: readonly number[],
  isym: number,
): readonly [number, number, number] | undefined {
  const symbol = block.value(row, isym) % 256;
  const [h, k, l] = miller.map((index) => block.value(row, index));
  if (!(symbol >= 1 && symbol <= 2 * spaceGroup.primitiveOperations.length && Number.isInteger(symbol))) {
    return undefined;
  }
  return Number.isNaN(h + k + l) ? undefined : spaceGroup.fromAsu(h, k, l, symbol);
}

/** A column of the Miller index alone; a block is done column by column, as millions of rows pass here. */
function computedOfIndex(
  name: string,
  miller: readonly number[],
  of: OfIndex,
  about: Partial<ViewColumn>,
): ViewColumn {
  const checked: OfIndex = (h, k, l) => (Number.isNaN(h + k + l) ? Number.NaN : of(h, k, l));
  const values = (block: MtzBlock): Float32Array => {
    const [h, k, l] = miller.map((index) => block.column(index));
    return h.map((_, row) => checked(h[row], k[row], l[row]));
  };
  const value = (block: MtzBlock, row: number): number =>
    checked(block.value(row, miller[0]), block.value(row, miller[1]), block.value(row, miller[2]));
  return { ...computed(name, value, about), values };
}

function computed(
  name: string,
  value: (block: MtzBlock, row: number) => number,
  about: Partial<ViewColumn>,
): ViewColumn {
  return {
    name,
    unit: "",
    meaning: "",
    dataset: "",
    integer: false,
    digits: 3,
    shown: false,
    ...about,
    values: (block) => Float32Array.from({ length: block.rowCount }, (_, row) => value(block, row)),
    value,
  };
}

/** What stands for a missing value in the table. */
export const missingText = "–";

/** What stands for a value that is being fetched. */
export const fetchingText = "…";

/** A value as the table shows it. */
export function formatValue(
  value: number,
  { integer, digits }: Pick<ViewColumn, "integer" | "digits">,
): string {
  if (Number.isNaN(value)) return missingText;
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (integer && Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 0.5 * 10 ** -digits)) return value.toExponential(3);
  return value.toFixed(digits);
}

/** A value for other programs: all figures of the float32, nothing where missing. */
export function exactText(value: number): string {
  if (Number.isNaN(value)) return "";
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value);
  // the fewest figures that give the same float32 back: nine always do
  for (let figures = 6; figures < 9; figures++) {
    const text = value.toPrecision(figures);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
