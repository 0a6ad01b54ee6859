/** Reads the sgtbx oracle, data/symmetry/sgtbx.csv.bz2: one row for each of 11³ indices in each of 530 settings. */
import { execFileSync } from "node:child_process";
import { dataFile } from "../data.js";

/** One row of the table. */
export interface SgtbxRow {
  readonly xhm: string;
  readonly hall: string;
  readonly hkl: readonly [number, number, number];
  readonly asu: readonly [number, number, number];
  readonly inAsu: boolean;
  readonly centric: boolean;
  readonly absent: boolean;
  readonly epsilon: number;
  readonly epsilonWithCentring: number;
  readonly epsilonWithoutCentring: number;
  /** Radians; undefined for an acentric reflection. */
  readonly phases: readonly number[] | undefined;
}

/** All rows, by setting. */
export function readSgtbx(): Map<string, SgtbxRow[]> {
  const script = "import bz2, sys; sys.stdout.buffer.write(bz2.open(sys.argv[1]).read())";
  const text = execFileSync("python3", ["-c", script, dataFile("symmetry/sgtbx.csv.bz2")], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  const settings = new Map<string, SgtbxRow[]>();
  for (const line of text.split(/\r?\n/).slice(1)) {
    if (line === "") continue;
    const field = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
      (match) => match[1]?.replaceAll('""', '"') ?? match[2],
    );
    const n = (i: number): number => Number(field[i]);
    const row = {
      xhm: field[0],
      hall: field[1],
      hkl: [n(3), n(4), n(5)] as const,
      asu: [n(6), n(7), n(8)] as const,
      inAsu: field[9] === "True",
      centric: field[10] === "True",
      absent: field[11] === "True",
      epsilon: n(12),
      epsilonWithCentring: n(13),
      epsilonWithoutCentring: n(14),
      phases: field[15] === "None" ? undefined : field[15].split(",").map(Number),
    };
    const rows = settings.get(row.xhm);
    if (rows === undefined) settings.set(row.xhm, [row]);
    else rows.push(row);
  }
  return settings;
}
