/**
 * The mean intensity of a reflection that Wilson's distributions of F and of I share, with its parameters:
 *   ⟨I⟩ = ε Σ,   Σ = meanIntensity × exp(−2 B s²) = meanIntensity × exp(−B/(2d²)),   s = sin θ/λ = 1/(2d).
 */
import type { Family, ParameterValues } from "./familyTypes.js";

export type WilsonParameter = "meanIntensity" | "bFactor" | "dSpacing" | "epsilon" | "centric";

/** In the order of the vector of parameters; those with gradients first. */
export const wilsonParameters: readonly WilsonParameter[] = ["meanIntensity", "bFactor"];
export const wilsonConstants: readonly WilsonParameter[] = ["dSpacing", "epsilon", "centric"];
export const wilsonRequirements: Family<WilsonParameter>["requirements"] = {
  meanIntensity: "positive",
  bFactor: "finite",
  dSpacing: "positive or infinite",
  epsilon: "positive",
  centric: "flag",
};

/** ε Σ of a vector of parameters. */
export function expectedIntensity(p: Float64Array): number {
  return p[3] * p[0] * Math.exp((-0.5 * p[1]) / (p[2] * p[2]));
}

/** Writes the derivatives with respect to meanIntensity and bFactor to out[at], out[at + 1], given d/d log Σ. */
export function wilsonGradient(byLogIntensity: number, p: Float64Array, out: Float64Array, at: number): void {
  out[at] = byLogIntensity / p[0];
  out[at + 1] = (-0.5 * byLogIntensity) / (p[2] * p[2]);
}

/** All parameters: by default a flat prior of mean intensity 1, acentric, ε = 1. */
export function withWilsonDefaults(
  parameters: Partial<ParameterValues<WilsonParameter>>,
): ParameterValues<WilsonParameter> {
  const { meanIntensity = 1, bFactor = 0, dSpacing = Infinity, epsilon = 1, centric = 0 } = parameters;
  return { meanIntensity, bFactor, dSpacing, epsilon, centric };
}
