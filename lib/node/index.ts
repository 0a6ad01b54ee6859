/** What is Node's own: files, and threads for the numeric engine. */
export { readStructure, writeStructure } from "./coordinateFiles.js";

import "./platform.js";

export { exampleData } from "./exampleData.js";
export { type FileSource, fileSource, withFile } from "./fileSource.js";
export { folderStore } from "./folderStore.js";
export { readMap, writeMap } from "./mapFiles.js";
export { type ReadReflectionsOptions, readReflections, writeReflections } from "./reflectionFiles.js";
export { type SweepOptions, sweep } from "./sweep.js";
export { readSweep } from "./sweepFolder.js";
export type { SlurmSweepOptions } from "./sweepOnSlurm.js";
export {
  type Resubmission,
  type ResubmitOptions,
  readSubmissions,
  resubmitLost,
  type SlurmSubmission,
  type SlurmTrial,
  slurmTrials,
  submitSweep,
  type WaitOptions,
  waitForSweep,
} from "./sweepSlurm.js";
export type { ProgramWords, WorkerOptions } from "./sweepWorkers.js";
export { readWeights, writeWeights } from "./weightFiles.js";
export { enableRelaxedSimd, nodeRowEngine, startWorker } from "./workers.js";
export { writeFileAtomic } from "./writeFile.js";
