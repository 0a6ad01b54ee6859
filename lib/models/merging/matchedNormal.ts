/**
 * The normal distribution cut to E > 0 of a given mean M and standard deviation D: of its location µ and scale s
 *   M/D = (α + λ)/√(1 − λ(α + λ)),   α = µ/s,   λ = φ(α)/Φ(α),
 * which rises with α, from 1 (an exponential distribution) on; found by halving an interval.
 */
import { normalReversedHazard } from "../../distributions/index.js";

/** Below, a cut normal is an exponential to a hundredth. */
const LOWEST = -8;
const HALVINGS = 60;

/** Location and scale before the cut. */
export function matchedNormal(
  mean: number,
  deviation: number,
): { readonly location: number; readonly scale: number } {
  const wanted = mean / deviation;
  let [low, high] = [LOWEST, Math.max(-LOWEST, wanted)];
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (low + high) / 2;
    const unit = unitMoments(middle);
    if (unit.mean / unit.deviation < wanted) low = middle;
    else high = middle;
  }
  const scale = deviation / unitMoments(low).deviation;
  return { location: low * scale, scale };
}

/** Of scale 1. */
function unitMoments(alpha: number): { readonly mean: number; readonly deviation: number } {
  const hazard = normalReversedHazard(alpha);
  return { mean: alpha + hazard, deviation: Math.sqrt(1 - hazard * (alpha + hazard)) };
}
