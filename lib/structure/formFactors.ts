/**
 * X-ray form factors f0 of atoms and ions: the sum of four Gaussians and a constant,
 *   f0(s) = Σ aᵢ exp(−bᵢ s²/4) + c, s = 1/d = 2 sin θ/λ,
 * electrons. Source: International Tables C (1992), table 6.1.1.4, good to d = 0.25 Å.
 */
import { InputError } from "../errors.js";
import { elementOf } from "./elements.js";
import { formFactorTable } from "./formFactorTable.js";

/** The form factor of one atom or ion. */
export interface FormFactor {
  /** "Fe", "Fe3+" */
  readonly label: string;
  /** Four amplitudes, electrons. */
  readonly a: Float64Array;
  /** Four widths, Å². */
  readonly b: Float64Array;
  /** Constant, electrons. */
  readonly c: number;
}

const byLabel = new Map<string, FormFactor>(
  formFactorTable.map((row) => {
    const [label, ...numbers] = row.split(" ");
    const values = Float64Array.from(numbers, Number);
    return [label, { label, a: values.subarray(0, 4), b: values.subarray(4, 8), c: values[8] }];
  }),
);

/**
 * The form factor of an element or ion; deuterium has that of hydrogen.
 * @param element symbol in any letter case
 * @param charge formal charge in electrons, 0 for the neutral atom
 * @throws InputError if the element is unknown or the tables have no such ion, naming those they have
 */
export function formFactor(element: string, charge = 0): FormFactor {
  const { symbol } = elementOf(element);
  const name = symbol === "D" ? "H" : symbol;
  const found = byLabel.get(name + chargeLabel(charge));
  if (found !== undefined) return found;
  const known = [...byLabel.keys()].filter((label) => label.replace(/\d[+-]$/, "") === name);
  const expected =
    known.length === 0
      ? "an element from hydrogen to californium (leave such atoms out, or give them their element)"
      : `one of ${known.join(", ")}`;
  throw new InputError(`form factor: got ${name}${chargeLabel(charge)}, expected ${expected}`);
}

/** Whether the tables have an ion of this element and charge. */
export function hasFormFactor(element: string, charge = 0): boolean {
  const { symbol } = elementOf(element);
  return byLabel.has((symbol === "D" ? "H" : symbol) + chargeLabel(charge));
}

/**
 * f0 in electrons.
 * @param sSquared 1/d², Å⁻²
 */
export function evaluateFormFactor(factor: FormFactor, sSquared: number): number {
  const { a, b, c } = factor;
  const x = -0.25 * sSquared;
  return (
    a[0] * Math.exp(b[0] * x) +
    a[1] * Math.exp(b[1] * x) +
    a[2] * Math.exp(b[2] * x) +
    a[3] * Math.exp(b[3] * x) +
    c
  );
}

function chargeLabel(charge: number): string {
  return charge === 0 ? "" : `${Math.abs(charge)}${charge > 0 ? "+" : "-"}`;
}
