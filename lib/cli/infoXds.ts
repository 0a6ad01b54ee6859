/** `friedel info` of reflection files of XDS: crystal, rotation, what was left out, the items and their ranges. */
import type { ByteSource } from "../formats/byteSource.js";
import { readXds, type XdsReflections } from "../formats/xds.js";
import type { Facts } from "./infoTypes.js";

/**
 * Facts of XDS_ASCII.HKL or INTEGRATE.HKL.
 * @throws FormatError where it is broken; SymmetryError for an unknown space group; InputError for an impossible cell
 */
export async function describeXds(path: string, source: ByteSource): Promise<Facts> {
  const xds = await readXds(source);
  const { program, merged, friedelsLaw, spaceGroup, wavelength, misfits, unmeasured, sets, warnings } = xds;
  const count = xds.hkl.length / 3;
  const items = itemRanges(xds);
  const { oscillationRange, startingAngle, startingFrame, template } = xds.experiment;
  const json = {
    file: path,
    format: "XDS",
    program,
    merged,
    friedelsLaw: friedelsLaw ?? null,
    rows: count,
    misfits,
    unmeasured,
    cell: xds.cell.toArray(),
    spaceGroup: { name: spaceGroup.name, number: spaceGroup.number },
    wavelength: wavelength ?? null,
    rotation: {
      range: oscillationRange ?? null,
      startingAngle: startingAngle ?? null,
      startingFrame: startingFrame ?? null,
    },
    template: template ?? null,
    sets,
    items,
    warnings,
  };
  const kind = merged ? "merged reflections" : "unmerged observations";
  const images = items.find(({ item }) => item === "ZD" || item === "ZCAL");
  return {
    json,
    title: `${path}: XDS file, ${count} ${kind}, ${items.length + 3} items`,
    facts: [
      ["written by", program],
      ["cell", `${json.cell.map((value) => Number(value.toFixed(3))).join(" ")} (Å, °)`],
      ["space group", `${spaceGroup.name} (number ${spaceGroup.number})`],
      ["wavelength", wavelength === undefined ? "" : `${wavelength} Å`],
      ["Friedel's law", friedelsLaw === undefined ? "" : String(friedelsLaw)],
      ["images", images === undefined || count === 0 ? "" : `${images.min} to ${images.max}`],
      ["rotation", oscillationRange === undefined ? "" : `${oscillationRange}° an image`],
      ["template", template ?? ""],
      ["left out", misfits + unmeasured === 0 ? "" : leftOutText(xds)],
      ["sets", sets.map(({ id, inputFile }) => `${id} ${inputFile}`).join(", ")],
      ["items", ["H", "K", "L", ...items.map(({ item }) => item)].join(" ")],
      ...warnings.map((warning): [string, string] => ["warning", warning]),
    ],
  };
}

function leftOutText({ misfits, unmeasured }: XdsReflections): string {
  const lost = unmeasured > 0 ? `, ${unmeasured} without intensity or sigma` : "";
  return `${misfits} misfits with a negative sigma${lost}`;
}

/** Least and greatest value of each item; null where it has none. */
function itemRanges({ columns }: XdsReflections): { item: string; min: number | null; max: number | null }[] {
  return Object.entries(columns).map(([item, values]) => {
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      if (value < min) min = value;
      if (value > max) max = value;
    }
    return min <= max ? { item, min, max } : { item, min: null, max: null };
  });
}
