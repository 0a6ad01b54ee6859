/** `friedel info`: what is in a file: reflections (MTZ), coordinates (PDB, mmCIF) or a CCP4 map; or in the folder of a run or a sweep. */
import { stat } from "node:fs/promises";
import { FormatError, FriedelError } from "../errors.js";
import { type ByteSource, readAll } from "../formats/byteSource.js";
import { type Ccp4Map, readCcp4Map } from "../formats/ccp4Map.js";
import { readCoordinates } from "../formats/coordinates.js";
import { detectFormat, formatNames } from "../formats/detectFormat.js";
import type { Mtz } from "../formats/mtz.js";
import { readMtz } from "../formats/mtzRead.js";
import { withFile } from "../node/fileSource.js";
import { collectObservations, type PartialReport } from "../statistics/index.js";
import { countPartials } from "../statistics/partials.js";
import { partialText } from "../statistics/table1.js";
import type { Structure } from "../structure/index.js";
import { columnTypeMeanings } from "../table/columnTypes.js";
import { statesSpaceGroup } from "../table/mtz.js";
import { ReflectionTable } from "../table/reflectionTable.js";
import type { Command, CommandArguments } from "./command.js";
import { describeCrystfel } from "./infoCrystfel.js";
import { describeDialsExperiments, describeDialsReflections } from "./infoDials.js";
import type { Facts } from "./infoTypes.js";
import { describeXds } from "./infoXds.js";

/** The command. */
export const infoCommand: Command = {
  name: "info",
  summary:
    "what a file holds: reflections of MTZ, XDS, CrystFEL or DIALS, PDB or mmCIF coordinates, CCP4 maps; how a run or a sweep stands",
  operands: "FILE [FILE …]",
  minimumOperands: 1,
  maximumOperands: Number.POSITIVE_INFINITY,
  description: `
    Prints cell, space group, resolution, data sets, columns with their types, ranges and missing values, and the batches
    of an MTZ file; crystal, rotation and misfits of a file of XDS; images, crystals and their cells of a CrystFEL
    stream; how many reflections of a DIALS .refl file are indexed and integrated, crystals, beams and scans of an
    .expt file; chains, elements and B factors of coordinates; size and density range of a map. The kind of file is
    told by what it contains, not by its name. It is the first thing to look at when another command refuses a file.

    Of a run folder (friedel merge --run FOLDER): whether the run is under way, finished, stopped, interrupted or failed,
    its last step, checkpoints and evaluation, and what it was started with. Of the folder of a sweep: what is varied, how
    many trials are finished, and the best of them.
  `,
  options: [
    { name: "json", type: "flag", help: "Print JSON, one object for each file, instead of text." },
    {
      name: "history",
      type: "flag",
      help: "Print the whole history of an MTZ file, not just its latest lines.",
    },
  ],
  examples: [
    ["friedel info scaled.mtz", "Header, columns and batches."],
    ["friedel info runs/a", "How the run in that folder stands."],
    ["friedel info model.pdb density.map", "Several files, one after the other."],
    ["friedel info scaled.mtz --json | jq '.columns[].label'", "Labels for a script."],
  ],
  async run(args, output) {
    for (const [i, path] of args.operands.entries()) {
      const facts = await factsOf(path, args);
      const text = args.flag("json") ? JSON.stringify(facts.json) : factsText(facts);
      output.out(`${i > 0 && !args.flag("json") ? "\n" : ""}${text}\n`);
    }
  },
};

async function factsOf(path: string, args: CommandArguments): Promise<Facts> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory();
  if (!isFolder) return withFile(path, (source) => describe(path, source, args));
  const { describeSweep, isSweep } = await import("./infoSweep.js");
  if (await isSweep(path)) return describeSweep(path);
  const { describeRun } = await import("./infoRun.js");
  return describeRun(path);
}

async function describe(path: string, source: ByteSource, args: CommandArguments): Promise<Facts> {
  const format = await detectFormat(source);
  if (format === "mtz") return describeMtz(path, await readMtz(source), args.flag("history"));
  if (format === "ccp4-map") return describeMap(path, await readCcp4Map(source));
  if (format === "pdb" || format === "cif") {
    return describeStructure(path, readCoordinates(await readAll(source), { name: path }));
  }
  if (format === "xds") return describeXds(path, source);
  if (format === "crystfel") return describeCrystfel(path, source);
  if (format === "dials-refl") return describeDialsReflections(path, source);
  if (format === "dials-expt") return describeDialsExperiments(path, source);
  throw new FormatError(
    `${path}: got ${formatNames[format]}, expected an MTZ file, a file of XDS, a CrystFEL stream, DIALS reflections or experiments, PDB or mmCIF coordinates, or a CCP4 map`,
  );
}

