/** Unit cells, space groups and Miller indices. */
export { parseHall } from "./hall.js";
export { SpaceGroup, type SpaceGroupLike } from "./spaceGroup.js";
export { identityOperation, SymmetryOperation, translationDenominator } from "./symmetryOperation.js";
export { type CellParameters, UnitCell, type UnitCellLike } from "./unitCell.js";
