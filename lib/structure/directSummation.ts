/**
 * Structure factors by direct summation over atoms j and the rotations R of the space group,
 *   F(h) = Σ_R T_R(h) Σ_j o_j [f0_j(s) + f′_j + i f″_j] exp(−D_j(hR)) exp(2πi hR·x_j),
 * with T_R(h) = Σ exp(2πi h·t) over the translations t that go with R (more than one where the cell is centred), o_j the
 * occupancy, and D_j the Debye–Waller exponent (debyeWaller.ts).
 * Source: International Tables B, section 1.2.3 and 1.2.10.
 *
 * Special positions: every operation is applied to every atom, so an atom on a special position must have its
 * occupancy divided by the multiplicity of the site, as the PDB's files (and gemmi) have it.
 *
 * Float64 throughout. exp(2πi hR·x) is the product of three tabulated factors, one per axis, so a term costs some
 * multiplications, not a sine.
 */
import { type SpaceGroup, translationDenominator } from "../crystal/index.js";
import { InputError } from "../errors.js";
import { progressOf } from "../progress.js";
import type { AnomalousFactor } from "./anomalousFactors.js";
import type { Atom } from "./atom.js";
import { betaOfU } from "./debyeWaller.js";
import { evaluateFormFactor, type FormFactor, formFactor, hasFormFactor } from "./formFactors.js";
import type { Structure } from "./structure.js";

/** Options of {@link directSummation}. */
export interface DirectSummationOptions {
  /** f′ and f″ by element symbol, electrons; elements not named have none. */
  readonly anomalous?: Readonly<Record<string, AnomalousFactor>>;
  /**
   * Form factors of ions where an atom has a formal charge for which there is one; by default neutral atoms
   * throughout, since formal charges say little of where the electrons are.
   */
  readonly ions?: boolean;
}

