/** The public API of Friedel for Node and notebooks: every room, and what reads files and shows results. */
export * from "./browser.js";
export * from "./node/index.js";
export * from "./notebook/index.js";
export * from "./table/toArrow.js";
