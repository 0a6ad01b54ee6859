/**
 * Reflections in mmCIF: the categories refln and diffrn_refln as plain columns, one table a data block. What the
 * columns mean (F_meas_au, status, …) is left to who asks. Source: PDBx/mmCIF dictionary (mmcif.wwpdb.org).
 */
import type { SpaceGroup, UnitCell } from "../crystal/index.js";
import { FormatError } from "../errors.js";
import { type CifBlock, type CifValue, parseCif, shortened } from "./cif.js";
import { crystalOfBlock } from "./mmcif.js";
import { type CoordinateOptions, modelCrystal, parseDecimal } from "./modelCrystal.js";

/** The reflections of one data block: n of them. */
export interface CifReflections {
  /** The name of the data block. */
  readonly name: string;
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  /** Å; undefined where the block gives none or several. */
  readonly wavelength?: number;
  /** Miller indices, 3n numbers. */
  readonly hkl: Int32Array;
  /** By tag without category, "F_meas_au": numbers (n, NaN where missing) or, if not all are, texts ("" where missing). */
  readonly columns: Readonly<Record<string, Float64Array | readonly string[]>>;
  /** One sentence for each doubt. */
  readonly warnings: readonly string[];
}

/**
 * The reflections of every data block that has some.
 * @param options as for coordinates; cell and space group take the place of those of all blocks
 * @throws FormatError if the CIF is broken or has no reflections, or an index is not a whole number
 * @throws SymmetryError if a block names no space group or an unknown one and `options.spaceGroup` is not given
 * @throws InputError if a block has no cell and `options.cell` is not given
 */
export function readMmcifReflections(text: string, options: CoordinateOptions = {}): CifReflections[] {
  const name = options.name ?? "mmCIF file";
  const blocks = parseCif(text, name);
  const tables = blocks.flatMap((block) => {
    const prefix = ["_refln.", "_diffrn_refln."].find((category) => block.find(`${category}index_h`));
    return prefix === undefined ? [] : [reflectionsOf(block, prefix, name, options)];
  });
  if (tables.length === 0) {
    throw new FormatError(
      `${name}: got ${blocks.length} data blocks without _refln.index_h, expected reflections`,
    );
  }
  return tables;
}

function reflectionsOf(
  block: CifBlock,
  prefix: string,
  name: string,
  options: CoordinateOptions,
): CifReflections {
  const where = `${name} data_${shortened(block.name)}`;
  const { loop } = block.find(`${prefix}index_h`)!;
  const length = loop.values.length / loop.tags.length;
  const hkl = new Int32Array(3 * length);
  ["h", "k", "l"].forEach((axis, j) => {
    const values = block.values(`${prefix}index_${axis}`);
    for (let i = 0; i < length; i++) {
      const index = parseDecimal(values[i] ?? "");
      if (!Number.isInteger(index) || Math.abs(index) > 1e6) {
        const got = JSON.stringify(shortened(values[i] ?? "?"));
        throw new FormatError(
          `${where} row ${i + 1}: got ${got} as ${prefix}index_${axis}, expected a Miller index`,
        );
      }
      hkl[3 * i + j] = index;
    }
  });
  const columns: Record<string, Float64Array | readonly string[]> = {};
  for (const tag of loop.tags) {
    const short = tag.slice(prefix.length);
    if (!tag.toLowerCase().startsWith(prefix) || /^index_[hkl]$/i.test(short)) continue;
    columns[short] = columnOf(block.values(tag));
  }
  const wavelengths = new Set(block.values("_diffrn_radiation_wavelength.wavelength").map(Number));
  const [wavelength] = wavelengths;
  const { cell, spaceGroup, warnings } = modelCrystal(crystalOfBlock(block, name), options);
  return {
    name: block.name,
    cell,
    spaceGroup,
    wavelength: wavelengths.size === 1 && wavelength > 0 ? wavelength : undefined,
    hkl,
    columns,
    warnings,
  };
}

/** Numbers where every value given is one, else texts. */
function columnOf(values: readonly CifValue[]): Float64Array | string[] {
  const numbers = Float64Array.from(values, (value) => parseDecimal((value ?? "").replace(/\(\d+\)$/, "")));
  const numeric = values.every((value, i) => typeof value !== "string" || !Number.isNaN(numbers[i]));
  return numeric ? numbers : values.map((value) => value ?? "");
}
