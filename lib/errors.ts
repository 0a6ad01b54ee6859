/**
 * The errors a user of Friedel may see. Each message is one sentence: what, where, got, expected, what to do.
 * Every error that Friedel throws on purpose is a {@link FriedelError}; anything else is a bug.
 */

/** Base of every error that Friedel throws on purpose. */
export class FriedelError extends Error {
  override name = "FriedelError";
}

/** The bytes of a file are not what its format says. */
export class FormatError extends FriedelError {
  override name = "FormatError";
}

/** An argument, an option or the data given cannot be used for what was asked. */
export class InputError extends FriedelError {
  override name = "InputError";
}

/** A space group, setting or symmetry operation that is unknown or inconsistent. */
export class SymmetryError extends InputError {
  override name = "SymmetryError";
}

/** A column that is not in the table; names those that are, and the nearest. */
export class MissingColumnError extends InputError {
  override name = "MissingColumnError";
  constructor(
    readonly label: string,
    readonly available: readonly string[],
    where = "the table",
  ) {
    const nearest = nearestName(label, available);
    const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
    const has = available.length > 0 ? available.join(", ") : "no columns";
    super(`column ${label} is not in ${where}, which has ${has}${hint}`);
  }
}

/**
 * The name in `available` that a reader would most likely have meant by `name`: the one of least edit distance,
 * letter case counted as a tenth; undefined where nothing is near (more than half of the letters differ).
 */
export function nearestName(name: string, available: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = name.length / 2 + 1e-9;
  for (const candidate of available) {
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance in which a change of letter case costs 0.1. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const p = from[i - 1];
      const q = to[j - 1];
      const change = p === q ? 0 : p.toLowerCase() === q.toLowerCase() ? 0.1 : 1;
      row.push(Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + change));
    }
    previous = row;
  }
  return previous[to.length];
}
