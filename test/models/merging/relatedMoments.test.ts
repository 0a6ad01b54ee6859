/** Moments of amplitudes that hang on others, against the trapezium rule over parent and grandparent. */
import { expect, test } from "vitest";
import { truncatedNormal } from "../../../lib/distributions/index.js";
import { relatedMoments } from "../../../lib/models/merging/relatedMoments.js";
import { amplitudeMoments } from "../../../lib/models/merging/surrogatePosterior.js";

/** A family: each hangs on the one before; location and scale of the first, m and s of u of the others. */
interface Family {
  readonly r: number;
  readonly centric: number;
  readonly members: readonly (readonly [location: number, scale: number])[];
}

function momentsOf({ r, centric, members }: Family) {
  return relatedMoments({
    location: Float32Array.from(members, ([location]) => location),
    scale: Float32Array.from(members, ([, scale]) => scale),
    centric: new Uint8Array(members.length).fill(centric),
    relations: {
      parent: Int32Array.from(members, (_, g) => g - 1),
      relation: new Int32Array(members.length),
      depth: members.length - 1,
      first: Float32Array.of(0),
      learned: false,
    },
    variance: [1 - r * r],
  });
}

interface Points {
  readonly amplitude: number[];
  readonly weight: number[];
}

/** Location and scale of the g-th of a family where its parent is E. */
function given({ r, centric, members }: Family, g: number, e: number): [location: number, scale: number] {
  const [location, scale] = members[g].map(Math.fround);
  const tau = Math.sqrt((1 - r * r) * (centric ? 1 : 0.5));
  return g === 0 ? [location, scale] : [r * e + tau * location, tau * scale];
}

/** E of the g-th of a family by the trapezium rule, with its probability. */
function points(family: Family, g: number): Points {
  const above = g === 0 ? { amplitude: [0], weight: [1] } : points(family, g - 1);
  const n = 300;
  const all: Points = { amplitude: [], weight: [] };
  above.amplitude.forEach((e, k) => {
    if (above.weight[k] < 1e-14) return;
    const [location, scale] = given(family, g, e);
    const q = truncatedNormal({ location, scale });
    const [low, high] = [q.quantile(1e-13), q.quantile(1 - 1e-13)];
    for (let i = 0; i <= n; i++) {
      const at = low + ((high - low) * i) / n;
      all.amplitude.push(at);
      all.weight.push(
        above.weight[k] *
          (i === 0 || i === n ? 0.5 : 1) *
          ((high - low) / n) *
          Math.exp(q.logProbability(at)),
      );
    }
  });
  return all;
}

/** The last of a family: closed forms given its parent (surrogatePosterior.test.ts), averaged over the parent. */
function expectMoments(family: Family, tolerance: number): void {
  const g = family.members.length - 1;
  const { amplitude, weight } = points(family, g - 1);
  const conditional = amplitude.map((e) => given(family, g, e));
  const at = amplitudeMoments(
    conditional.map(([location]) => location),
    conditional.map(([, scale]) => scale),
  );
  const mean = (of: (k: number) => number) => weight.reduce((sum, w, k) => sum + w * of(k), 0);
  const [first, square] = [mean((k) => at.mean[k]), mean((k) => at.meanSquare[k])];
  const fourth = mean((k) => at.meanSquare[k] ** 2 + at.squareDeviation[k] ** 2);
  const expected = {
    mean: first,
    standardDeviation: Math.sqrt(square - first * first),
    meanSquare: square,
    squareDeviation: Math.sqrt(fourth - square * square),
  };
  const found = momentsOf(family);
  for (const [name, value] of Object.entries(expected)) {
    const ratio = found[name as keyof typeof found][g] / value;
    expect(Math.abs(ratio - 1), name).toBeLessThan(tolerance);
  }
}

const families: Family[] = [0, 1].flatMap((centric) => [
  {
    r: 0.99,
    centric,
    members: [
      [1, 0.2],
      [0, 1],
    ],
  },
  {
    r: 0.99,
    centric,
    members: [
      [0.05, 0.3],
      [0.5, 0.3],
    ],
  },
  {
    r: 0.995,
    centric,
    members: [
      [1.5, 0.1],
      [-1, 0.2],
    ],
  },
  {
    r: 0.9,
    centric,
    members: [
      [0.8, 0.4],
      [1, 0.5],
    ],
  },
  {
    r: 0.5,
    centric,
    members: [
      [-0.3, 0.4],
      [0.2, 0.7],
    ],
  },
]);

// found: up to 6e-5
test.each(families)("a child: $r, centric $centric, $members", (family) => {
  expectMoments(family, 1e-4);
});

const lines: Family[] = [0, 1].flatMap((centric) => [
  {
    r: 0.99,
    centric,
    members: [
      [1, 0.2],
      [0, 1],
      [0.3, 0.7],
    ],
  },
  {
    r: 0.995,
    centric,
    members: [
      [0.1, 0.3],
      [0.5, 0.3],
      [0, 0.2],
    ],
  },
  {
    r: 0.9,
    centric,
    members: [
      [0.8, 0.4],
      [1, 0.5],
      [-0.5, 0.8],
    ],
  },
]);
// found: up to 0.0007, of E² up to 0.002: two points for each of the child's conditional distributions
test.each(lines)("a grandchild: $r, centric $centric, $members", (family) => {
  expectMoments(family, 3e-3);
});

test("what hangs on nothing has the moments of its truncated normal, alone or as a parent", () => {
  const family: Family = {
    r: 0.9,
    centric: 0,
    members: [
      [0.8, 0.3],
      [0.1, 1],
    ],
  };
  const exact = amplitudeMoments(Float32Array.of(0.8), Float32Array.of(0.3));
  const found = momentsOf(family);
  expect([found.mean[0], found.standardDeviation[0]]).toEqual([exact.mean[0], exact.standardDeviation[0]]);
});

test("a child that follows its parent to the letter has its moments, times r", () => {
  for (const [location, scale] of [
    [0.9, 0.3],
    [-2, 0.4],
    [-30, 1],
    [3, 1e-3],
  ]) {
    const found = momentsOf({
      r: 0.999999999,
      centric: 0,
      members: [
        [location, scale],
        [0, 1e-3],
      ],
    });
    expect(found.mean[1] / found.mean[0]).toBeCloseTo(1, 4);
    expect(found.standardDeviation[1] / found.standardDeviation[0]).toBeCloseTo(1, 3);
  }
});
