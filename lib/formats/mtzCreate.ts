/**
 * A new MTZ file from its contents: an empty one, to which all contents are changes.
 */
import { UnitCell } from "../crystal/unitCell.js";
import type { MtzChanges, MtzColumnInit } from "./mtzChange.js";
import type { MtzParts } from "./mtzParts.js";
import { makePreamble, preambleLength } from "./mtzPreamble.js";
import { countsRecord, missingRecord, sortRecord } from "./mtzRecordEdit.js";
import { record } from "./mtzRecords.js";
import type { MtzDataset } from "./mtzTypes.js";

/** A data set to be written: at least a name. */
export interface MtzDatasetInit {
  /** By default its place in the list, from 1. */
  readonly id?: number;
  /** By default "project". */
  readonly project?: string;
  /** By default "crystal". */
  readonly crystal?: string;
  readonly name: string;
  /** By default the cell of the file. */
  readonly cell?: readonly number[];
  /** Å; 0, the default, where unknown. */
  readonly wavelength?: number;
}

/** What {@link Mtz.create} takes. */
export type MtzInit = Omit<MtzChanges, "datasets" | "cell" | "spaceGroup" | "columns"> &
  Required<Pick<MtzChanges, "cell" | "spaceGroup">> & {
    /** The Miller index first: three columns of type H. */
    readonly columns: readonly MtzColumnInit[];
    /** By default one, of id 1. A base data set of id 0 (HKL_base) is added where a column belongs to it. */
    readonly datasets?: readonly MtzDatasetInit[];
    /** What errors call the file. */
    readonly name?: string;
  };

/** A file with nothing in it. */
export function emptyParts(init: MtzInit): MtzParts {
  const bigEndian = init.bigEndian ?? false;
  const none = new Uint8Array(0);
  return {
    name: init.name ?? "MTZ",
    preamble: { bytes: makePreamble(preambleLength, bigEndian), bigEndian, headerStart: preambleLength },
    rows: { bytes: none, rowCount: 0, columnCount: 0, bigEndian },
    gap: none,
    records: [
      record("VERS MTZ:V1.1"),
      record("TITLE"),
      countsRecord(0, 0, 0),
      sortRecord([]),
      missingRecord(Number.NaN),
      record("END"),
    ],
    trailer: [{ kind: "record", head: record("MTZENDOFHEADERS") }],
    appended: none,
  };
}

/** The contents with all that is left open filled in. @throws InputError for an impossible cell */
export function withDefaults(init: MtzInit): MtzChanges {
  const cell = UnitCell.of(init.cell).toArray();
  const given = init.datasets ?? [{ name: "dataset" }];
  const datasets = given.map(
    (dataset, i): MtzDataset => ({
      id: dataset.id ?? i + 1,
      project: dataset.project ?? "project",
      crystal: dataset.crystal ?? "crystal",
      name: dataset.name,
      cell: dataset.cell ?? cell,
      wavelength: dataset.wavelength ?? 0,
    }),
  );
  const inBase = ({ type, datasetId }: MtzColumnInit): boolean => (datasetId ?? (type === "H" ? 0 : 1)) === 0;
  if (init.columns.some(inBase) && !datasets.some(({ id }) => id === 0)) {
    const base = "HKL_base";
    datasets.unshift({ id: 0, project: base, crystal: base, name: base, cell, wavelength: 0 });
  }
  return { ...init, cell, datasets };
}
