/** MTZ files of any size for the tests of the viewer, the same bytes each time. */

import { generateHkl } from "../../../lib/crystal/index.js";
import { SpaceGroup } from "../../../lib/crystal/spaceGroup.js";
import { Mtz } from "../../../lib/formats/mtz.js";

export const cell = [34, 42, 50, 90, 90, 90] as const;
export const spaceGroup = "P 21 21 21";

/** A number from 0 to 1 that depends on i alone. */
function noise(i: number): number {
  let x = Math.imul(i + 1, 0x9e3779b1) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b) >>> 0;
  return ((x ^ (x >>> 13)) >>> 0) / 2 ** 32;
}

/** `rowCount` unique reflections with amplitudes, of which every 11th is missing, and a column that is all NaN. */
export function mergedSample(rowCount = 2000): Mtz {
  // the volume of the sphere says how far to go; a little more than enough
  const volume = cell[0] * cell[1] * cell[2];
  const dMin = ((4 / 3) * Math.PI * (volume / (8 * rowCount * 1.4 + 400))) ** (1 / 3);
  const all = generateHkl(cell, spaceGroup, dMin);
  const of = (axis: number): Float32Array =>
    Float32Array.from({ length: rowCount }, (_, i) => all[3 * i + axis]);
  if (all.length < 3 * rowCount)
    throw new Error(`sample: got ${all.length / 3} indices, expected ${rowCount}`);
  const value = (make: (i: number) => number): Float32Array =>
    Float32Array.from({ length: rowCount }, (_, i) => make(i));
  const missing = (i: number): boolean => i % 11 === 5;
  return Mtz.create({
    title: "merged sample of the viewer's tests",
    cell,
    spaceGroup,
    datasets: [{ project: "tests", crystal: "xtal", name: "peak", wavelength: 0.9763 }],
    history: ["made by the tests of the viewer"],
    columns: [
      { label: "H", type: "H", data: of(0) },
      { label: "K", type: "H", data: of(1) },
      { label: "L", type: "H", data: of(2) },
      { label: "F", type: "F", data: value((i) => (missing(i) ? Number.NaN : 1000 * noise(i) ** 2)) },
      { label: "SIGF", type: "Q", data: value((i) => (missing(i) ? Number.NaN : 1 + 20 * noise(i + 7))) },
      { label: "PHI", type: "P", data: value((i) => 360 * noise(3 * i) - 180) },
      { label: "F(+)", type: "G", data: value((i) => 900 * noise(5 * i)) },
      { label: "FreeR_flag", type: "I", data: value((i) => i % 20) },
      { label: "EMPTY", type: "R", data: value(() => Number.NaN) },
    ],
  });
}

/** What {@link unmergedSample} puts in a row, for tests to compare with. */
export interface SampleObservation {
  readonly batch: number;
  readonly hkl: readonly [number, number, number];
  readonly isym: number;
  readonly intensity: number;
  readonly sigma: number;
}

/** Observations of the reflections to `dMin`, each by some of the 8 ways to measure it, on 20 batches. */
export function unmergedSample(dMin = 4): { mtz: Mtz; observations: SampleObservation[]; asu: Int32Array } {
  const group = SpaceGroup.of(spaceGroup);
  const asu = generateHkl(cell, spaceGroup, dMin);
  const stored: number[][] = [[], [], []];
  const observations: SampleObservation[] = [];
  const partial: number[] = [];
  for (let i = 0; i < asu.length / 3; i++) {
    const [h, k, l] = asu.subarray(3 * i, 3 * i + 3);
    for (let way = 1; way <= 8; way++) {
      if (noise(8 * i + way) < 0.4) continue;
      const hkl = group.fromAsu(h, k, l, way);
      // several ways may give one index: the first is the one that M/ISYM names
      const { isym } = group.toAsu(...hkl);
      const at = observations.length;
      [h, k, l].forEach((value, axis) => {
        stored[axis].push(value);
      });
      partial.push(at % 9 === 0 ? 256 : 0);
      const intensity = Math.fround(500 * noise(i) + 20 * (noise(at) - 0.5));
      observations.push({
        batch: 1 + (at % 20),
        hkl,
        isym,
        intensity,
        sigma: Math.fround(5 + 5 * noise(2 * at)),
      });
    }
  }
  const integers = (make: (one: SampleObservation, i: number) => number): Int32Array =>
    Int32Array.from(observations, make);
  const mtz = Mtz.create({
    title: "unmerged sample of the viewer's tests",
    cell,
    spaceGroup,
    datasets: [{ project: "tests", crystal: "xtal", name: "sweep1", wavelength: 1.54 }],
    batches: Array.from({ length: 20 }, (_, i) => ({
      number: i + 1,
      title: `image ${i + 1}`,
      datasetId: 1,
      cell,
      phiStart: i,
      phiEnd: i + 1,
      phiRange: 1,
      wavelength: 1.54,
    })),
    history: ["made by the tests of the viewer"],
    columns: [
      ...["H", "K", "L"].map((label, axis) => ({
        label,
        type: "H" as const,
        data: Int32Array.from(stored[axis]),
      })),
      { label: "M/ISYM", type: "Y", data: integers(({ isym }, i) => isym + partial[i]) },
      { label: "BATCH", type: "B", data: integers(({ batch }) => batch) },
      { label: "I", type: "J", data: Float32Array.from(observations, ({ intensity }) => intensity) },
      { label: "SIGI", type: "Q", data: Float32Array.from(observations, ({ sigma }) => sigma) },
      { label: "ROT", type: "R", data: Float32Array.from(observations, ({ batch }) => batch - 0.5) },
    ],
  });
  return { mtz, observations, asu };
}
