/** Simulated diffraction data with known truth. */
export { iceRingTable, iceSpacing } from "./iceRings.js";
export {
  type LaueObservationTruth,
  type LaueReflectionTruth,
  type LaueSimulation,
  simulateLaue,
} from "./laueData.js";
export { type LaueGeometry, type LaueSpots, predictLaueSpots } from "./laueGeometry.js";
export { type LaueSimulationOptions, laueSimulationDefaults } from "./laueOptions.js";
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
export type { CountedOptions, GoniometerOptions } from "./sharedOptions.js";
export type { CrystalOptions } from "./simulatedCrystal.js";
export {
  type BendingMagnetOptions,
  bendingMagnetSpectrum,
  type PinkBeamOptions,
  pinkBeamSpectrum,
  type Spectrum,
} from "./spectrum.js";
export {
  type StillsImageTruth,
  type StillsObservationTruth,
  type StillsSimulation,
  simulateStills,
} from "./stillsData.js";
export { type PredictedStills, predictStills, type StillsGeometry } from "./stillsGeometry.js";
export { type StillsSimulationOptions, stillsSimulationDefaults } from "./stillsOptions.js";
export {
  compareWithTruth,
  type TruthAgreement,
  type TruthComparison,
  type TruthComparisonOptions,
} from "./truthComparison.js";
