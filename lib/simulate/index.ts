/** Simulated diffraction data with known truth. */
export { iceRingTable, iceSpacing } from "./iceRings.js";
export { type HeavyAtoms, type RandomStructureOptions, randomStructure } from "./randomStructure.js";
export { type ObservationTruth, type RotationData, simulateRotation } from "./rotationData.js";
export {
  crossingAngles,
  type PredictedReflections,
  predictReflections,
  type RotationGeometry,
  randomOrientation,
} from "./rotationGeometry.js";
export { type RotationOptions, rotationDefaults } from "./rotationOptions.js";
