/** The plugins of the extension, one a file of src/plugins. */
import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { fileTypesPlugin } from "./plugins/fileTypes.js";
import { helpPagePlugin } from "./plugins/helpPage.js";
import { kernelLinksPlugin } from "./plugins/kernelLinks.js";
import { mtzPlugin } from "./plugins/mtz.js";
import { newNotebookPlugin } from "./plugins/newNotebook.js";
import { outputsPlugin } from "./plugins/outputs.js";
import { reciprocalPlugin } from "./plugins/reciprocal.js";
import { reportPlugin } from "./plugins/report.js";
import { runsPlugin } from "./plugins/runs.js";
import { settingsPlugin } from "./plugins/settings.js";
import { trainingPlugin } from "./plugins/training.js";
import { trainingsPlugin } from "./plugins/trainings.js";

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  settingsPlugin,
  fileTypesPlugin,
  kernelLinksPlugin,
  mtzPlugin,
  outputsPlugin,
  newNotebookPlugin,
  helpPagePlugin,
  trainingsPlugin,
  trainingPlugin,
  runsPlugin,
  reciprocalPlugin,
  reportPlugin,
];

export default plugins;
