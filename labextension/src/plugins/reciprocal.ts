/** Reciprocal space: MTZ files by "Open With", a command for the file that is in front, and the output of cells. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, type MainAreaWidget } from "@jupyterlab/apputils";
import { IDocumentManager } from "@jupyterlab/docmanager";
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget } from "@jupyterlab/docregistry";
import { IFileBrowserFactory } from "@jupyterlab/filebrowser";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { reflectionsMime } from "friedel/browser";
import { helpTexts } from "../common/help.js";
import { ServerFile } from "../common/serverFile.js";
import { reciprocalHelp } from "../reciprocal/helpTexts.js";
import { tableOfFile } from "../reciprocal/sources.js";
import { friedelCategory } from "./category.js";
import { mtzFileType } from "./fileTypes.js";
import { reciprocalIcon } from "./icons.js";
import { outputRank } from "./outputs.js";
import { ReciprocalContent, ReflectionsOutput, type ViewSettings } from "./reciprocalWidgets.js";
import { jupyterServer } from "./server.js";
import { IFriedelSettings } from "./settings.js";
import { UnreadModelFactory } from "./unreadModel.js";

/** What "Open With" calls it. */
export const reciprocalFactory = "Reciprocal Space";

const modelName = "friedel-reciprocal";

/** Opens an MTZ in the view; `path`, or that of the document in front, or what is selected in the file browser. */
export const reciprocalCommand = "friedel:reciprocal-space";

class ReciprocalFactory extends ABCWidgetFactory<
  DocumentWidget<ReciprocalContent>,
  DocumentRegistry.ICodeModel
> {
  constructor(
    options: DocumentRegistry.IWidgetFactoryOptions,
    private readonly settings: () => ViewSettings,
  ) {
    super(options);
  }

  protected createNewWidget(
    context: DocumentRegistry.IContext<DocumentRegistry.ICodeModel>,
  ): DocumentWidget<ReciprocalContent> {
    const content = new ReciprocalContent(this.settings);
    const widget = new DocumentWidget({ content, context });
    widget.title.icon = reciprocalIcon;
    const { path } = context;
    void content.load(async () => tableOfFile(await ServerFile.open(jupyterServer(), path)), { path }, path);
    return widget;
  }
}

export const reciprocalPlugin: JupyterFrontEndPlugin<void> = {
  id: "friedel-labextension:reciprocal",
  description: "Reflections in reciprocal space.",
  autoStart: true,
  requires: [IFriedelSettings, IDocumentManager, IRenderMimeRegistry],
  optional: [ICommandPalette, IFileBrowserFactory],
  activate: (
    app: JupyterFrontEnd,
    read: IFriedelSettings,
    documents: IDocumentManager,
    rendermime: IRenderMimeRegistry,
    palette: ICommandPalette | null,
    browsers: IFileBrowserFactory | null,
  ) => {
    const settings = (): ViewSettings => ({
      budget: read.values.pointBudget,
      defaults: { colourMap: read.values.colourMap, section: read.values.sectionAxis },
    });
    app.docRegistry.addModelFactory(new UnreadModelFactory(modelName));
    const options = { name: reciprocalFactory, modelName, fileTypes: [mtzFileType], readOnly: true };
    app.docRegistry.addWidgetFactory(new ReciprocalFactory(options, settings));
    const openFile = (path: string): void => void documents.openOrReveal(path, reciprocalFactory);
    addCommand(app, documents, browsers, openFile);
    palette?.addItem({ command: reciprocalCommand, category: friedelCategory });
    let tabs = 0;
    const addToMain = (widget: MainAreaWidget): void => {
      widget.id = `friedel-reciprocal-${++tabs}`;
      app.shell.add(widget, "main", { mode: "split-right" });
    };
    const host = { rendermime, settings, addToMain, openFile };
    rendermime.addFactory(
      {
        safe: true,
        mimeTypes: [reflectionsMime],
        createRenderer: ({ resolver }) => new ReflectionsOutput(host, resolver),
      },
      outputRank,
    );
    helpTexts.add(...reciprocalHelp);
  },
};

function addCommand(
  { commands, shell }: JupyterFrontEnd,
  documents: IDocumentManager,
  browsers: IFileBrowserFactory | null,
  openFile: (path: string) => void,
): void {
  const target = (args: Readonly<Record<string, unknown>>): string | undefined => {
    if (typeof args.path === "string") return args.path;
    const front = shell.currentWidget && documents.contextForWidget(shell.currentWidget)?.path;
    const chosen = [...(browsers?.tracker.currentWidget?.selectedItems() ?? [])].map(({ path }) => path);
    return [front, ...chosen].find((path) => typeof path === "string" && /\.mtz$/i.test(path)) ?? undefined;
  };
  commands.addCommand(reciprocalCommand, {
    label: "Show in Reciprocal Space",
    caption: "The reflections of the MTZ file in front, or selected in the file browser, in three dimensions",
    icon: reciprocalIcon,
    isEnabled: (args) => target(args) !== undefined,
    execute: (args) => {
      const path = target(args);
      if (path !== undefined) openFile(path);
    },
  });
}
