/** The priors of merging by name: one file each. */
import { type CustomPriorOptions, custom } from "./custom.js";
import { type DoubleWilsonOptions, doubleWilson } from "./doubleWilson.js";
import { type EmpiricalOptions, empirical } from "./empirical.js";
import type { Prior, PriorFunction } from "./priorTypes.js";
import { type WilsonOptions, wilson } from "./wilson.js";

/** Priors by name. */
export const priors: {
  readonly wilson: (options?: WilsonOptions) => Prior;
  readonly doubleWilson: (options?: DoubleWilsonOptions) => Prior;
  readonly empirical: (options: EmpiricalOptions) => Prior;
  readonly custom: (logProbability: PriorFunction, options?: CustomPriorOptions) => Prior;
} = { wilson, doubleWilson, empirical, custom };

export type { CustomPriorOptions } from "./custom.js";
export type { DoubleWilsonOptions } from "./doubleWilson.js";
export type { EmpiricalOptions } from "./empirical.js";
export type {
  Prior,
  PriorColumns,
  PriorData,
  PriorFunction,
  PriorMoments,
  PriorReflection,
  PriorRelations,
  RelatedDataSets,
} from "./priorTypes.js";
export type { WilsonOptions } from "./wilson.js";