function describeMtz(path: string, mtz: Mtz, wholeHistory: boolean): Facts {
  const columns = mtz.columnInfos.map((info, i) => {
    const values = mtz.column(i);
    let missing = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      if (Number.isNaN(value)) missing++;
      else {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    const { label, type, datasetId } = info;
    const range = min <= max ? { min, max } : { min: null, max: null };
    return { label, type, meaning: columnTypeMeanings[type], datasetId, ...range, missing };
  });
  const { title, cell, symmetry, resolutionLimits, datasets, batches, history, merged, rowCount } = mtz;
  const [dMax, dMin] = resolutionLimits;
  const json = {
    file: path,
    format: "MTZ",
    merged,
    rows: rowCount,
    title,
    cell,
    spaceGroup: { name: symmetry.name, number: symmetry.number },
    resolution: { dMax: finite(dMax), dMin: finite(dMin) },
    byteOrder: mtz.bigEndian ? "big-endian" : "little-endian",
    missingValue: Number.isNaN(mtz.missingValue) ? "NaN" : mtz.missingValue,
    datasets,
    columns,
    batches: {
      count: batches.length,
      first: batches[0]?.number ?? null,
      last: batches.at(-1)?.number ?? null,
    },
    history,
  };
  const partials = merged ? undefined : partialsOf(mtz);
  const kind = merged ? "merged reflections" : "unmerged observations";
  const facts: Facts["facts"] = [
    ["title", title],
    ["cell", cellText(cell)],
    [
      "space group",
      statesSpaceGroup(mtz)
        ? `${symmetry.name} (number ${symmetry.number})`
        : "not stated; give it with --space-group",
    ],
    ["resolution", `${fixed(dMax, 2)} to ${fixed(dMin, 2)} Å`],
    ["missing values", String(json.missingValue)],
    ["byte order", json.byteOrder],
    ["batches", batchText(mtz)],
    ...(partials === undefined ? [] : partialText(partials)).map((line, i): [string, string] => [
      i === 0 ? "partial records" : "",
      line,
    ]),
  ];
  const more = [
    "",
    ...grid([
      ["data set", "project", "crystal", "name", "wavelength", "cell"],
      ...datasets.map((d) => [
        `${d.id}`,
        d.project,
        d.crystal,
        d.name,
        fixed(d.wavelength, 5),
        cellText(d.cell),
      ]),
    ]),
    "",
    ...grid([
      ["column", "type", "data set", "minimum", "maximum", "missing", "meaning"],
      ...columns.map((c) => [
        c.label,
        c.type,
        `${c.datasetId}`,
        number(c.min),
        number(c.max),
        `${c.missing}`,
        c.meaning,
      ]),
    ]),
    ...historyText(history, wholeHistory),
  ];
  return {
    json: { ...json, partials: partials ?? null },
    title: `${path}: MTZ file, ${rowCount} ${kind}, ${columns.length} columns`,
    facts,
    more,
  };
}

/** What is marked as parts of spots, and what summing them would give; nothing of a file that cannot be merged. */
function partialsOf(mtz: Mtz): PartialReport | undefined {
  try {
    const table = ReflectionTable.fromMtz(mtz);
    if (countPartials(table).partial === 0) return undefined;
    return collectObservations(table, { keepAbsences: true, partials: "sum" }).partials;
  } catch (error) {
    if (error instanceof FriedelError) return undefined;
    throw error;
  }
}

function historyText(history: readonly string[], whole: boolean): string[] {
  if (history.length === 0) return [];
  const shown = whole ? history : history.slice(0, 5);
  const more = history.length - shown.length;
  return [
    "",
    "history, latest first",
    ...shown.map((line) => `  ${line.trimEnd()}`),
    ...(more > 0 ? [`  … and ${more} more (--history)`] : []),
  ];
}

function batchText({ batches }: Mtz): string {
  if (batches.length === 0) return "none";
  const first = batches[0];
  const last = batches[batches.length - 1];
  return `${batches.length}, numbers ${first.number} to ${last.number}, rotation ${fixed(first.phiStart, 2)}° to ${fixed(last.phiEnd, 2)}°`;
}

function describeStructure(path: string, structure: Structure): Facts {
  const { atoms, cell, spaceGroup, warnings } = structure;
  const b = atoms.map((atom) => atom.bIso).sort((x, y) => x - y);
  const json = {
    file: path,
    format: "coordinates",
    atoms: atoms.length,
    models: structure.models.length,
    chains: structure.chains,
    elements: structure.elementCounts(),
    cell: cell.toArray(),
    spaceGroup: { name: spaceGroup.name, number: spaceGroup.number },
    bFactor: { min: b[0] ?? null, median: b[b.length >> 1] ?? null, max: b.at(-1) ?? null },
    anisotropic: atoms.filter((atom) => atom.anisotropicU !== undefined).length,
    warnings,
  };
  const elements = Object.entries(json.elements).map(([element, count]) => `${element} ${count}`);
  return {
    json,
    title: `${path}: coordinates, ${atoms.length} atoms, ${json.models} model${json.models === 1 ? "" : "s"}`,
    facts: [
      ["cell", cellText(json.cell)],
      ["space group", `${spaceGroup.name} (number ${spaceGroup.number})`],
      ["chains", json.chains.join(" ")],
      ["elements", elements.join(", ")],
      [
        "B factors",
        `${number(json.bFactor.min)} to ${number(json.bFactor.max)} Å², median ${number(json.bFactor.median)}`,
      ],
      ["anisotropic", `${json.anisotropic} atoms`],
      ...warnings.map((warning): [string, string] => ["warning", warning]),
    ],
  };
}

function describeMap(path: string, map: Ccp4Map): Facts {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let squares = 0;
  for (const value of map.data) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
    squares += value * value;
  }
  const mean = sum / map.data.length;
  const sigma = Math.sqrt(Math.max(0, squares / map.data.length - mean * mean));
  const { size, start, sampling, mode, labels } = map;
  const cell = map.cell.toArray();
  const spaceGroup = { name: map.spaceGroup.name, number: map.spaceGroup.number };
  const json = {
    file: path,
    format: "CCP4 map",
    mode,
    size,
    start,
    sampling,
    cell,
    spaceGroup,
    min,
    max,
    mean,
    sigma,
    labels,
  };
  return {
    json,
    title: `${path}: CCP4 map, mode ${mode}, ${size.join(" × ")} points`,
    facts: [
      ["cell", cellText(cell)],
      ["space group", `${spaceGroup.name} (number ${spaceGroup.number})`],
      ["sampling", `${sampling.join(" × ")} of the cell, from ${start.join(" ")}`],
      ["density", `${number(min)} to ${number(max)}, mean ${number(mean)}, σ ${number(sigma)}`],
      ...labels.map((label): [string, string] => ["label", label]),
    ],
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function fixed(value: number, digits: number): string {
  return Number.isFinite(value) ? value.toFixed(digits) : "–";
}

function number(value: number | null): string {
  return value === null ? "–" : String(Number(value.toPrecision(6)));
}

function cellText(cell: readonly number[]): string {
  return `${cell
    .slice(0, 3)
    .map((x) => fixed(x, 3))
    .join(" ")} Å, ${cell
    .slice(3)
    .map((x) => fixed(x, 2))
    .join(" ")}°`;
}

/** Facts as text: names and what is said of them in two columns. */
function factsText({ title, facts, more = [] }: Facts): string {
  const width = Math.max(...facts.map(([name]) => name.length));
  const lines = facts
    .filter(([, text]) => text !== "")
    .map(([name, text]) => `  ${name.padEnd(width)}  ${text}`);
  return [title, ...lines, ...more].join("\n");
}

/** Columns of equal width, words flush left and numbers flush right. */
function grid(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  const numeric = rows[0].map((_, c) =>
    rows.slice(1).every((row) => /^(–|-?[\d.]+(e[+-]?\d+)?)$/.test(row[c])),
  );
  return rows.map((row) =>
    `  ${row.map((text, c) => (numeric[c] ? text.padStart(widths[c]) : text.padEnd(widths[c]))).join("  ")}`.trimEnd(),
  );
}
