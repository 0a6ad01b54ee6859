/** The plugins of the extension, one a file of src/plugins. */
import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { fileTypesPlugin } from "./plugins/fileTypes.js";
import { settingsPlugin } from "./plugins/settings.js";

const plugins: JupyterFrontEndPlugin<unknown>[] = [settingsPlugin, fileTypesPlugin];

export default plugins;
