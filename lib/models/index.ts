/** The models: each takes data and options, is trained, and gives a run. */
export * from "./merging/index.js";
export { type Platform, setPlatform } from "./platform.js";
