/**
 * Anomalous scattering factors f′ and f″ of a free atom: f = f0 + f′ + i f″, electrons, independent of resolution.
 *
 * Calculated after Cromer and Liberman (1970), J. Chem. Phys. 53, 1891, with the relativistic term of Kissel and Pratt
 * (1990), Acta Cryst. A46, 170, and tabulated at chosen photon energies, between which f′ and f″ are straight in λ².
 * Within some 20 eV of an edge the surroundings of the atom change f′ and f″ by electrons: there pass measured values.
 */
import { InputError } from "../errors.js";
import { anomalousTable } from "./anomalousTable.js";
import { elementOf } from "./elements.js";

/** f′ and f″ of one element at one wavelength, electrons. */
export interface AnomalousFactor {
  readonly fPrime: number;
  readonly fDoublePrime: number;
}

/** Weighted mean Kα wavelengths of X-ray tubes, Å (International Tables C, table 4.2.2.1). */
export const characteristicWavelengths: Readonly<
  Record<"CrKa" | "FeKa" | "CoKa" | "CuKa" | "MoKa" | "AgKa", number>
> = { CrKa: 2.291, FeKa: 1.9374, CoKa: 1.7903, CuKa: 1.5418, MoKa: 0.7107, AgKa: 0.5608 };

/** λ (Å) of a photon of 1 eV: h c. */
const hc = 12398.41984332;
const lowest = 4300;
const highest = 35000;

/** The unpacked row of one element. */
interface Row {
  /** 1/E², eV⁻², falling. */
  readonly u: Float64Array;
  readonly fPrime: Float64Array;
  readonly fDoublePrime: Float64Array;
}

const rows = new Map<number, Row>();

/**
 * f′ and f″ of an element; both 0 for hydrogen and helium.
 * @param element symbol in any letter case
 * @param wavelength Å, from 0.355 to 2.883 (35 to 4.3 keV)
 * @throws InputError if the element is unknown or not tabulated (from polonium on, but for uranium), or the wavelength outside
 */
export function anomalousFactor(element: string, wavelength: number): AnomalousFactor {
  const { symbol, number } = elementOf(element);
  const energy = hc / wavelength;
  if (!(energy >= lowest && energy <= highest)) {
    const range = `${(hc / highest).toFixed(3)} to ${(hc / lowest).toFixed(3)} Å`;
    throw new InputError(
      `f′ and f″ of ${symbol}: got the wavelength ${wavelength} Å, expected ${range}; pass your own values outside`,
    );
  }
  if (number === 1 || number === 2) return { fPrime: 0, fDoublePrime: 0 };
  const row = rowOf(number);
  if (row === undefined) {
    throw new InputError(
      `f′ and f″: got ${symbol}, expected an element from H to Bi, or U; pass your own values for others`,
    );
  }
  const u = 1 / energy ** 2;
  let low = 0;
  let high = row.u.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (row.u[middle] >= u) low = middle;
    else high = middle;
  }
  const t = (u - row.u[low]) / (row.u[high] - row.u[low]);
  const between = (values: Float64Array): number => values[low] + t * (values[high] - values[low]);
  return { fPrime: between(row.fPrime), fDoublePrime: between(row.fDoublePrime) };
}

/**
 * f′ and f″ of several elements, by symbol, as structure factor calculations take them.
 * @throws InputError as {@link anomalousFactor} does
 */
export function anomalousFactors(
  elements: Iterable<string>,
  wavelength: number,
): Record<string, AnomalousFactor> {
  const factors: Record<string, AnomalousFactor> = {};
  for (const element of new Set(elements)) factors[element] = anomalousFactor(element, wavelength);
  return factors;
}

/**
 * A row: the atomic number, a blank, then points of digits in base 90 (the codes from 35 to 126 without $ and \):
 * energy less that of the point before (one digit; or 89 and two digits), f′ and f″ (two digits each). Up to calcium in
 * steps of 0.001 with 6 added to f′, above of 0.01 with 60 added.
 */
function rowOf(number: number): Row | undefined {
  const known = rows.get(number);
  if (known !== undefined) return known;
  const packed = anomalousTable.find((row) => row.startsWith(`${number} `));
  if (packed === undefined) return undefined;
  let at = packed.indexOf(" ") + 1;
  const digit = (): number => {
    const code = packed.charCodeAt(at++);
    return code - 35 - (code > 36 ? 1 : 0) - (code > 92 ? 1 : 0);
  };
  const two = (): number => 90 * digit() + digit();
  const [step, offset] = number <= 20 ? [0.001, 6] : [0.01, 60];
  const points: number[][] = [];
  let energy = lowest;
  while (at < packed.length) {
    const difference = digit();
    energy += difference < 89 ? difference : two();
    points.push([1 / energy ** 2, two() * step - offset, two() * step]);
  }
  const [u, fPrime, fDoublePrime] = [0, 1, 2].map((i) => Float64Array.from(points, (point) => point[i]));
  const row = { u, fPrime, fDoublePrime };
  rows.set(number, row);
  return row;
}
