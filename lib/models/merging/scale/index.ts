/** Terms of the scale by name: one file each. */
import { type AbsorptionOptions, absorption } from "./absorption.js";
import { type ImageTermsOptions, imageTerms } from "./imageTerms.js";
import { type LorentzPolarisationOptions, lorentzPolarisation } from "./lorentzPolarisation.js";
import { type RadiationDamageOptions, radiationDamage } from "./radiationDamage.js";
import type { ScaleTermSpec } from "./scaleTermTypes.js";
import { type SmoothRotationOptions, smoothRotation } from "./smoothRotation.js";

/** Terms that multiply the scale, by name. */
export const scaleTerms: {
  readonly imageTerms: (options?: ImageTermsOptions) => ScaleTermSpec;
  readonly lorentzPolarisation: (options?: LorentzPolarisationOptions) => ScaleTermSpec;
  readonly smoothRotation: (options?: SmoothRotationOptions) => ScaleTermSpec;
  readonly radiationDamage: (options?: RadiationDamageOptions) => ScaleTermSpec;
  readonly absorption: (options?: AbsorptionOptions) => ScaleTermSpec;
} = { imageTerms, lorentzPolarisation, smoothRotation, radiationDamage, absorption };

export type { AbsorptionOptions } from "./absorption.js";
export type { ImageTermsOptions } from "./imageTerms.js";
export type { LorentzPolarisationOptions } from "./lorentzPolarisation.js";
export type { RadiationDamageOptions } from "./radiationDamage.js";
export type { ScaleTerm, ScaleTermData, ScaleTermSpec } from "./scaleTermTypes.js";
export type { SmoothRotationOptions } from "./smoothRotation.js";
