/**
 * `friedel info` of CrystFEL streams: images, crystals and their cells, photon energy, resolution. It needs no space group,
 * and reads streams of crystals that other commands refuse to put together.
 */
import { SpaceGroup } from "../crystal/index.js";
import type { ByteSource } from "../formats/byteSource.js";
import { type CrystfelStream, readCrystfel } from "../formats/crystfel.js";
import { crystalsOfCell, crystfelCell } from "../table/crystfelCell.js";
import type { Facts } from "./infoTypes.js";

/** Facts of a stream. @throws FormatError where it is broken or cut off; InputError for an impossible cell */
export async function describeCrystfel(path: string, source: ByteSource): Promise<Facts> {
  const stream = await readCrystfel(source);
  const { version, generatedBy, targetCell, lattice, imageCount, crystals, panels, unmeasured } = stream;
  const rows = stream.crystal.length;
  const wavelength = spread(crystals.flatMap((crystal) => crystal.wavelength ?? []));
  const profileRadius = spread(crystals.flatMap((crystal) => crystal.profileRadius ?? []));
  const resolutionLimit = spread(crystals.flatMap((crystal) => crystal.resolutionLimit ?? []));
  const columns = [
    "h",
    "k",
    "l",
    ...Object.keys(stream.columns),
    ...(stream.panel === undefined ? [] : ["panel"]),
  ];
  const json = {
    file: path,
    format: "CrystFEL stream",
    version,
    generatedBy,
    images: imageCount,
    crystals: crystals.length,
    rows,
    unmeasured,
    targetCell: targetCell ?? null,
    lattice,
    ...cellsOf(stream),
    wavelength,
    profileRadius,
    resolutionLimit,
    panels: panels.length,
    columns,
  };
  const latticeText = [lattice.type, lattice.centring].filter((word) => word !== "").join(" ");
  return {
    json,
    title: `${path}: CrystFEL stream, ${rows} observations of ${crystals.length} crystals on ${imageCount} images`,
    facts: [
      ["format", `${version}, by ${generatedBy || "an unknown program"}`],
      ["target cell", targetCell === undefined ? "none" : `${cellNumbers(targetCell)} ${latticeText}`.trim()],
      ["median cell", json.medianCell === null ? "" : cellNumbers(json.medianCell)],
      ["other cells", json.otherCells > 0 ? `${json.otherCells} crystals, by more than 5 % or 1.5°` : ""],
      ["space group", "not stated; give it with --space-group"],
      ["wavelength", spreadText(wavelength, "Å")],
      ["resolution limit", spreadText(resolutionLimit, "Å")],
      ["profile radius", spreadText(profileRadius, "Å⁻¹")],
      ["panels", panels.length === 0 ? "" : `${panels.length}`],
      ["left out", unmeasured === 0 ? "" : `${unmeasured} without I or sigma(I)`],
      ["columns", columns.join(" ")],
    ],
  };
}

/** The median of the crystals' cells, and how many differ from the table's by more than the tolerance. */
function cellsOf(stream: CrystfelStream): { medianCell: number[] | null; otherCells: number } {
  if (stream.crystals.length === 0) return { medianCell: null, otherCells: 0 };
  const triclinic = SpaceGroup.of(1);
  const agree = crystalsOfCell(stream, crystfelCell(stream, triclinic), { otherCells: "leave out" });
  return {
    medianCell: crystfelCell({ ...stream, targetCell: undefined }, triclinic).toArray(),
    otherCells: agree.reduce((sum, kept) => sum + 1 - kept, 0),
  };
}

interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

function spread(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return { min: sorted[0], median: sorted[sorted.length >> 1], max: sorted[sorted.length - 1] };
}

function spreadText(of: Spread | null, unit: string): string {
  if (of === null) return "";
  const [median, min, max] = [of.median, of.min, of.max].map((value) => Number(value.toPrecision(5)));
  return `median ${median} ${unit}, ${min} to ${max}`;
}

function cellNumbers(cell: readonly number[]): string {
  return `${cell.map((value) => Number(value.toFixed(3))).join(" ")} (Å, °)`;
}
