/**
 * `friedel info` of DIALS files: of reflections how many are indexed and integrated, and the columns; of experiments the
 * crystals, beams, scans and detectors. It reads what other commands refuse: spots that are not integrated, crystals that
 * differ.
 */
import type { ByteSource } from "../formats/byteSource.js";
import { readDialsExperiments } from "../formats/dialsExpt.js";
import { readDialsReflections } from "../formats/dialsRefl.js";
import type { DialsExperiments, DialsReflections } from "../formats/dialsTypes.js";
import { dialsColumn } from "../table/dialsColumns.js";
import { crystalsOfDials } from "../table/dialsCrystals.js";
import { isStill } from "../table/dialsRows.js";
import type { Facts } from "./infoTypes.js";

/** Flags that tell how far a reflection has come. Source: DIALS, reflection_table.h. */
const stages = [
  ["found", 1 << 5],
  ["indexed", 1 << 2],
  ["predicted", 1 << 0],
  ["summed", 1 << 8],
  ["profile-fitted", 1 << 9],
] as const;

/**
 * Facts of a .refl file.
 * @throws FormatError where it is broken; InputError where the column `id` or `flags` is of another type
 */
export async function describeDialsReflections(path: string, source: ByteSource): Promise<Facts> {
  const reflections = await readDialsReflections(source, { columns: ["flags", "id"] });
  const { rowCount, version, identifiers, columnNames, shoeboxes, unknown } = reflections;
  const counts = stageCounts(reflections);
  const experiments = new Set<number>(dialsColumn(reflections, "id", "int"));
  experiments.delete(-1);
  const json = {
    file: path,
    format: "DIALS reflections",
    version,
    rows: rowCount,
    experiments: experiments.size,
    identifiers: Object.fromEntries(identifiers),
    stages: counts,
    columns: columnNames,
    shoeboxes: shoeboxes.map(({ name, place }) => ({ name, bytes: place?.byteLength ?? null })),
    unknown: unknown.map(({ name, type }) => ({ name, type })),
  };
  return {
    json,
    title: `${path}: DIALS reflections, ${rowCount} in ${experiments.size} experiments, ${columnNames.length} columns`,
    facts: [
      ["version", String(version)],
      [
        "stages",
        Object.entries(counts)
          .map(([stage, count]) => `${count} ${stage}`)
          .join(", "),
      ],
      ["pixels", json.shoeboxes.map(({ name, bytes }) => `${bytes ?? "?"} bytes in ${name}`).join(", ")],
      ["columns", columnNames.join(" ")],
      ["not readable", json.unknown.map(({ name, type }) => `${name} (${type})`).join(", ")],
    ],
  };
}

function stageCounts(reflections: DialsReflections): Record<string, number> {
  const flags = dialsColumn(reflections, "flags", "std::size_t") ?? [];
  return Object.fromEntries(
    stages.map(([stage, bit]) => {
      let count = 0;
      for (let i = 0; i < flags.length; i++) if ((flags[i] & bit) !== 0) count++;
      return [stage, count];
    }),
  );
}

/**
 * Facts of an .expt file.
 * @throws FormatError where it is broken; InputError for an impossible cell; SymmetryError for an unknown space group
 */
export async function describeDialsExperiments(path: string, source: ByteSource): Promise<Facts> {
  const { name, experiments } = await readDialsExperiments(source);
  const stills = experiments.filter(({ scan }) => isStill(scan)).length;
  const { cell, spaceGroup, crystals } = crystalFacts({ name, experiments });
  const wavelengths = experiments.flatMap(({ beam }) => beam?.wavelength ?? beam?.wavelengthRange ?? []);
  const [shortest, longest] = rangeOf(wavelengths);
  const panels = [...new Set(experiments.map(({ detector }) => detector?.panels.length ?? 0))];
  const scans = experiments.flatMap(({ scan }) => (scan === undefined || isStill(scan) ? [] : [scan]));
  const json = {
    file: path,
    format: "DIALS experiments",
    experiments: experiments.length,
    stills,
    crystals,
    cell: cell ?? null,
    spaceGroup: spaceGroup ?? null,
    wavelength: { shortest, longest },
    polychromatic: experiments.some(({ beam }) => beam?.wavelengthRange !== undefined),
    scans: scans.map(({ imageRange, oscillation }) => ({ imageRange, oscillation })),
    panels,
  };
  const kind = stills === experiments.length ? "stills" : stills === 0 ? "scans" : "stills and scans";
  return {
    json,
    title: `${path}: DIALS experiments, ${experiments.length} ${kind}`,
    facts: [
      ["crystals", crystals === 0 ? "none" : `${crystals}`],
      [
        "cell",
        cell === undefined ? "" : `${cell.map((value) => Number(value.toFixed(3))).join(" ")} (median)`,
      ],
      ["space group", spaceGroup ?? ""],
      ["wavelength", `${wavelengthText(shortest, longest)}${json.polychromatic ? ", polychromatic" : ""}`],
      [
        "scans",
        scans
          .slice(0, 5)
          .map(
            ({ imageRange: [first, last], oscillation: [start, width] }) =>
              `images ${first} to ${last} from ${start}° by ${width}°`,
          )
          .join("; "),
      ],
      ["panels", panels.join(", ")],
    ],
  };
}

interface CrystalFacts {
  readonly crystals: number;
  readonly cell?: readonly number[];
  readonly spaceGroup?: string;
}

function crystalFacts({ name, experiments }: DialsExperiments): CrystalFacts {
  const crystals = experiments.flatMap(({ crystal }, i) =>
    crystal === undefined ? [] : [[i, crystal] as const],
  );
  if (crystals.length === 0) return { crystals: 0 };
  const { cell, spaceGroup } = crystalsOfDials({ name, crystals, stills: true }, { allowMixed: true });
  return {
    crystals: new Set(crystals.map(([, crystal]) => crystal)).size,
    cell: cell.toArray(),
    spaceGroup: `${spaceGroup.name} (number ${spaceGroup.number})`,
  };
}

function wavelengthText(shortest: number | null, longest: number | null): string {
  if (shortest === null || longest === null) return "";
  const [from, to] = [shortest, longest].map((value) => String(Number(value.toFixed(6))));
  return from === to ? `${from} Å` : `${from} to ${to} Å`;
}

function rangeOf(values: readonly number[]): [number | null, number | null] {
  if (values.length === 0) return [null, null];
  const sorted = Float64Array.from(values).sort();
  return [sorted[0], sorted[sorted.length - 1]];
}
