/** The links to the kernels of all open notebooks, for the other plugins: `requires: [IKernelLinks]`. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { Token } from "@lumino/coreutils";
import { type KernelLink, KernelLinks } from "../common/kernelLink.js";

/** Links by kernel, and the link of a notebook. */
export interface IKernelLinks {
  readonly links: KernelLinks;
  /** undefined where the notebook has no kernel, or one of another language. */
  ofNotebook(panel: NotebookPanel): KernelLink | undefined;
}

export const IKernelLinks: Token<IKernelLinks> = new Token<IKernelLinks>(
  "friedel-labextension:IKernelLinks",
  "Comms to the Friedel in the kernels of the open notebooks.",
);

export const kernelLinksPlugin: JupyterFrontEndPlugin<IKernelLinks> = {
  id: "friedel-labextension:kernel-links",
  description: "Comms to the Friedel in the kernels of the open notebooks.",
  autoStart: true,
  optional: [INotebookTracker],
  provides: IKernelLinks,
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker | null): IKernelLinks => {
    const links = new KernelLinks();
    const ofNotebook = (panel: NotebookPanel) => {
      const kernel = panel.sessionContext.session?.kernel;
      // A kernel of another language would complain of a comm that it does not know.
      return kernel && isTypeScript(app, kernel.name) ? links.of(kernel) : undefined;
    };
    notebooks?.widgetAdded.connect((_, panel) => {
      ofNotebook(panel);
      panel.sessionContext.kernelChanged.connect(() => void ofNotebook(panel));
    });
    return { links, ofNotebook };
  },
};

function isTypeScript({ serviceManager }: JupyterFrontEnd, kernel: string): boolean {
  return /^(typescript|javascript)$/.test(
    serviceManager.kernelspecs.specs?.kernelspecs[kernel]?.language ?? "",
  );
}
