/** Options that the commands on unmerged reflections share, and what they mean for the statistics room. */
import type { ByteSource } from "../formats/byteSource.js";
import { detectFormat } from "../formats/detectFormat.js";
import { readMtzHeader } from "../formats/mtzRead.js";
import { splitExperiments } from "../node/dialsFiles.js";
import { withFile } from "../node/fileSource.js";
import { readReflections } from "../node/reflectionFiles.js";
import type { MergingStatisticsOptions, ObservationOptions, OutlierOptions } from "../statistics/index.js";
import { statesSpaceGroup } from "../table/mtz.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { cellOptions, cellsOf, crystalsOf, ofOneCrystal } from "./cellOptions.js";
import type { CommandArguments, CommandOption } from "./command.js";
import { recordOptions, recordsOf, reindexed } from "./recordOptions.js";
import { resolutionLimitsOf, resolutionOptions } from "./resolutionLimits.js";

/** Which observations to read. */
export const selectionOptions: readonly CommandOption[] = [
  ...resolutionOptions(
    "High-resolution limit: observations beyond it are left out. By default all are used.",
    "Low-resolution limit: observations below it are left out, for example those behind the beam stop.",
  ),
  {
    name: "intensity",
    aliases: ["intensity-key"],
    type: "text",
    value: "LABEL",
    help: "Column of intensities. By default the one of type J (of several: I, or the first).",
  },
  {
    name: "sigma",
    aliases: ["uncertainty-key"],
    type: "text",
    value: "LABEL",
    help: "Column of their standard deviations. By default SIG + the intensity's label, or the one of type Q.",
  },
  {
    name: "space-group",
    type: "text",
    value: "SYMBOL",
    help: 'Space group to merge in instead of the file\'s, for example "P 21 21 21" or 19.',
  },
  ...cellOptions,
  ...recordOptions,
];

/** Which observations not to believe. */
export const outlierOption: CommandOption = {
  name: "outlier-sigma",
  type: "number",
  value: "SIGMA",
  minimum: 0,
  default: 6,
  help: "Reject an observation that lies further than this from the others of its reflection, in units of the combined standard deviation. 0 keeps everything.",
};

/** Which observations to use. */
export const observationOptions: readonly CommandOption[] = [...selectionOptions, outlierOption];

/** How the statistics are divided by resolution. */
export const shellsOption: CommandOption = {
  name: "shells",
  type: "integer",
  minimum: 1,
  maximum: 200,
  default: 10,
  value: "N",
  help: "Number of resolution shells of equal volume, about as many reflections in each.",
};

/** How often observations are divided into halves. */
export const repeatsOption: CommandOption = {
  name: "repeats",
  type: "integer",
  minimum: 1,
  maximum: 1000,
  default: 10,
  value: "N",
  help: "How often the observations are divided at random into halves for CC1/2 and CCanom; the mean is given.",
};

/** How the statistics are divided and drawn. */
export const statisticsOptions: readonly CommandOption[] = [
  shellsOption,
  repeatsOption,
  {
    name: "seed",
    type: "integer",
    minimum: 0,
    default: 0,
    value: "N",
    help: "Seed of those divisions: the same seed gives the same figures.",
  },
];

/** Lines of a table's history that say that its crystals may not be what they are taken for. */
const doubtful = /^(?:CrystFEL|DIALS): (left out \d+ crystals .*|indexed with .*|the cell does not .*)/;

/**
 * The tables of the files named, in the space group asked for; .expt files of DIALS go with their reflections.
 * @param tell is told what is left out since its cell differs (--other-cells drop), and where a lattice does not go with the
 *   space group
 * @throws what reading throws; InputError where a file would be left out that is to be merged apart
 */
export async function readUnmerged(
  args: CommandArguments,
  tell: (line: string) => void,
): Promise<ReflectionTable[]> {
  const symbol = args.text("space-group");
  const spaceGroup = symbol !== undefined && /^\d+$/.test(symbol) ? Number(symbol) : symbol;
  const { paths, experiments } = await splitExperiments(args.operands);
  const tables: ReflectionTable[] = [];
  for (const path of paths) {
    // on other axes the group is that of those, which `reindexed` sets; but some files cannot be read without
    const later = args.given.has("reindex") && (await withFile(path, tellsSpaceGroup));
    const options = { spaceGroup: later ? undefined : spaceGroup, experiments, ...crystalsOf(args) };
    tables.push(await readReflections(path, options));
  }
  for (const { name, history } of tables)
    for (const line of history) {
      const doubt = doubtful.exec(line)?.[1];
      if (doubt !== undefined) tell(`${name}: ${doubt}\n`);
    }
  return ofOneCrystal(reindexed(tables, args), args, tell);
}

/** Whether a file can be read without the option; of formats that always do, or cannot be read at all, it is not asked. */
async function tellsSpaceGroup(source: ByteSource): Promise<boolean> {
  const format = await detectFormat(source);
  return format === "mtz" ? statesSpaceGroup(await readMtzHeader(source)) : format !== "crystfel";
}

/** What {@link selectionOptions} stand for. @throws InputError for limits the wrong way round */
export function selectionOf(args: CommandArguments): ObservationOptions {
  return {
    ...resolutionLimitsOf(args),
    intensity: args.text("intensity"),
    sigma: args.text("sigma"),
    ...cellsOf(args),
    ...recordsOf(args),
  };
}

/**
 * The options of the statistics room that the shared command options stand for.
 * @param anomalous whether Friedel mates may differ; if not, outliers are judged among all observations alike
 */
export function statisticsOptionsOf(args: CommandArguments, anomalous = true): MergingStatisticsOptions {
  return {
    ...selectionOf(args),
    outliers: outlierOptionsOf(args, anomalous),
    shells: args.number("shells"),
    repeats: args.number("repeats"),
    seed: args.number("seed"),
  };
}

function outlierOptionsOf(args: CommandArguments, anomalous: boolean): OutlierOptions | false {
  const within = args.number("outlier-sigma") ?? 6;
  return within === 0 ? false : { within, all: anomalous ? 1.5 * within : within, anomalous };
}
