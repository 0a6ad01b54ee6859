/** Unit cells, space groups and Miller indices. */
export { type ExpandOptions, type Expansion, expandPhases, expandToP1, expandValues } from "./expandToP1.js";
export { parseHall } from "./hall.js";
export { type HarmonicsInput, type HarmonicTerms, harmonicTerms } from "./harmonics.js";
export {
  type GenerateHklOptions,
  generateHkl,
  HklIndex,
  largestPackedIndex,
  packHkl,
  unpackHkl,
} from "./millerIndex.js";
export { phasesFromAsu, phasesToAsu, wrapPhase } from "./phases.js";
export { type Quaternion, rotationMatrix } from "./rotationMatrix.js";
export { SpaceGroup, type SpaceGroupLike } from "./spaceGroup.js";
export { identityOperation, SymmetryOperation, translationDenominator } from "./symmetryOperation.js";
export { type CellParameters, UnitCell, type UnitCellLike } from "./unitCell.js";
