/** Public API of the formats room: one file format per file, and the byte sources that they read from. */
export * from "./byteSource.js";
export {
  type Ccp4GridOptions,
  type Ccp4Map,
  gridOfCcp4Map,
  readCcp4Map,
  type WriteCcp4Options,
  writeCcp4Map,
} from "./ccp4Map.js";
export { type CifBlock, type CifColumn, type CifLoop, type CifValue, parseCif } from "./cif.js";
export { readCoordinates } from "./coordinates.js";
export {
  type CrystfelCrystal,
  type CrystfelLattice,
  type CrystfelStream,
  readCrystfel,
} from "./crystfel.js";
export { detectFormat, type FileFormat, formatNames } from "./detectFormat.js";
export { readDialsExperiments } from "./dialsExpt.js";
export { type DialsReflectionOptions, readDialsReflections } from "./dialsRefl.js";
export type {
  DialsBeam,
  DialsColumn,
  DialsCrystal,
  DialsData,
  DialsDetector,
  DialsExperiment,
  DialsExperiments,
  DialsImages,
  DialsPanel,
  DialsReflections,
  DialsScan,
  DialsUnread,
} from "./dialsTypes.js";
export { readMmcif } from "./mmcif.js";
export { type CifReflections, readMmcifReflections } from "./mmcifReflections.js";
export type { CoordinateOptions } from "./modelCrystal.js";
export {
  MsgpackBinary,
  type MsgpackLimits,
  type MsgpackMap,
  type MsgpackValue,
  readMsgpack,
} from "./msgpack.js";
export * from "./mtz.js";
export { type RowRange, readMtz, readMtzColumns, readMtzHeader } from "./mtzRead.js";
export { type MtzBlock, MtzReader, openMtz } from "./mtzReader.js";
export { readPdb } from "./pdb.js";
export { writePdb } from "./pdbWriter.js";
export {
  readSafetensors,
  type SafeTensor,
  type Safetensors,
  type SafetensorsArray,
  writeSafetensors,
} from "./safetensors.js";
export { readXds, type XdsExperiment, type XdsReflections, type XdsSet } from "./xds.js";
