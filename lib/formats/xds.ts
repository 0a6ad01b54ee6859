/**
 * Reflections of XDS: XDS_ASCII.HKL (CORRECT, XSCALE) and INTEGRATE.HKL, unmerged or merged. A header of lines that begin
 * with "!", then a line of free-format numbers for each reflection, then !END_OF_DATA. A negative SIGMA marks a misfit that
 * CORRECT rejected: it is left out, and counted. ZD (ZCAL) counts images from 0 at the start of image 1. Source: XDS
 * documentation (xds.mr.mpg.de, "xds_files"); Kabsch, W. (2010) Acta Cryst. D66, 125–132.
 */
import { FormatError, InputError } from "../errors.js";
import type { ByteSource } from "./byteSource.js";
import { shortened } from "./cif.js";
import { type GrowingColumn, growingDoubles, growingFloats, growingIntegers } from "./growingColumn.js";
import { type CoordinateOptions, modelCrystal } from "./modelCrystal.js";
import { eachLine, type TextLine } from "./textLines.js";
import { XdsHeader } from "./xdsHeader.js";
import type { XdsReflections } from "./xdsTypes.js";

export type { XdsExperiment, XdsReflections, XdsSet } from "./xdsTypes.js";

/** Beyond these, an index or the number of an image is not to be believed. */
const largestIndex = 9999;
const mostImages = 1e6;
const imageItems = ["ZD", "ZCAL"];

/**
 * Reads a reflection file of XDS, piece by piece.
 * @param options cell and space group take the place of the file's
 * @throws FormatError if the header or a record is broken, or the file ends without !END_OF_DATA
 * @throws SymmetryError for an unknown space group; InputError if there is no cell, or for merged reflections of another
 *   space group than is asked for
 */
export async function readXds(source: ByteSource, options: CoordinateOptions = {}): Promise<XdsReflections> {
  const reader = new XdsReader(options.name ?? source.name ?? "XDS file");
  const lines = await eachLine(source, (line) => reader.read(line));
  return reader.finish(lines, options);
}

class XdsReader {
  readonly #name: string;
  readonly #header: XdsHeader;
  readonly #hkl = growingIntegers();
  #part: "header" | "records" | "end" = "header";
  #items: string[] = [];
  #columns: GrowingColumn<Float32Array | Float64Array>[] = [];
  #record = new Float64Array(0);
  /** Places in a record. */
  #miller: number[] = [];
  #others: number[] = [];
  #intensity = 0;
  #sigma = 0;
  #images: number[] = [];
  #misfits = 0;
  #unmeasured = 0;

  constructor(name: string) {
    this.#name = name;
    this.#header = new XdsHeader(name);
  }

  read(line: TextLine): void {
    if (this.#part === "end") return;
    if (this.#part === "records") {
      if (line.startsWith("!END_OF_DATA")) this.#part = "end";
      else if (!line.startsWith("!") && !line.isDone()) this.#readRecord(line);
      return;
    }
    if (line.startsWith("!END_OF_HEADER")) this.#beginRecords(line.number);
    else if (line.startsWith("!")) this.#header.read(line.text(), line.number);
    else
      throw new FormatError(
        `${this.#name} line ${line.number}: got "${shortened(line.text())}", expected a line of the header, with an ` +
          "exclamation mark, or !END_OF_HEADER",
      );
  }

  #beginRecords(line: number): void {
    this.#part = "records";
    this.#items = this.#header.items(line);
    this.#record = new Float64Array(this.#items.length);
    const place = (item: string): number => this.#items.indexOf(item);
    this.#miller = ["H", "K", "L"].map(place);
    this.#intensity = place("IOBS");
    this.#sigma = place("SIGMA");
    this.#images = imageItems.map(place).filter((i) => i >= 0);
    this.#others = this.#items.map((_, i) => i).filter((i) => !this.#miller.includes(i));
    this.#columns = this.#others.map((i) => (this.#images.includes(i) ? growingDoubles() : growingFloats()));
  }

  #readRecord(line: TextLine): void {
    const record = this.#record;
    const count = line.numbers(record, 0, record.length);
    if (count < record.length || !line.isDone()) throw this.#brokenRecord(line, count);
    for (const i of this.#miller)
      if (!(Number.isInteger(record[i]) && Math.abs(record[i]) <= largestIndex))
        throw this.#error(line, `${record[i]} as ${this.#items[i]}`, "a Miller index");
    for (const i of this.#images)
      if (!(Math.abs(record[i]) <= mostImages))
        throw this.#error(line, `${record[i]} as ${this.#items[i]}`, "the number of an image and a fraction");
    const sigma = Math.fround(record[this.#sigma]);
    if (!(Number.isFinite(Math.fround(record[this.#intensity])) && Number.isFinite(sigma))) {
      this.#unmeasured++;
    } else if (sigma < 0) {
      this.#misfits++;
    } else {
      for (const i of this.#miller) this.#hkl.push(record[i]);
      for (let i = 0; i < this.#others.length; i++) this.#columns[i].push(record[this.#others[i]]);
    }
  }

  #brokenRecord(line: TextLine, count: number): FormatError {
    const word = shortened(line.word());
    const names = this.#items.join(" ");
    const shown = names.length > 200 ? `${names.slice(0, 200)}…` : names;
    const expected = `the ${this.#items.length} numbers ${shown}`;
    if (count === this.#items.length) return this.#error(line, `"${word}" behind the record`, expected);
    if (word === "") return this.#error(line, `${count} numbers`, `${expected} (is the file cut off?)`);
    return this.#error(line, `"${word}" as ${this.#items[count]}`, expected);
  }

  #error(line: TextLine, got: string, expected: string): FormatError {
    return new FormatError(`${this.#name} line ${line.number}: got ${got}, expected ${expected}`);
  }

  finish(lines: number, options: CoordinateOptions): XdsReflections {
    if (this.#part !== "end") {
      const marker = this.#part === "header" ? "!END_OF_HEADER" : "!END_OF_DATA";
      throw new FormatError(
        `${this.#name} line ${lines}: got the end of the file, expected ${marker} (is the file cut off?)`,
      );
    }
    const header = this.#header;
    const where = `${this.#name} header`;
    const cell = header.numbers("UNIT_CELL_CONSTANTS", 6);
    // 0 where XDS was given no space group and found none
    const group = header.positive("SPACE_GROUP_NUMBER");
    const crystal = modelCrystal(
      { where, cell, spaceGroup: group === undefined ? undefined : String(group) },
      options,
    );
    const merged = header.flag("MERGE") ?? false;
    if (merged && group !== undefined && crystal.spaceGroup.number !== group)
      throw new InputError(
        `${where}: got merged reflections in space group ${group} for ${crystal.spaceGroup}, expected unmerged ones: what ` +
          "is merged in one group cannot be merged in another; set MERGE=FALSE in XSCALE.INP, or leave the space group out",
      );
    const columns: Record<string, Float32Array | Float64Array> = {};
    this.#others.forEach((i, j) => {
      columns[this.#items[i]] = this.#columns[j].values();
    });
    return {
      name: this.#name,
      program: header.program,
      merged,
      friedelsLaw: header.flag("FRIEDEL'S_LAW"),
      ...crystal,
      wavelength: header.positive("X-RAY_WAVELENGTH"),
      experiment: header.experiment(),
      sets: header.sets(),
      hkl: this.#hkl.values(),
      columns,
      misfits: this.#misfits,
      unmeasured: this.#unmeasured,
    };
  }
}
