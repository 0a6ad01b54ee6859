/** Numbers as JSON can say them: seven digits, which float32 arithmetic has, and null for what is not finite. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : null;
}
