/** The plots report of an MTZ file: a command, in the palette, in the file browser's menu, and by other views. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, InputDialog, MainAreaWidget } from "@jupyterlab/apputils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { IFileBrowserFactory } from "@jupyterlab/filebrowser";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ServerFile } from "../common/serverFile.js";
import { tableOfFile } from "../reciprocal/sources.js";
import { friedelCategory } from "./category.js";
import { reportIcon } from "./icons.js";
import { ReportWidget } from "./reportWidget.js";
import { jupyterServer } from "./server.js";

/** Opens the report of `path`, or of the MTZ in front, or selected in the file browser; else asks for one. */
export const reportCommand = "friedel:plots-report";

const isMtz = (path: unknown): path is string => typeof path === "string" && /\.mtz$/i.test(path);

export const reportPlugin: JupyterFrontEndPlugin<void> = {
  id: "friedel-labextension:report",
  description: "All plots of a scaling report, of an MTZ file.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ICommandPalette, IFileBrowserFactory, IDocumentManager],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    palette: ICommandPalette | null,
    browsers: IFileBrowserFactory | null,
    documents: IDocumentManager | null,
  ) => {
    let tabs = 0;
    const selected = () =>
      [...(browsers?.tracker.currentWidget?.selectedItems() ?? [])].map(({ path }) => path).find(isMtz);
    const inFront = () => {
      const { currentWidget } = app.shell;
      const path = currentWidget ? documents?.contextForWidget(currentWidget)?.path : undefined;
      return isMtz(path) ? path : undefined;
    };
    app.commands.addCommand(reportCommand, {
      label: (args) => (args.menu === true ? "Plots Report" : "Plots Report of an MTZ"),
      caption: "All plots and tables of a scaling report, of an MTZ file: unmerged, merged, or predictions",
      icon: reportIcon,
      execute: async (args) => {
        const chosen = isMtz(args.path)
          ? args.path
          : args.menu === true
            ? selected()
            : (inFront() ?? selected());
        const path = chosen ?? (await askedPath());
        if (path === undefined) return;
        const content = new ReportWidget(rendermime, path, async () =>
          tableOfFile(await ServerFile.open(jupyterServer(), path)),
        );
        const widget = new MainAreaWidget({ content });
        widget.id = `friedel-report-tab-${++tabs}`;
        widget.title.label = `Report: ${path.replace(/^.*\//, "")}`;
        widget.title.caption = path;
        widget.title.icon = reportIcon;
        widget.title.closable = true;
        app.shell.add(widget, "main");
        app.shell.activateById(widget.id);
      },
    });
    palette?.addItem({ command: reportCommand, category: friedelCategory });
    app.contextMenu.addItem({
      command: reportCommand,
      selector: '.jp-DirListing-item[data-file-type="mtz"]',
      args: { menu: true },
      rank: 3.5,
    });
  },
};

async function askedPath(): Promise<string | undefined> {
  const { value } = await InputDialog.getText({
    title: "Plots report of which MTZ file?",
    placeholder: "folder/unmerged.mtz",
  });
  return value === null || value.trim() === "" ? undefined : value.trim();
}
