/** Public API of the maps room: grids, their Fourier transforms, maps from structure factors, peaks and their neighbours. */
export {
  type AnomalousCoefficients,
  type AnomalousData,
  type AnomalousMap,
  type AnomalousMapOptions,
  anomalousCoefficients,
  anomalousDifferenceMap,
} from "./anomalousDifferenceMap.js";
export { type DensityExtreme, type DensityNearOptions, densityNear } from "./densityNear.js";
export {
  type DifferenceCoefficients,
  type DifferenceData,
  type DifferenceOptions,
  differenceCoefficients,
} from "./differenceCoefficients.js";
export type {
  DifferenceWeighting,
  DifferenceWeightOptions,
  DifferenceWeights,
} from "./differenceWeights.js";
export { Fft, goodSize, isGoodSize } from "./fft.js";
export {
  type FindPeaksOptions,
  findPeaks,
  type Peak,
  type PeakAtom,
  type PeakStructure,
} from "./findPeaks.js";
export {
  Grid,
  type GridFactors,
  type GridInit,
  type GridShapeOptions,
  gridFactors,
  gridShape,
  type MapStatistics,
} from "./grid.js";
export { type Neighbour, NeighbourSearch } from "./neighbourSearch.js";
export { type GridShape, type HalfComplex, inverseRealFft3, realFft3 } from "./realFft3.js";
export {
  type RelativeScale,
  type RelativeScaleKind,
  type RelativeScaleOptions,
  relativeScale,
} from "./relativeScale.js";
export { findSignedPeaks } from "./signedPeaks.js";
export {
  type MapCoefficients,
  type MapOptions,
  mapFromCoefficients,
  structureFactorsFromMap,
} from "./structureFactorMap.js";
