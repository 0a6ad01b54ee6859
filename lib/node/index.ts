/** What reads and writes files: Node's own part of the library. */
export { readStructure, writeStructure } from "./coordinateFiles.js";
export { exampleData } from "./exampleData.js";
export { type FileSource, fileSource, withFile } from "./fileSource.js";
export { readMap, writeMap } from "./mapFiles.js";
export { readReflections, writeReflections } from "./reflectionFiles.js";
export { writeFileAtomic } from "./writeFile.js";
