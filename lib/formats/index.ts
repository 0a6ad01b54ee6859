/** Public API of the formats room: one file format per file, and the byte sources that they read from. */
export * from "./byteSource.js";
export * from "./mtz.js";
export * from "./mtzRead.js";
