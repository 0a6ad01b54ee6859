/** The page "What the plots mean": all help texts of the extension, to be searched. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, MainAreaWidget } from "@jupyterlab/apputils";
import { ILauncher } from "@jupyterlab/launcher";
import { Widget } from "@lumino/widgets";
import { helpTexts } from "../common/help.js";
import { helpView } from "../common/helpView.js";
import { plotHelp } from "../outputs/plotHelp.js";
import { friedelCategory } from "./category.js";
import { helpIcon } from "./icons.js";

const command = "friedel:help";

export const helpPagePlugin: JupyterFrontEndPlugin<void> = {
  id: "friedel-labextension:help-page",
  description: "A page that says what plots and values mean.",
  autoStart: true,
  optional: [ICommandPalette, ILauncher],
  activate: (app: JupyterFrontEnd, palette: ICommandPalette | null, launcher: ILauncher | null) => {
    helpTexts.add(...plotHelp);
    let page: MainAreaWidget | undefined;
    app.commands.addCommand(command, {
      label: "What the Plots Mean",
      caption: "What each plot and value shows, and by which formula",
      icon: helpIcon,
      execute: () => {
        if (page === undefined || page.isDisposed) {
          page = new MainAreaWidget({ content: new Widget({ node: helpView(helpTexts.list()) }) });
          page.id = "friedel-help";
          page.title.label = "What the plots mean";
          page.title.icon = helpIcon;
        }
        if (!page.isAttached) app.shell.add(page, "main");
        app.shell.activateById(page.id);
      },
    });
    palette?.addItem({ command, category: friedelCategory });
    launcher?.add({ command, category: friedelCategory, rank: 90 });
  },
};
