/**
 * What careless's programs gave (test/reference/statistics/careless.py), and the made-up files they gave it for, as tables;
 * the folder of its runs on real data, ../shared/reference beside the data.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "vitest";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { type CorrelationKind, type MergedHalves, predictionTable } from "../../lib/statistics/index.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { dataFolder, hasData } from "../data.js";
import { reference } from "./reflections.js";

/** One row of a CSV of careless. */
export interface CarelessRow {
  readonly bin: number;
  /** "15.22 - 3.98", Å. */
  readonly range: string;
  readonly repeat?: string;
  readonly test?: string;
  readonly value: number;
}

type Methods = Readonly<Record<CorrelationKind | "weighted", readonly CarelessRow[]>>;
type HalfColumns = Readonly<Record<string, readonly (number | null)[]>> & {
  readonly repeat: number;
  readonly half: number;
  readonly hkl: readonly number[];
};

export const careless = reference<{
  cell: number[];
  spaceGroup: string;
  predictions: {
    hkl: number[];
    observed: number[];
    sigma: number[];
    predicted: number[];
    predictedSigma: number[];
    test: number[];
    image: number[];
    weightedOverall: { train: number; test: number };
  };
  ccPred: Methods;
  halves: HalfColumns[];
  ccHalf: Methods;
  ccHalfAmplitudes: Methods;
  ccAnomalous: Methods;
  gamma: { ccHalf: Methods; ccAnomalous: Methods };
}>("careless");

const crystal = { cell: careless.cell, spaceGroup: careless.spaceGroup };

/** The made-up predictions. */
export function madePredictions(): ReflectionTable {
  const { hkl, ...columns } = careless.predictions;
  return predictionTable({ ...columns, hkl: Int32Array.from(hkl) }, { ...crystal, name: "predictions.mtz" });
}

/** The made-up half data sets, three repeats, in one table as careless writes it. */
export function madeHalvesTable(): ReflectionTable {
  const types = { F: "G", SigF: "L", I: "K", SigI: "M", N: "R" } as const;
  const all = <T>(of: (half: HalfColumns) => readonly T[]): T[] => careless.halves.flatMap(of);
  const whole = (label: string, values: number[], type: "H" | "I") => ({
    label,
    type,
    data: Int32Array.from(values),
  });
  const rows = (half: HalfColumns) => Array.from({ length: half.hkl.length / 3 }, (_, i) => i);
  return new ReflectionTable({
    ...crystal,
    merged: true,
    name: "xval.mtz",
    columns: [
      ...["H", "K", "L"].map((label, axis) =>
        whole(
          label,
          all((half) => rows(half).map((i) => half.hkl[3 * i + axis])),
          "H",
        ),
      ),
      ...["(+)", "(-)"].flatMap((mate) =>
        (Object.keys(types) as (keyof typeof types)[]).map((stem) => ({
          label: stem + mate,
          type: types[stem],
          data: Float32Array.from(
            all((half) => half[stem + mate]),
            (value) => value ?? Number.NaN,
          ),
        })),
      ),
      whole(
        "repeat",
        all((half) => rows(half).map(() => half.repeat)),
        "I",
      ),
      whole(
        "half",
        all((half) => rows(half).map(() => half.half)),
        "I",
      ),
    ],
  });
}

/** Halves with F and SIGF only, mates together (those of the plus column). */
export function together({ first, second }: MergedHalves): MergedHalves {
  const plain = (table: ReflectionTable) => {
    const kept = table.select(["H", "K", "L", "F(+)", "SigF(+)"]).rename({ "F(+)": "F", "SigF(+)": "SIGF" });
    return kept.derive({
      columns: kept.columns.map((column) => ({
        ...column,
        type: column.type === "G" ? "F" : column.type === "L" ? "Q" : column.type,
      })),
    });
  };
  return { first: plain(first), second: plain(second) };
}

const folder = join(dataFolder, "../reference/careless");

/** `test` for a test that needs careless's own runs: skipped, as those on real data are, where they are absent. */
export const carelessTest: typeof test = (
  hasData && existsSync(folder) ? test : test.skipIf(true)
) as typeof test;

/** A table of careless's runs. */
export async function carelessTable(path: string): Promise<ReflectionTable> {
  return ReflectionTable.fromMtz(await readMtz(bytesSource(readFileSync(join(folder, path)), path)), {
    name: path,
  });
}
