/** Terms of the scale by name: one file each. */
import { type ImageTermsOptions, imageTerms } from "./imageTerms.js";
import type { ScaleTermSpec } from "./scaleTermTypes.js";

/** Terms that multiply the scale, by name. */
export const scaleTerms: {
  readonly imageTerms: (options?: ImageTermsOptions) => ScaleTermSpec;
} = { imageTerms };

export type { ImageTermsOptions } from "./imageTerms.js";
export type { ScaleTerm, ScaleTermData, ScaleTermSpec } from "./scaleTermTypes.js";
