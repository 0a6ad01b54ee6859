/**
 * The table of reflections of a crystal in a CrystFEL stream, whose columns its first line names: h k l I sigma(I) peak
 * background fs/px ss/px panel (version 2.3); without panel (2.2); h k l I phase sigma(I) counts fs/px ss/px (2.0, 2.1).
 * All tables of a stream go into one set of columns.
 */
import { FormatError } from "../errors.js";
import { shortened } from "./cif.js";
import { type GrowingColumn, growingFloats, growingIntegers } from "./growingColumn.js";
import type { TextLine } from "./textLines.js";

/** Columns that are kept, by the stream's name; what else there is (phase, counts) is read over. */
const kept = ["I", "sigma(I)", "peak", "background", "fs/px", "ss/px"];
const words = ["phase", "panel"];
const largestIndex = 9999;
const mostColumns = 20;
const longestName = 20;

/** Consecutive numbers, or a word. */
type Part = { readonly start: number; readonly numbers: number } | { readonly word: string };

/** The rows of all crystals. */
export class CrystfelRows {
  readonly hkl: GrowingColumn<Int32Array> = growingIntegers();
  readonly crystal: GrowingColumn<Int32Array> = growingIntegers();
  readonly panel: GrowingColumn<Int32Array> = growingIntegers();
  /** Panels by name, and their number. */
  readonly panels: Map<string, number> = new Map();
  /** Names of the columns that are kept. */
  labels: readonly string[] = [];
  hasPanels = false;
  unmeasured = 0;
  /** The last line up to which the stream is whole: images are not cut. */
  whole = 0;
  #columns: readonly GrowingColumn<Float32Array>[] = [];
  #names: readonly string[] = [];
  #heading = "";
  #parts: Part[] = [];
  #record = new Float64Array(0);
  #miller: number[] = [];
  #values: number[] = [];
  #lastPanel = "";
  #lastPanelNumber = 0;

  /** @param name what errors call the file */
  constructor(readonly name: string) {}

  /** How many rows there are. */
  get count(): number {
    return this.crystal.length;
  }

  /** The values of each kept column. */
  columns(): Record<string, Float32Array> {
    return Object.fromEntries(this.labels.map((label, i) => [label, this.#columns[i].values()]));
  }

  /**
   * Takes the line that names the columns, of crystal number `crystal` (from 0).
   * @throws FormatError where some are lacking, or differ from those before
   */
  readHeading(line: TextLine, crystal: number): void {
    const names = line.text().trim().split(/\s+/);
    const heading = names.join(" ");
    if (heading === this.#heading) return;
    const lacking = ["h", "k", "l", "I", "sigma(I)"].filter((name) => !names.includes(name));
    if (
      lacking.length > 0 ||
      names.length > mostColumns ||
      names.some(({ length }) => length > longestName) ||
      new Set(names).size < names.length
    )
      throw this.#error(
        line,
        crystal,
        `the columns "${shortened(heading)}"`,
        "h k l I sigma(I) among them, each once",
      );
    if (this.#heading !== "")
      throw this.#error(
        line,
        crystal,
        `the columns "${shortened(heading)}"`,
        `those of the first crystal: ${this.#heading}`,
      );
    this.#heading = heading;
    this.#names = names;
    this.#record = new Float64Array(names.length);
    this.#parts = partsOf(names);
    this.labels = kept.filter((name) => names.includes(name));
    this.hasPanels = names.includes("panel");
    this.#miller = ["h", "k", "l"].map((name) => names.indexOf(name));
    this.#values = this.labels.map((label) => names.indexOf(label));
    this.#columns = this.labels.map(growingFloats);
  }

  /** Takes a reflection of a crystal. @throws FormatError for what is no number, or no index */
  readRow(line: TextLine, crystal: number): void {
    const record = this.#record;
    let panel = 0;
    for (const part of this.#parts) {
      if ("word" in part) {
        const word = line.word();
        if (word === "") throw this.#broken(line, crystal, this.#names.indexOf(part.word));
        if (part.word === "panel") panel = this.#panelNumber(word);
      } else {
        const count = line.numbers(record, part.start, part.numbers);
        if (count < part.numbers) throw this.#broken(line, crystal, part.start + count);
      }
    }
    if (!line.isDone()) throw this.#broken(line, crystal, this.#names.length);
    for (const i of this.#miller)
      if (!(Number.isInteger(record[i]) && Math.abs(record[i]) <= largestIndex))
        throw this.#error(line, crystal, `${record[i]} as ${this.#names[i]}`, "a Miller index");
    // I and sigma(I) come first among the labels
    if (
      !(
        Number.isFinite(Math.fround(record[this.#values[0]])) &&
        Number.isFinite(Math.fround(record[this.#values[1]]))
      )
    ) {
      this.unmeasured++;
      return;
    }
    for (const i of this.#miller) this.hkl.push(record[i]);
    for (let i = 0; i < this.#values.length; i++) this.#columns[i].push(record[this.#values[i]]);
    this.crystal.push(crystal);
    if (this.hasPanels) this.panel.push(panel);
  }

  #panelNumber(panel: string): number {
    if (panel !== this.#lastPanel) {
      if (!this.panels.has(panel)) this.panels.set(panel, this.panels.size);
      this.#lastPanel = panel;
      this.#lastPanelNumber = this.panels.get(panel)!;
    }
    return this.#lastPanelNumber;
  }

  #broken(line: TextLine, crystal: number, column: number): FormatError {
    const word = line.word();
    const place = column < this.#names.length ? `as ${this.#names[column]}` : "behind the last column";
    const got = word === "" ? `${column} values` : `"${shortened(word)}" ${place}`;
    const mend = this.whole > 0 ? ` head -n ${this.whole} gives what is whole` : "";
    const cut = word === "" ? ` (is the file cut off?${mend})` : "";
    return this.#error(line, crystal, got, `${this.#heading} or End of reflections${cut}`);
  }

  #error(line: TextLine, crystal: number, got: string, expected: string): FormatError {
    return new FormatError(
      `${this.name} line ${line.number} in crystal ${crystal + 1}: got ${got}, expected ${expected}`,
    );
  }
}

function partsOf(names: readonly string[]): Part[] {
  const parts: Part[] = [];
  let start = 0;
  names.forEach((name, i) => {
    if (!words.includes(name)) return;
    if (i > start) parts.push({ start, numbers: i - start });
    parts.push({ word: name });
    start = i + 1;
  });
  if (start < names.length) parts.push({ start, numbers: names.length - start });
  return parts;
}
