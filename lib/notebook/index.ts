/** The link to the notebook: rich displays of tables, plots and trainings in a tslab kernel. */

import "./platform.js";

export {
  type Comm,
  type CommData,
  type Comms,
  type CommTarget,
  notebookComms,
  trainingTarget,
} from "./link/index.js";
export { type ProgressLineOutput, progressLine } from "./progressLine.js";
export { mimeBundle, show } from "./show.js";
export { showReport } from "./showReport.js";
export type { DisplayWriter } from "./tslab.js";
