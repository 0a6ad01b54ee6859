/** Public API of the table room. `toArrow` is not here: the browser entry must not pull in apache-arrow. */
export * from "./columnTypes.js";
export * from "./reflectionTable.js";
