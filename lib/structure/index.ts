/** Atoms, form factors and structure factors by direct summation. */
export {
  type AnomalousFactor,
  anomalousFactor,
  anomalousFactors,
  characteristicWavelengths,
} from "./anomalousFactors.js";
export { type Atom, atom } from "./atom.js";
export {
  anisotropicDebyeWaller,
  betaOfU,
  equivalentB,
  isotropicDebyeWaller,
  isotropicU,
} from "./debyeWaller.js";
export { type DirectSummationOptions, directSummation, type StructureFactors } from "./directSummation.js";
export { type Element, elementOf, findElement } from "./elements.js";
export { evaluateFormFactor, type FormFactor, formFactor, hasFormFactor } from "./formFactors.js";
export { type AtomSelection, Structure, type StructureInit } from "./structure.js";
