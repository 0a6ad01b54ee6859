/** `friedel difference`: the weighted difference map of two merged data sets, its peaks, and the density beside a residue. */
import { InputError, nearestName } from "../errors.js";
import { type DifferenceWeights, densityNear, type RelativeScaleKind } from "../maps/index.js";
import { readStructure } from "../node/coordinateFiles.js";
import { writeMap } from "../node/mapFiles.js";
import { readReflections, writeReflections } from "../node/reflectionFiles.js";
import type { Structure } from "../structure/index.js";
import type { AmplitudeLabels } from "../table/amplitudeColumns.js";
import { type DifferenceMapOptions, differenceMap, type PhaseColumn } from "../table/differenceMap.js";
import { version } from "../version.js";
import { angleToleranceOption, cellToleranceOption, edgeToleranceOf } from "./cellOptions.js";
import { type Command, type CommandArguments, type CommandOption, UsageError } from "./command.js";
import { type DifferenceReport, differenceJson, differenceText } from "./differenceReport.js";
import { checkOutputs, writeText } from "./outputFiles.js";
import { resolutionLimitsOf, resolutionOptions } from "./resolutionLimits.js";

const scaleKinds: Readonly<Record<string, RelativeScaleKind>> = {
  overall: "overall",
  "b-factor": "bFactor",
  shells: "shells",
};

const weightKinds: readonly DifferenceWeights[] = ["k", "q", "sigma", "none"];

const columnOptions: readonly CommandOption[] = [
  {
    name: "amplitude",
    type: "text",
    value: "LABEL",
    help: "Column of amplitudes, of both files. By default F, or FP, FOBS, F-obs, or the only one of type F; where there is none, the mean of F(+) and F(-).",
  },
  {
    name: "sigma",
    type: "text",
    value: "LABEL",
    help: "Column of their standard deviations. By default SIG + the amplitude's label.",
  },
  {
    name: "light-amplitude",
    type: "text",
    value: "LABEL",
    help: "The same of the second file, where it differs.",
  },
  {
    name: "light-sigma",
    type: "text",
    value: "LABEL",
    help: "The same of the second file, where it differs.",
  },
];

const mapOptions: readonly CommandOption[] = [
  {
    name: "scale",
    type: "text",
    value: "KIND",
    choices: Object.keys(scaleKinds),
    default: "overall",
    help: "How the light amplitudes are brought to the scale of the dark ones: one factor (sum of F over sum of F), a factor and a B factor, or a factor for each resolution shell.",
  },
  {
    name: "weights",
    type: "text",
    value: "KIND",
    choices: weightKinds,
    default: "k",
    help: "Weight of each difference D, whose standard deviation is s: k, 1/(1 + s²/<s²> + alpha D²/<D²>); q, v/(v + s²) with v the mean square of what D is beyond its error in a shell of resolution, after Ursby & Bourgeois (1997); sigma, 1/s²; none, 1.",
  },
  {
    name: "alpha",
    type: "number",
    minimum: 0,
    default: 0.05,
    help: "Of the k weights: how far large differences are weighted down as outliers: 0.05 after Hekstra et al. (2016), 1 after Ren et al. (2001), 0 not at all.",
  },
  ...resolutionOptions("High-resolution limit of the map.", "Low-resolution limit of the map."),
  {
    name: "sample-rate",
    type: "number",
    minimum: 2,
    maximum: 10,
    default: 3,
    help: "Grid points per high-resolution limit. More make a smoother map and a larger file.",
  },
  cellToleranceOption(
    "How far the cell edges of the two data sets and of the model may differ. Crystals that differ by more are seldom isomorphous enough for a difference map.",
  ),
  angleToleranceOption("How far their cell angles may differ. By default 1°."),
];

const options: readonly CommandOption[] = [
  {
    name: "model",
    type: "text",
    value: "FILE",
    help: "Model of the dark state (PDB or mmCIF), for the phases and the names of atoms.",
  },
  {
    name: "phases",
    type: "text",
    value: "FILE",
    help: "MTZ file with phases of the dark state, such as a refinement writes, instead of those of the model's atoms.",
  },
  {
    name: "phase-column",
    type: "text",
    value: "LABEL",
    default: "PHIC",
    help: "Column of the phases in that file.",
  },
  {
    name: "out",
    type: "text",
    value: "FILE",
    help: "Write the map, in units of its standard deviation, as a CCP4 map of the whole cell.",
  },
  {
    name: "mtz",
    type: "text",
    value: "FILE",
    help: "Write the coefficients FDIFF and PHIDIFF, which Coot and Phenix take, with what they are made of.",
  },
  {
    name: "json",
    type: "text",
    value: "FILE",
    help: "Write what is printed as JSON. A dash prints the JSON instead.",
  },
  {
    name: "residue",
    type: "text",
    value: "NAMES",
    help: "Residues around which to look for the highest and the lowest density: names, or chain and number, with commas between (HC4 or HC4,A52).",
  },
  {
    name: "radius",
    type: "number",
    value: "Å",
    minimum: 0.5,
    maximum: 20,
    default: 2.5,
    help: "How far around their atoms.",
  },
  {
    name: "peaks",
    type: "integer",
    value: "N",
    minimum: 0,
    default: 20,
    help: "How many peaks to list, of both signs.",
  },
  {
    name: "minimum-sigma",
    type: "number",
    value: "SIGMA",
    minimum: 1,
    default: 4,
    help: "The smallest peak listed, in standard deviations of the map.",
  },
  ...mapOptions,
  ...columnOptions,
];

