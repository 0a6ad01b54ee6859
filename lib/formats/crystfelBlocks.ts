/**
 * The lines "key = value" of a CrystFEL stream: of the cell block in its header, of an image and of a crystal. Lengths are
 * given with their units (A, nm), as nm⁻¹, or as a photon energy E in eV, of which λ = hc/E with hc = 12398.41984 eV Å (h, c
 * and e as the SI defines them). Source: CrystFEL manual, "stream format" and "unit cell files".
 */
import { FormatError } from "../errors.js";
import { shortened } from "./cif.js";
import type { CrystfelLattice } from "./crystfelTypes.js";
import { parseDecimal } from "./modelCrystal.js";

/** hc in eV Å: 6.62607015e-34 J s × 299792458 m/s / 1.602176634e-19 C × 10¹⁰. */
export const electronVoltAngstrom: number = ((6.62607015e-34 * 299792458) / 1.602176634e-19) * 1e10;

/** The facts of one block, each with its line. */
export class CrystfelFacts {
  readonly #values = new Map<string, { readonly text: string; readonly line: number }>();

  /** @param name what errors call the file */
  constructor(readonly name: string) {}

  /** Takes a line: "key = value", "key: value", or two keys that have neither. Other lines say nothing. */
  read(text: string, line: number): void {
    const fact = /^(Cell parameters|predict_refine\/det_shift)\s+(.*)$|^([^=:]{1,60}?)\s*[=:]\s*(.*)$/.exec(
      text,
    );
    if (fact === null) return;
    const key = fact[1] ?? fact[3];
    if (!this.#values.has(key)) this.#values.set(key, { text: (fact[2] ?? fact[4]).trim(), line });
  }

  /** The text of a key; undefined where there is none. */
  text(key: string): string | undefined {
    return this.#values.get(key)?.text;
  }

  /** The number at the start of a value, if it is above zero; undefined where there is none. @throws FormatError */
  positive(key: string): number | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    const [word] = value.text.split(/\s/);
    const number = /^[+-]?(nan|inf)/i.test(word) ? 0 : parseDecimal(word);
    if (Number.isNaN(number)) throw this.#error(value.line, value.text, key, "a number");
    return number > 0 ? number : undefined;
  }

  /** The cell of a crystal, "a b c nm, al be ga deg", in Å and degrees; undefined where there is none. @throws FormatError */
  cellParameters(): number[] | undefined {
    const value = this.#values.get("Cell parameters");
    if (value === undefined) return undefined;
    const found = /^(\S+)\s+(\S+)\s+(\S+)\s+nm,\s+(\S+)\s+(\S+)\s+(\S+)\s+deg/.exec(value.text);
    const numbers = found?.slice(1, 7).map((word, i) => parseDecimal(word) * (i < 3 ? 10 : 1));
    if (numbers === undefined || numbers.some(Number.isNaN))
      throw this.#error(value.line, value.text, "Cell parameters", "a b c nm, alpha beta gamma deg");
    return numbers;
  }

  /** a*, b*, c*, 9 numbers in Å⁻¹; undefined where one is not there. @throws FormatError */
  reciprocalAxes(): number[] | undefined {
    const axes = ["astar", "bstar", "cstar"].map((key) => {
      const value = this.#values.get(key);
      if (value === undefined) return undefined;
      const found = /^(\S+)\s+(\S+)\s+(\S+)\s+nm\^-1/.exec(value.text);
      const numbers = found?.slice(1, 4).map((word) => parseDecimal(word) / 10);
      if (numbers === undefined || numbers.some(Number.isNaN))
        throw this.#error(value.line, value.text, key, "x y z nm^-1");
      return numbers;
    });
    return axes.every((axis) => axis !== undefined) ? axes.flat() : undefined;
  }

  /** The cell of a cell block, in Å and degrees; undefined where a parameter is not there. @throws FormatError */
  targetCell(): number[] | undefined {
    const parameters = ["a", "b", "c", "al", "be", "ga"].map((key, i) => {
      const value = this.#values.get(key);
      if (value === undefined) return undefined;
      const [word, unit = ""] = value.text.split(/\s+/);
      const factor = (i < 3 ? lengthUnits : angleUnits)[unit];
      const number = parseDecimal(word) * (factor ?? Number.NaN);
      if (Number.isNaN(number))
        throw this.#error(
          value.line,
          value.text,
          key,
          i < 3 ? "a length in A or nm" : "an angle in deg or rad",
        );
      return number;
    });
    return parameters.every((parameter) => parameter !== undefined) ? parameters : undefined;
  }

  /** What is said of the lattice. */
  lattice(): CrystfelLattice {
    const word = (key: string): string => shortened(this.text(key) ?? "");
    return { type: word("lattice_type"), centring: word("centering"), uniqueAxis: word("unique_axis") };
  }

  #error(line: number, got: string, key: string, expected: string): FormatError {
    return new FormatError(
      `${this.name} line ${line}: got "${shortened(got)}" as ${key}, expected ${expected}`,
    );
  }
}

const lengthUnits: Readonly<Record<string, number>> = { A: 1, nm: 10, m: 1e10 };
const angleUnits: Readonly<Record<string, number>> = { deg: 1, rad: 180 / Math.PI };
