/** The public API of Friedel for the browser: the pure rooms, without Node and without apache-arrow. */
export * from "./autodiff/index.js";
export * from "./crystal/index.js";
export * as distributions from "./distributions/index.js";
export * from "./errors.js";
export * from "./formats/index.js";
export * as kernels from "./kernels/index.js";
export * from "./maps/index.js";
export * from "./models/index.js";
export * as nn from "./nn/index.js";
export * as plots from "./plots/index.js";
export * as random from "./random/index.js";
export * from "./simulate/index.js";
export * from "./statistics/index.js";
export * from "./structure/index.js";
export * from "./table/index.js";
export * from "./training/index.js";
export * from "./version.js";
