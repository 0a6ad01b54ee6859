/**
 * Wilson's prior: atoms placed at random. Of normalised amplitudes E = F/√(εΣ),
 *   acentric  p(E) = 2E exp(−E²),      centric  p(E) = √(2/π) exp(−E²/2)
 * (Wilson, 1949; paper 002, section 5), with Σ = exp(−B/(2d²)). KL(q‖p) of a truncated normal q in closed form:
 *   acentric  −H(q) − log 2 − E[log E] + E[E²],      centric  −H(q) + ½ log(π/2) + ½ E[E²].
 * careless estimates it from one sample instead.
 */
import { InputError } from "../../../errors.js";
import { isotropicPart } from "../anisotropicFallOff.js";
import type { Prior } from "./priorTypes.js";

/** Options of {@link wilson}. */
export interface WilsonOptions {
  /** Fall-off with resolution, Å², or "fitted" to the data (default). 0: flat, as careless has it by default. */
  readonly bFactor?: number | "fitted";
  /**
   * A fall-off that depends on the direction, exp(−½ sᵀBs): true, the tensor B is fitted to the data within the point group's
   * symmetry, or B itself, Å²: 11, 22, 33, 12, 13, 23 in the crystal's Cartesian axes, a along x and c* along z (default
   * false). B factor and tensor are then not given apart.
   */
  readonly anisotropy?: boolean | readonly number[];
}

const HALF_LOG_HALF_PI = 0.5 * Math.log(Math.PI / 2);

/** @throws InputError unless B is finite or "fitted", and the tensor, where there is one, six numbers without a B beside it */
export function wilson({ bFactor = "fitted", anisotropy = false }: WilsonOptions = {}): Prior {
  if (bFactor !== "fitted" && !Number.isFinite(bFactor))
    throw new InputError(`Wilson prior: got a B factor of ${bFactor}, expected a number in Å² or "fitted"`);
  checkAnisotropy(anisotropy, bFactor);
  return {
    description: {
      name: "wilson",
      bFactor,
      ...(anisotropy === false ? {} : { anisotropy: anisotropy === true ? true : [...anisotropy] }),
    },
    bFactor: typeof anisotropy === "boolean" ? bFactor : isotropicPart(anisotropy),
    ...(anisotropy === false ? {} : { anisotropy: anisotropy === true ? "fitted" : [...anisotropy] }),
    divergence: ({ entropy, meanSquare, meanLog }, { centric }) => {
      const acentric = meanSquare.sub(meanLog).sub(Math.LN2);
      return centric.where(meanSquare.mul(0.5).add(HALF_LOG_HALF_PI), acentric).sub(entropy);
    },
  };
}

function checkAnisotropy(anisotropy: boolean | readonly number[], bFactor: number | "fitted"): void {
  if (anisotropy === false) return;
  if (bFactor !== "fitted")
    throw new InputError(
      `Wilson prior: got a B factor of ${bFactor} and anisotropy, expected one of them; a tensor has its B in it`,
    );
  if (
    anisotropy !== true &&
    !(Array.isArray(anisotropy) && anisotropy.length === 6 && anisotropy.every(Number.isFinite))
  )
    throw new InputError(
      `Wilson prior, anisotropy: got ${JSON.stringify(anisotropy)}, expected true, or six numbers in Å²: B11, B22, B33, B12, B13, B23`,
    );
}
