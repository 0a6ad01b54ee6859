/**
 * Shells of equally many reflections, by rising 1/d²: as many as asked for, or fewer, so that each has enough of them for a
 * mean to be worth something.
 */

/** A shell has no fewer reflections than this, but where there is only one. */
export const fewestInShell = 50;

/** Rows of each shell, by rising 1/d²; one shell where there are not enough reflections for two. */
export function equalShells(inverseDSquared: ArrayLike<number>, most: number): number[][] {
  const n = inverseDSquared.length;
  const shells = Math.max(1, Math.min(most, Math.floor(n / fewestInShell)));
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => inverseDSquared[a] - inverseDSquared[b],
  );
  return Array.from({ length: shells }, (_, shell) =>
    order.slice(Math.round((shell * n) / shells), Math.round(((shell + 1) * n) / shells)),
  );
}