/** The command. */
export const differenceCommand: Command = {
  name: "difference",
  summary: "weighted difference map of two merged data sets, such as dark and light",
  operands: "dark.mtz light.mtz",
  minimumOperands: 2,
  maximumOperands: 2,
  description: `
    Computes light − dark: differences of amplitudes, the second file's scaled to the first's, weighted by how well each is
    known, with phases of the dark state. What came is positive, what went is negative. Peaks of both signs are listed with
    the nearest atom of the model, and with --residue the extremes beside a residue. Heights are in standard deviations of the
    map. Nothing is written unless asked for.

    To judge it: the noise of such a map makes peaks of 4 to 5 σ anywhere in it. Believe pairs of negative peaks at atoms and
    positive ones beside them, in a place that makes sense, and that stay when --scale, --weights and --d-min change. A
    correlation of the amplitudes below about 0.9 at more than 2 Å, or many peaks at the molecule's outside, means that the
    crystals are not isomorphous.
  `,
  options,
  examples: [
    [
      "friedel difference off.mtz 2ms.mtz --model off.pdb --residue HC4 --out diff.map",
      "A map for Coot, and the density beside the chromophore.",
    ],
    [
      "friedel difference off.mtz 2ms.mtz --model off.pdb --mtz diff.mtz",
      "Coefficients, from which Coot makes the map at any contour.",
    ],
    [
      "friedel difference apo.mtz bound.mtz --phases refine.mtz --phase-column PHIC --out diff.map",
      "Phases from a refinement, with its bulk solvent.",
    ],
  ],
  async run(args, output) {
    const model = args.text("model");
    if (model === undefined && args.text("phases") === undefined)
      throw new UsageError(
        "friedel difference: got no --model and no --phases, expected one of them (--model dark.pdb)",
      );
    const json = args.text("json");
    const inputs = [...args.operands, ...[model, args.text("phases")].filter((path) => path !== undefined)];
    await checkOutputs(args, json === "-" ? ["out", "mtz"] : ["out", "mtz", "json"], inputs);
    const [dark, light] = [await readReflections(args.operands[0]), await readReflections(args.operands[1])];
    const structure = model === undefined ? undefined : await readStructure(model);
    const map = differenceMap(dark, light, await phasesOf(args, structure), {
      ...mapOptionsOf(args),
      structure,
    });
    const near = nearResidues(args, structure, map.grid);
    const report: DifferenceReport = { dark: dark.name, light: light.name, map, near };
    const text = json === "-" ? "" : differenceText(report);
    output.out(json === "-" ? `${JSON.stringify(differenceJson(report), null, 2)}\n` : `${text}\n`);
    const tell = (line: string) => (json === "-" ? output.error(line) : output.out(line));
    const [out, mtz] = [args.text("out"), args.text("mtz")];
    const label = `Friedel ${version}: light - dark, in units of sigma`;
    if (out !== undefined) {
      await writeMap(map.grid, out, { labels: [label] });
      tell(`wrote ${out}: ${map.grid.shape.join(" × ")} points\n`);
    }
    if (mtz !== undefined) {
      await writeReflections(map.table.derive({ history: [`friedel ${version} difference`] }), mtz);
      tell(`wrote ${mtz}: ${map.table.length} reflections, ${map.table.labels.slice(3).join(" ")}\n`);
    }
    if (json !== "-") await writeText(json, `${JSON.stringify(differenceJson(report), null, 2)}\n`, tell);
  },
};

async function phasesOf(
  args: CommandArguments,
  structure: Structure | undefined,
): Promise<Structure | PhaseColumn> {
  const path = args.text("phases");
  if (path !== undefined)
    return { table: await readReflections(path), phase: args.text("phase-column") ?? "PHIC" };
  if (structure === undefined) throw new UsageError("friedel difference: got no --model, expected one");
  return structure;
}

function mapOptionsOf(args: CommandArguments): DifferenceMapOptions {
  const labels: AmplitudeLabels = { amplitude: args.text("amplitude"), sigma: args.text("sigma") };
  return {
    dark: labels,
    light: {
      amplitude: args.text("light-amplitude") ?? labels.amplitude,
      sigma: args.text("light-sigma") ?? (args.given.has("light-amplitude") ? undefined : labels.sigma),
    },
    scale: { kind: scaleKinds[args.text("scale") ?? "overall"] },
    weights: weightKinds.find((kind) => kind === args.text("weights")),
    alpha: args.given.has("alpha") ? args.number("alpha") : undefined,
    ...resolutionLimitsOf(args),
    sampleRate: args.number("sample-rate"),
    edgeTolerance: edgeToleranceOf(args),
    angleTolerance: args.number("angle-tolerance"),
    peaks: args.number("peaks"),
    minimum: args.number("minimum-sigma"),
  };
}

/** The extremes beside the residues of --residue. */
function nearResidues(
  args: CommandArguments,
  structure: Structure | undefined,
  grid: Parameters<typeof densityNear>[0],
): DifferenceReport["near"] {
  const wanted = args.text("residue");
  if (wanted === undefined) return undefined;
  if (structure === undefined)
    throw new UsageError("--residue: got no --model, expected one that has the residue (--model dark.pdb)");
  const names = wanted.split(",").map((name) => name.trim());
  const keys = structure.atoms.map((atom) => [atom.residueName, `${atom.chain}${atom.residueNumber}`]);
  for (const name of names) {
    if (keys.some((key) => key.includes(name))) continue;
    const nearest = nearestName(name, [...new Set(keys.flat())]);
    const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
    throw new InputError(`--residue ${name}: it is not in ${structure.name}${hint}`);
  }
  const atoms = structure.filter((_, i) => keys[i].some((key) => names.includes(key)));
  const radius = args.number("radius") ?? 2.5;
  return { residues: names, radius, ...densityNear(grid, atoms, { radius }) };
}
