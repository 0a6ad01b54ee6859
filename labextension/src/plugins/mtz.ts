/**
 * Opens MTZ files from the file browser. The document's model holds nothing and its factory asks for no content, so that
 * JupyterLab does not read the file; the viewer reads ranges of it.
 */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IThemeManager, WidgetTracker } from "@jupyterlab/apputils";
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget } from "@jupyterlab/docregistry";
import { type Message, MessageLoop } from "@lumino/messaging";
import { Layout, Widget } from "@lumino/widgets";
import { element } from "../common/dom.js";
import { copyText, downloadBlob } from "../common/download.js";
import { type SelectedReflection, selections } from "../common/selection.js";
import { type FileServer, ServerFile } from "../common/serverFile.js";
import { MtzViewer } from "../mtz/viewer.js";
import type { OtherView } from "../mtz/viewerTypes.js";
import { mtzFileType } from "./fileTypes.js";
import { mtzIcon } from "./icons.js";
import { MtzGrid } from "./mtzGrid.js";
import { reciprocalCommand } from "./reciprocal.js";
import { reportCommand } from "./report.js";
import { jupyterServer } from "./server.js";
import { UnreadModelFactory } from "./unreadModel.js";

const modelName = "friedel-mtz";
const factoryName = "MTZ Viewer";

/** How often an open file is looked at for a change, while its tab is in front. */
const checkEvery = 10_000;

/** Holds the grid as a child in an element of the view. */
class SlotLayout extends Layout {
  constructor(
    readonly child: Widget,
    readonly slot: HTMLElement,
  ) {
    super();
  }

  *[Symbol.iterator](): IterableIterator<Widget> {
    yield this.child;
  }

  removeWidget(): void {
    // it stays as long as the view
  }

  protected override init(): void {
    super.init();
    this.slot.append(this.child.node);
    this.child.parent = this.parent;
  }
}

/** The content of a tab. */
class MtzContent extends Widget {
  readonly viewer: MtzViewer;
  readonly cells: MtzGrid = new MtzGrid();
  /** Fulfilled when the file is open, or the view says why it is not. */
  readonly opened: Promise<void>;
  readonly #unlisten: () => void;
  readonly #resized: ResizeObserver;
  #following = false;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(path: () => string, server: FileServer, others: readonly OtherView[]) {
    super();
    this.addClass("friedel-mtz-document");
    const { grid } = this.cells;
    const slot = element("div", { class: "friedel-mtz-grid" });
    this.viewer = new MtzViewer({
      grid: this.cells,
      gridNode: slot,
      get path() {
        return path();
      },
      others,
      open: () => ServerFile.open(server, path()),
      save: (name, pieces, type) => downloadBlob(name, new Blob([...pieces], { type })),
      copy: copyText,
      selected: (hkl, row) => {
        if (!this.#following) selections.select({ path: path(), hkl, row }, this);
      },
    });
    this.node.append(this.viewer.node);
    this.layout = new SlotLayout(grid, slot);
    this.#resized = new ResizeObserver(() => MessageLoop.sendMessage(grid, Widget.ResizeMessage.UnknownSize));
    this.#resized.observe(slot);
    this.#unlisten = selections.listen((selected, by) => {
      if (by !== this && selected.path === path()) void this.#follow(selected);
    });
    this.opened = this.viewer.open();
  }

  /** Goes where another view is, without telling it so. */
  async #follow({ hkl, row }: SelectedReflection): Promise<void> {
    this.#following = true;
    try {
      await this.viewer.reveal(hkl, row);
    } finally {
      this.#following = false;
    }
  }

  restyle(): void {
    this.cells.restyle();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#unlisten();
    this.#resized.disconnect();
    this.viewer.dispose();
    super.dispose();
  }

  protected override onActivateRequest(): void {
    if (this.viewer.table === undefined) this.viewer.node.focus();
    else this.cells.focus();
    this.#check();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.#timer = setInterval(this.#check, checkEvery);
    window.addEventListener("focus", this.#check);
  }

  protected override onBeforeDetach(message: Message): void {
    clearInterval(this.#timer);
    window.removeEventListener("focus", this.#check);
    super.onBeforeDetach(message);
  }

  readonly #check = (): void => {
    if (this.isVisible && !document.hidden) void this.viewer.check();
  };
}

type MtzDocument = DocumentWidget<MtzContent>;

class MtzFactory extends ABCWidgetFactory<MtzDocument> {
  readonly #server = jupyterServer();
  /** Views of the same file; set before a file is opened. */
  others: readonly OtherView[] = [];

  protected createNewWidget(context: DocumentRegistry.Context): MtzDocument {
    const content = new MtzContent(() => context.localPath, this.#server, this.others);
    const widget = new DocumentWidget({ content, context });
    widget.title.icon = mtzIcon;
    // the view has controls of its own
    widget.toolbar.hide();
    // JupyterLab shows no document that it cannot find, such as a directory; ours says what is wrong
    void content.opened.then(() => {
      if (content.isDisposed || content.viewer.table !== undefined) return;
      // hidden, not removed: JupyterLab takes its spinner away itself where it does find the file
      const spinner = widget.node.querySelector<HTMLElement>(".jp-Spinner");
      if (spinner !== null) spinner.style.display = "none";
      content.show();
    });
    return widget;
  }
}

export const mtzPlugin: JupyterFrontEndPlugin<void> = {
  id: "friedel-labextension:mtz",
  description: "A viewer of MTZ files.",
  autoStart: true,
  optional: [ILayoutRestorer, IThemeManager],
  activate: (app: JupyterFrontEnd, restorer: ILayoutRestorer | null, themes: IThemeManager | null) => {
    const tracker = new WidgetTracker<MtzDocument>({ namespace: "friedel-mtz" });
    if (restorer !== null) {
      void restorer.restore(tracker, {
        command: "docmanager:open",
        args: ({ context }) => ({ path: context.path, factory: factoryName }),
        name: ({ context }) => context.path,
      });
    }
    app.docRegistry.addModelFactory(new UnreadModelFactory(modelName));
    const factory = new MtzFactory({
      name: factoryName,
      label: factoryName,
      modelName,
      fileTypes: [mtzFileType],
      defaultFor: [mtzFileType],
      readOnly: true,
      preferKernel: false,
      canStartKernel: false,
    });
    const command = (label: string, title: string, id: string): OtherView => ({
      label,
      title,
      open: (path) => void app.commands.execute(id, { path }),
    });
    factory.others = [
      command("Space", "Show the reflections in reciprocal space", reciprocalCommand),
      command("Report", "All plots and tables of a scaling report", reportCommand),
    ];
    factory.widgetCreated.connect((_, widget) => {
      void tracker.add(widget);
      widget.context.pathChanged.connect(() => void tracker.save(widget));
    });
    app.docRegistry.addWidgetFactory(factory);
    themes?.themeChanged.connect(() => {
      tracker.forEach(({ content }) => {
        content.restyle();
      });
    });
  },
};
