/**
 * Solves A x = b by Gaussian elimination with partial pivoting (Press et al., Numerical Recipes, 2007, section 2.1), for the
 * handful of unknowns of a least-squares fit. A is taken as singular where a pivot is below 10⁻¹⁰ of its largest number.
 */

/** x; undefined where A is singular. @param matrix n rows of n numbers */
export function solveLinear(
  matrix: readonly ArrayLike<number>[],
  right: ArrayLike<number>,
): Float64Array | undefined {
  const n = matrix.length;
  const rows = matrix.map((row, i) =>
    Float64Array.from({ length: n + 1 }, (_, j) => (j < n ? row[j] : right[i])),
  );
  const largest = rows.reduce(
    (most, row) => row.subarray(0, n).reduce((m, x) => Math.max(m, Math.abs(x)), most),
    0,
  );
  for (let i = 0; i < n; i++) {
    let best = i;
    for (let k = i + 1; k < n; k++) if (Math.abs(rows[k][i]) > Math.abs(rows[best][i])) best = k;
    [rows[i], rows[best]] = [rows[best], rows[i]];
    if (!(Math.abs(rows[i][i]) > 1e-10 * largest)) return undefined;
    for (let k = 0; k < n; k++) {
      if (k === i) continue;
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j <= n; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  return Float64Array.from(rows, (row, i) => row[n] / row[i]);
}
