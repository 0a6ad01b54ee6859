/**
 * asinh x, and asinh x − asinh y without cancellation, of row values: in float32 the difference of two asinh would lose
 * what an asinh of some tens has of digits, divided by a small width.
 *   asinh v = sign(v) log(1 + u),  u = |v| + v²/(1 + √(1 + v²)),
 *   asinh x − asinh y = 2 asinh((x − y)/√(2 + 2c)),  c = cosh(asinh x + asinh y) = √(1+x²) √(1+y²) + xy,
 * where of opposite signs c = (1 + x² + y²)/(√(1+x²) √(1+y²) − xy). From sinh A − sinh B = 2 cosh((A+B)/2) sinh((A−B)/2)
 * (Abramowitz & Stegun, 1964, 4.5.42). Good up to |x|, |y| of 1e18, the root of the largest float32.
 */
import type { RowValue } from "../../../kernels/index.js";

/** asinh of each feature. At 0 itself, where |v| and sign(v) pass no gradient, it is v, of slope 1. */
export function asinhOfRow(v: RowValue): RowValue {
  const magnitude = v.abs();
  const root = v.square().add(1).sqrt();
  const u = magnitude.add(magnitude.mul(magnitude.div(root.add(1))));
  return v.eq(0).where(v, v.sign().mul(u.log1p()));
}

/** asinh x − asinh y. @param difference x − y, which the caller may know better than from the two */
export function asinhDifference(x: RowValue, y: RowValue, difference: RowValue = x.sub(y)): RowValue {
  const [x2, y2, xy] = [x.square(), y.square(), x.mul(y)];
  const roots = x2.add(1).sqrt().mul(y2.add(1).sqrt());
  // min keeps the denominator of the form that is not taken away from 0.
  const opposite = x2
    .add(y2)
    .add(1)
    .div(roots.sub(xy.min(0)));
  const c = xy.lt(0).where(opposite, roots.add(xy));
  return asinhOfRow(difference.div(c.add(1).mul(2).sqrt())).mul(2);
}
