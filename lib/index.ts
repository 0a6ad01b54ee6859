/** The public API of Friedel for Node and notebooks: every room, and what reads files and shows results. */
export * from "./errors.js";
export * from "./notebook/index.js";
export * from "./version.js";
