/** A notebook with our kernel, from the launcher or the palette; its card is there only where the kernel is. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette } from "@jupyterlab/apputils";
import { IDefaultFileBrowser } from "@jupyterlab/filebrowser";
import { ILauncher } from "@jupyterlab/launcher";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type { IDisposable } from "@lumino/disposable";
import { friedelCategory } from "./category.js";
import { friedelIcon } from "./icons.js";

const command = "friedel:new-notebook";
const kernel = "friedel";

/** What the first cell of a new notebook says. */
const firstCell = `import { merge, plots, readReflections, show } from "friedel";

// any format: MTZ, mmCIF … ; a path is from the folder of this notebook
// const table = await readReflections("unmerged.mtz");
// table`;

export const newNotebookPlugin: JupyterFrontEndPlugin<void> = {
  id: "friedel-labextension:new-notebook",
  description: "A new notebook with the kernel TypeScript (Friedel).",
  autoStart: true,
  optional: [ICommandPalette, ILauncher, IDefaultFileBrowser],
  activate: (
    app: JupyterFrontEnd,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    browser: IDefaultFileBrowser | null,
  ) => {
    const { commands } = app;
    const { kernelspecs } = app.serviceManager;
    const hasKernel = () => kernelspecs.specs?.kernelspecs[kernel] !== undefined;
    commands.addCommand(command, {
      label: ({ isPalette }) => (isPalette ? "New Friedel Notebook" : "Friedel Notebook"),
      caption: "A new notebook with the kernel TypeScript (Friedel)",
      icon: friedelIcon,
      isEnabled: hasKernel,
      execute: async ({ cwd }) => {
        const panel: NotebookPanel = await commands.execute("notebook:create-new", {
          cwd: typeof cwd === "string" ? cwd : (browser?.model.path ?? ""),
          kernelName: kernel,
        });
        await panel.context.ready;
        panel.content.activeCell?.model.sharedModel.setSource(firstCell);
        return panel;
      },
    });
    palette?.addItem({ command, category: friedelCategory, args: { isPalette: true } });
    let card: IDisposable | undefined;
    const follow = () => {
      commands.notifyCommandChanged(command);
      if (hasKernel()) card ??= launcher?.add({ command, category: friedelCategory, rank: 0 });
      else {
        card?.dispose();
        card = undefined;
      }
    };
    kernelspecs.specsChanged.connect(follow);
    void kernelspecs.ready.then(follow);
  },
};
