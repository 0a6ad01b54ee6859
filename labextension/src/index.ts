/** The plugins of the extension, one a file of src/plugins. */
import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { fileTypesPlugin } from "./plugins/fileTypes.js";
import { kernelLinksPlugin } from "./plugins/kernelLinks.js";
import { settingsPlugin } from "./plugins/settings.js";

const plugins: JupyterFrontEndPlugin<unknown>[] = [settingsPlugin, fileTypesPlugin, kernelLinksPlugin];

export default plugins;