/** Complex structure factors, electrons: n real and n imaginary parts. */
export interface StructureFactors {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** An index beyond this is not a reflection; it bounds the tables. */
const largestIndex = 10_000;
/** Reflections done together: their indices and sums stay in the cache while the atoms pass. */
const blockSize = 2048;

/** The rotations of a group and the translations that go with each. */
interface RotationTerm {
  readonly rotation: Int32Array;
  readonly translations: Int32Array[];
}

/** One block of reflections, with all that does not depend on the atom. */
interface Block {
  readonly count: number;
  readonly rotations: number;
  /** hR of reflection i and rotation r at 3 (i · rotations + r). */
  readonly indices: Int32Array;
  /** T_R(h) at i · rotations + r. */
  readonly shiftRe: Float64Array;
  readonly shiftIm: Float64Array;
  readonly sSquared: Float64Array;
  /** Least and largest index along each axis. */
  readonly ranges: readonly (readonly [number, number])[];
}

/** Atoms that scatter alike. */
interface Scatterer {
  readonly factor: FormFactor;
  readonly anomalous: AnomalousFactor;
  readonly atoms: readonly Atom[];
}

/**
 * Structure factors of a model by direct summation, hydrogens and all, without bulk solvent or scale.
 * @param structure one model; occupancies as written
 * @param hkl Miller indices, 3n numbers; need not be in the asu, and Friedel mates are calculated as given
 * @returns n complex numbers in electrons, relative to F(000) = all electrons of the cell
 * @throws InputError if the structure has several models or an element is unknown, or hkl is not triplets of indices
 */
export function directSummation(
  structure: Structure,
  hkl: Int32Array,
  options: DirectSummationOptions = {},
): StructureFactors {
  checkIndices(hkl);
  const scatterers = groupAtoms(structure, options);
  const terms = rotationTerms(structure.spaceGroup);
  const n = hkl.length / 3;
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  const progress = progressOf("structure factors");
  for (let start = 0; start < n; start += blockSize) {
    const end = Math.min(n, start + blockSize);
    const block = makeBlock(structure, hkl.subarray(3 * start, 3 * end), terms);
    for (const scatterer of scatterers) {
      addScatterer(structure, scatterer, block, re.subarray(start, end), im.subarray(start, end));
    }
    progress(end, n);
  }
  return { re, im };
}

function checkIndices(hkl: Int32Array): void {
  if (hkl.length % 3 !== 0) {
    throw new InputError(
      `direct summation: got ${hkl.length} numbers as Miller indices, expected three a reflection`,
    );
  }
  for (const index of hkl) {
    if (Math.abs(index) > largestIndex) {
      throw new InputError(
        `direct summation: got the Miller index ${index}, expected none beyond ${largestIndex}`,
      );
    }
  }
}

/** The atoms by what their form factor and f′, f″ depend on. */
function groupAtoms(structure: Structure, options: DirectSummationOptions): Scatterer[] {
  if (structure.models.length > 1) {
    throw new InputError(
      `direct summation of ${structure.name}: got ${structure.models.length} models, expected one; ` +
        `choose with select({ model: ${structure.models[0]} })`,
    );
  }
  const anomalous = new Map(
    Object.entries(options.anomalous ?? {}).map(([symbol, factor]) => [symbol.toUpperCase(), factor]),
  );
  const groups = new Map<string, Atom[]>();
  for (const atom of structure.atoms) {
    if (atom.occupancy === 0) continue;
    const key = `${atom.element} ${options.ions === true ? atom.charge : 0}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [atom]);
    else group.push(atom);
  }
  return [...groups.values()].map((atoms) => {
    const { element, charge } = atoms[0];
    const ionised = options.ions === true && charge !== 0 && hasFormFactor(element, charge);
    return {
      factor: formFactor(element, ionised ? charge : 0),
      anomalous: anomalous.get(element.toUpperCase()) ?? { fPrime: 0, fDoublePrime: 0 },
      atoms,
    };
  });
}

function rotationTerms(spaceGroup: SpaceGroup): RotationTerm[] {
  const terms = new Map<string, RotationTerm>();
  for (const { rotation, translation } of spaceGroup.operations) {
    const key = rotation.join();
    const term = terms.get(key);
    if (term === undefined) terms.set(key, { rotation, translations: [translation] });
    else term.translations.push(translation);
  }
  return [...terms.values()];
}

function makeBlock(structure: Structure, hkl: Int32Array, terms: readonly RotationTerm[]): Block {
  const count = hkl.length / 3;
  const rotations = terms.length;
  const indices = new Int32Array(3 * count * rotations);
  const shiftRe = new Float64Array(count * rotations);
  const shiftIm = new Float64Array(count * rotations);
  const sSquared = new Float64Array(count);
  const ranges = [0, 1, 2].map((): [number, number] => [0, 0]);
  for (let i = 0; i < count; i++) {
    const h = hkl.subarray(3 * i, 3 * i + 3);
    sSquared[i] = structure.cell.inverseDSquared(h[0], h[1], h[2]);
    terms.forEach(({ rotation, translations }, r) => {
      const at = i * rotations + r;
      for (let j = 0; j < 3; j++) {
        const index = h[0] * rotation[j] + h[1] * rotation[3 + j] + h[2] * rotation[6 + j];
        indices[3 * at + j] = index;
        ranges[j][0] = Math.min(ranges[j][0], index);
        ranges[j][1] = Math.max(ranges[j][1], index);
      }
      for (const t of translations) {
        const turns = (h[0] * t[0] + h[1] * t[1] + h[2] * t[2]) % translationDenominator;
        shiftRe[at] += Math.cos((2 * Math.PI * turns) / translationDenominator);
        shiftIm[at] += Math.sin((2 * Math.PI * turns) / translationDenominator);
      }
    });
  }
  return { count, rotations, indices, shiftRe, shiftIm, sSquared, ranges };
}

/** Adds the atoms of one scatterer to the sums of a block. */
function addScatterer(
  structure: Structure,
  { factor, anomalous, atoms }: Scatterer,
  block: Block,
  re: Float64Array,
  im: Float64Array,
): void {
  const sumRe = new Float64Array(block.count);
  const sumIm = new Float64Array(block.count);
  const waves = block.ranges.map(([least, largest]) => new Float64Array(2 * (largest - least + 1)));
  for (const atom of atoms) {
    const x = structure.cell.fractionalize([atom.x, atom.y, atom.z]);
    block.ranges.forEach(([least], axis) => {
      fillWaves(waves[axis], least, x[axis]);
    });
    if (atom.anisotropicU === undefined) addIsotropic(atom, block, waves, sumRe, sumIm);
    else
      addAnisotropic(atom.occupancy, betaOfU(atom.anisotropicU, structure.cell), block, waves, sumRe, sumIm);
  }
  for (let i = 0; i < block.count; i++) {
    const f = evaluateFormFactor(factor, block.sSquared[i]) + anomalous.fPrime;
    re[i] += f * sumRe[i] - anomalous.fDoublePrime * sumIm[i];
    im[i] += f * sumIm[i] + anomalous.fDoublePrime * sumRe[i];
  }
}

/** cos and sin of 2π h x for h from `least` on, interleaved. */
function fillWaves(wave: Float64Array, least: number, x: number): void {
  for (let i = 0; i < wave.length; i += 2) {
    const turns = (least + i / 2) * x;
    const angle = 2 * Math.PI * (turns - Math.round(turns));
    wave[i] = Math.cos(angle);
    wave[i + 1] = Math.sin(angle);
  }
}

function addIsotropic(
  { occupancy, bIso }: Atom,
  { count, rotations, indices, shiftRe, shiftIm, sSquared, ranges }: Block,
  [waveH, waveK, waveL]: readonly Float64Array[],
  sumRe: Float64Array,
  sumIm: Float64Array,
): void {
  const [[h0], [k0], [l0]] = ranges;
  for (let i = 0, at = 0; i < count; i++) {
    let re = 0;
    let im = 0;
    for (let r = 0; r < rotations; r++, at++) {
      const h = 2 * (indices[3 * at] - h0);
      const k = 2 * (indices[3 * at + 1] - k0);
      const l = 2 * (indices[3 * at + 2] - l0);
      const hkRe = waveH[h] * waveK[k] - waveH[h + 1] * waveK[k + 1];
      const hkIm = waveH[h] * waveK[k + 1] + waveH[h + 1] * waveK[k];
      const waveRe = hkRe * waveL[l] - hkIm * waveL[l + 1];
      const waveIm = hkRe * waveL[l + 1] + hkIm * waveL[l];
      re += shiftRe[at] * waveRe - shiftIm[at] * waveIm;
      im += shiftRe[at] * waveIm + shiftIm[at] * waveRe;
    }
    const weight = occupancy * Math.exp(-0.25 * bIso * sSquared[i]);
    sumRe[i] += weight * re;
    sumIm[i] += weight * im;
  }
}

function addAnisotropic(
  occupancy: number,
  beta: Float64Array,
  { count, rotations, indices, shiftRe, shiftIm, ranges }: Block,
  [waveH, waveK, waveL]: readonly Float64Array[],
  sumRe: Float64Array,
  sumIm: Float64Array,
): void {
  const [[h0], [k0], [l0]] = ranges;
  const [b11, b22, b33, b12, b13, b23] = beta;
  for (let i = 0, at = 0; i < count; i++) {
    for (let r = 0; r < rotations; r++, at++) {
      const h = indices[3 * at];
      const k = indices[3 * at + 1];
      const l = indices[3 * at + 2];
      const ph = 2 * (h - h0);
      const pk = 2 * (k - k0);
      const pl = 2 * (l - l0);
      const hkRe = waveH[ph] * waveK[pk] - waveH[ph + 1] * waveK[pk + 1];
      const hkIm = waveH[ph] * waveK[pk + 1] + waveH[ph + 1] * waveK[pk];
      const waveRe = hkRe * waveL[pl] - hkIm * waveL[pl + 1];
      const waveIm = hkRe * waveL[pl + 1] + hkIm * waveL[pl];
      const exponent =
        b11 * h * h + b22 * k * k + b33 * l * l + 2 * (b12 * h * k + b13 * h * l + b23 * k * l);
      const weight = occupancy * Math.exp(-exponent);
      sumRe[i] += weight * (shiftRe[at] * waveRe - shiftIm[at] * waveIm);
      sumIm[i] += weight * (shiftRe[at] * waveIm + shiftIm[at] * waveRe);
    }
  }
}
