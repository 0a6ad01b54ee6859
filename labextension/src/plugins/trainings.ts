/**
 * The trainings of the page, for the panel and the sidebar: `requires: [ITrainings]`. It joins what the links to the kernels
 * tell with the run folders on the server (src/training/trainingHub.ts).
 */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { PageConfig } from "@jupyterlab/coreutils";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { Token } from "@lumino/coreutils";
import { type ISignal, Signal } from "@lumino/signaling";
import type { KernelLink } from "../common/kernelLink.js";
import type { FolderFiles } from "../training/historyFeed.js";
import { serverFolders } from "../training/serverFolder.js";
import { folderOf } from "../training/serverPaths.js";
import { type KernelChannel, TrainingHub } from "../training/trainingHub.js";
import { IKernelLinks } from "./kernelLinks.js";
import { jupyterServer } from "./server.js";

/** The trainings, and the files of their runs. */
export interface ITrainings {
  readonly hub: TrainingHub;
  readonly files: FolderFiles;
  /** A kernel was linked or lost: buttons may have become live or grey. */
  readonly linksChanged: ISignal<ITrainings, void>;
  /** The open notebook of a path. */
  notebook(path: string | undefined): NotebookPanel | undefined;
}

export const ITrainings: Token<ITrainings> = new Token<ITrainings>(
  "friedel-labextension:ITrainings",
  "The trainings that the page knows.",
);

export const trainingsPlugin: JupyterFrontEndPlugin<ITrainings> = {
  id: "friedel-labextension:trainings",
  description: "What kernels and run folders tell of trainings.",
  autoStart: true,
  requires: [IKernelLinks],
  optional: [INotebookTracker],
  provides: ITrainings,
  activate: (
    app: JupyterFrontEnd,
    { links }: IKernelLinks,
    notebooks: INotebookTracker | null,
  ): ITrainings => {
    const { contents, serverSettings } = app.serviceManager;
    const files = serverFolders(jupyterServer(serverSettings));
    const hub = new TrainingHub({
      files,
      serverRoot: PageConfig.getOption("serverRoot"),
      now: () => Date.now(),
      after(milliseconds, callback) {
        const timer = setTimeout(callback, milliseconds);
        return () => clearTimeout(timer);
      },
    });
    const pathOf = (panel: NotebookPanel) => contents.localPath(panel.context.path);
    const service = {
      hub,
      files,
      linksChanged: new Signal<ITrainings, void>({} as ITrainings),
      notebook: (path: string | undefined) => notebooks?.find((panel) => pathOf(panel) === path),
    };
    const notebookOf = (link: KernelLink) => {
      const panel = notebooks?.find(({ sessionContext }) => sessionContext.session?.kernel === link.kernel);
      return panel === undefined ? "" : pathOf(panel);
    };
    const follow = (link: KernelLink) => {
      followLink(hub, link, () => notebookOf(link));
      link.onState(() => service.linksChanged.emit());
    };
    for (const link of links.list()) follow(link);
    links.onAdded(follow);
    return service;
  },
};

let opened = 0;

/** Makes a channel of the hub from each time that a link is open. */
function followLink(hub: TrainingHub, link: KernelLink, notebook: () => string): void {
  let channel: KernelChannel | undefined;
  // the kernel's connection forgets its notebook when it ends
  let place = "";
  const close = (ended: boolean) => {
    if (channel !== undefined) hub.kernelClosed(channel.id, ended);
    channel = undefined;
    if (ended && place !== "") hub.notebookIdle(place);
  };
  const follow = () => {
    place = notebook() || place;
    if (link.state === "open") {
      if (channel !== undefined) return;
      channel = {
        id: `${link.kernel.id} ${++opened}`,
        folder: folderOf(place),
        notebook: place,
        ask: (data) => link.ask(data),
      };
      hub.kernelOpened(channel);
    } else if (link.state === "absent") close(link.kernel.handleComms);
    else close(link.state === "dead" && !link.kernel.isDisposed);
  };
  link.onMessage((data) => {
    follow();
    if (channel !== undefined) hub.kernelMessage(channel.id, data);
  });
  link.onState(follow);
  follow();
}
