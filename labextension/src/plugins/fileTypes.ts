/** The file types that the extension knows, with their icons in the file browser. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { mtzIcon } from "./icons.js";

/** The name of the file type of MTZ files in the document registry. */
export const mtzFileType = "mtz";

export const fileTypesPlugin: JupyterFrontEndPlugin<void> = {
  id: "friedel-labextension:file-types",
  description: "File types of crystallography: MTZ.",
  autoStart: true,
  activate: (app: JupyterFrontEnd) => {
    app.docRegistry.addFileType({
      name: mtzFileType,
      displayName: "MTZ reflections",
      extensions: [".mtz"],
      mimeTypes: ["application/x-mtz"],
      contentType: "file",
      fileFormat: "base64",
      icon: mtzIcon,
    });
  },
};
