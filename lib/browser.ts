/** The public API of Friedel for the browser: the pure rooms, without Node and without apache-arrow. */
export * from "./errors.js";
export * from "./version.js";
