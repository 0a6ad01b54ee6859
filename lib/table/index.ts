/**
 * Public API of the table room. Verbs whose names say nothing outside of a table (sort, group, join) are its methods
 * only. `toArrow` is not here: the browser entry must not pull in apache-arrow.
 */
export { type AmplitudeLabels, amplitudesOf } from "./amplitudeColumns.js";
export {
  type FriedelSuffixes,
  type StackOptions,
  stackAnomalous,
  type UnstackOptions,
  unstackAnomalous,
} from "./anomalous.js";
export { type AnomalousMapOfTable, type AnomalousMapOfTableOptions, anomalousMap } from "./anomalousMap.js";
export { type AsuOptions, hklToAsu, hklToObserved } from "./asu.js";
export {
  computeEpsilon,
  computeMultiplicity,
  labelAbsences,
  labelCentrics,
  removeAbsences,
} from "./centric.js";
export {
  type Column,
  type ColumnData,
  type ColumnInit,
  type ColumnType,
  columnTypeMeanings,
  isColumnType,
  isIntegerType,
} from "./columnTypes.js";
export { type ConcatOptions, concat as concatTables } from "./concat.js";
export { type FromCrystfelOptions, fromCrystfel } from "./crystfel.js";
export { type DanfoFrame, type DanfoLike, type FromDanfoOptions, toDanfo } from "./danfo.js";
export type { DialsIntensity } from "./dialsRows.js";
export {
  type DifferenceMap,
  type DifferenceMapOptions,
  differenceMap,
  type PhaseColumn,
} from "./differenceMap.js";
export { type DisplayOptions, resolutionRange, tableToHtml, tableToText } from "./display.js";
export { ewaldOffsets } from "./ewaldOffset.js";
export { fromDanfo } from "./fromDanfo.js";
export { dialsTableColumns, type FromDialsOptions, fromDials } from "./fromDials.js";
export { type Aggregate, type AggregateColumn, Groups } from "./groupBy.js";
export { type CrystalCellOptions, checkIsomorphous, type IsomorphismOptions } from "./isomorphism.js";
export type { JoinKind, JoinOptions } from "./join.js";
export { modelPhases } from "./modelPhases.js";
export { mtzCell, mtzColumnNames, mtzSpaceGroup } from "./mtz.js";
export { ReflectionTable, type ReflectionTableInit } from "./reflectionTable.js";
export {
  assignShells,
  computeDHKL,
  type ResolutionShells,
  resolutionShells,
  resolutions,
  type ShellOptions,
  shellsOf,
} from "./resolution.js";
export type { SortKey } from "./sort.js";
export { type TensorflowLike, toTf, toTfColumns } from "./tensorflow.js";
export { fromXds } from "./xds.js";
