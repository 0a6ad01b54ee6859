/** Small made-up inputs of plots, whose numbers are known. */
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { exponential, normal, randomStream } from "../../lib/random/index.js";
import { ReflectionTable } from "../../lib/table/index.js";

/** Five shells with everything that the plots over shells draw. */
export const shells = [4, 3, 2.5, 2.2, 2].map((dMin, i, all) => ({
  dMax: i === 0 ? 20 : all[i - 1],
  dMin,
  ccHalf: 0.999 - 0.1 * i,
  ccHalfError: 0.01 * i,
  ccAnomalous: 0.6 - 0.2 * i,
  ccAnomalousError: 0.02,
  rMerge: 0.04 + 0.1 * i,
  rMeas: 0.05 + 0.1 * i,
  rPim: 0.02 + 0.05 * i,
  completeness: 1 - 0.01 * i,
  anomalousCompleteness: 0.98 - 0.05 * i,
  multiplicity: 6.5 - 0.2 * i,
  anomalousMultiplicity: 3.4 - 0.1 * i,
  meanIOverSigma: 40 / (i + 1),
  meanUnmergedIOverSigma: 16 / (i + 1),
  anomalousSignal: 3 / (i + 1),
}));

/** A merged table of P 1 21 1 whose intensities are drawn from Wilson's distributions times 100 (σ = 1). */
export function wilsonTable(): ReflectionTable {
  const spaceGroup = SpaceGroup.fromName("P 1 21 1");
  const cell = new UnitCell(38, 41, 45, 90, 101, 90);
  const stream = randomStream(77, "intensities");
  const [h, k, l, intensity]: number[][] = [[], [], [], []];
  for (let i = -18; i <= 18; i++) {
    for (let j = 0; j <= 19; j++) {
      for (let m = 0; m <= 21; m++) {
        if (cell.dSpacing(i, j, m) < 2.2 || !spaceGroup.isInAsu(i, j, m) || spaceGroup.isAbsent(i, j, m))
          continue;
        const n = h.length;
        h.push(i);
        k.push(j);
        l.push(m);
        const z = spaceGroup.isCentric(i, j, m) ? normal(stream, n) ** 2 : exponential(stream, n);
        intensity.push(100 * spaceGroup.epsilon(i, j, m) * z);
      }
    }
  }
  return new ReflectionTable({
    cell,
    spaceGroup,
    merged: true,
    columns: [
      { label: "H", type: "H", data: h },
      { label: "K", type: "H", data: k },
      { label: "L", type: "H", data: l },
      { label: "I", type: "J", data: Float64Array.from(intensity) },
      { label: "SIGI", type: "Q", data: new Float64Array(h.length).fill(20) },
      { label: "F", type: "F", data: Float64Array.from(intensity, Math.sqrt) },
      { label: "SIGF", type: "Q", data: new Float64Array(h.length).fill(1) },
    ],
  });
}

/** An unmerged table: `images` images on each of which the same reflections are seen, at 100 × scale + noise, σ = 2. */
export function unmergedTable(
  images: number,
  reflections: number,
  scale: (image: number) => number,
): ReflectionTable {
  const stream = randomStream(78, "noise");
  const n = images * reflections;
  const image = (i: number): number => 1 + (i % images);
  const reflection = (i: number): number => Math.floor(i / images);
  return new ReflectionTable({
    cell: new UnitCell(30, 40, 50, 80, 95, 105),
    spaceGroup: SpaceGroup.fromName("P 1"),
    merged: false,
    columns: [
      { label: "H", type: "H", data: Int32Array.from({ length: n }, (_, i) => 1 + (reflection(i) % 10)) },
      {
        label: "K",
        type: "H",
        data: Int32Array.from({ length: n }, (_, i) => Math.floor(reflection(i) / 10)),
      },
      { label: "L", type: "H", data: new Int32Array(n).fill(3) },
      { label: "M/ISYM", type: "Y", data: new Int32Array(n).fill(1) },
      { label: "BATCH", type: "B", data: Int32Array.from({ length: n }, (_, i) => image(i)) },
      {
        label: "I",
        type: "J",
        data: Float64Array.from({ length: n }, (_, i) => 100 * scale(image(i)) + 2 * normal(stream, i)),
      },
      { label: "SIGI", type: "Q", data: new Float64Array(n).fill(2) },
    ],
  });
}
