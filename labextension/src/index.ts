/** The plugins of the extension, one a file of src/plugins. */
import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { fileTypesPlugin } from "./plugins/fileTypes.js";
import { helpPagePlugin } from "./plugins/helpPage.js";
import { kernelLinksPlugin } from "./plugins/kernelLinks.js";
import { newNotebookPlugin } from "./plugins/newNotebook.js";
import { outputsPlugin } from "./plugins/outputs.js";
import { settingsPlugin } from "./plugins/settings.js";

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  settingsPlugin,
  fileTypesPlugin,
  kernelLinksPlugin,
  outputsPlugin,
  newNotebookPlugin,
  helpPagePlugin,
];

export default plugins;
