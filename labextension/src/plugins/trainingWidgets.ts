/** Lumino's side of the training view: the renderer of a cell's output, and the panel of the main area. */
import { MainAreaWidget } from "@jupyterlab/apputils";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { type TrainingSnapshot, trainingMime } from "friedel/browser";
import { messageBox, sentenceOf } from "../common/message.js";
import type { RunRecord } from "../training/runRecord.js";
import { baseName, folderOf } from "../training/serverPaths.js";
import type { TrainingHub } from "../training/trainingHub.js";
import { TrainingView, type ViewHost, type ViewSettings } from "../training/trainingView.js";
import { trainingIcon } from "./icons.js";

/** What the widgets need of their plugin. */
export interface TrainingWidgetHost {
  readonly hub: TrainingHub;
  settings(): ViewSettings;
  /** @param inTab without the button that opens a tab */
  viewHost(inTab: boolean): ViewHost;
  /** The path of a notebook without the drive of the contents manager. */
  localPath(path: string): string;
}

/** A widget that shows one training view, and lets go of it at its end. */
class ViewWidget extends Widget {
  view: TrainingView | undefined;

  constructor(node?: HTMLElement) {
    super(node === undefined ? {} : { node });
  }

  display(view: TrainingView): void {
    this.view?.dispose();
    this.view = view;
    this.node.replaceChildren(view.node);
  }

  override dispose(): void {
    this.view?.dispose();
    this.view = undefined;
    super.dispose();
  }
}

/** The output of a cell that trains: it keeps its elements from one update of the display to the next. */
export class TrainingOutput extends ViewWidget implements IRenderMime.IRenderer {
  constructor(
    private readonly host: TrainingWidgetHost,
    private readonly resolver: IRenderMime.IResolver | null,
  ) {
    super();
    this.addClass("friedel-training-output");
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    try {
      const snapshot = model.data[trainingMime] as unknown as TrainingSnapshot;
      const notebook = this.notebook();
      const record = this.host.hub.openSnapshot(snapshot, notebook, folderOf(notebook));
      if (this.view?.record !== record)
        this.display(new TrainingView(record, this.host.viewHost(false), this.host.settings()));
    } catch (error) {
      this.node.replaceChildren(messageBox({ text: sentenceOf(error, "training") }));
    }
  }

  private notebook(): string {
    const { resolver } = this;
    const path = resolver !== null && "path" in resolver ? resolver.path : "";
    return typeof path === "string" ? this.host.localPath(path) : "";
  }
}

/** A training in a tab. */
export class TrainingPanel extends MainAreaWidget<ViewWidget> {
  constructor(
    host: TrainingWidgetHost,
    readonly record: RunRecord,
  ) {
    super({ content: new ViewWidget() });
    this.content.addClass("friedel-training-panel");
    this.content.node.tabIndex = 0;
    this.content.display(new TrainingView(record, host.viewHost(true), host.settings()));
    this.id = `friedel-training-${record.folder ?? record.run ?? record.name}`;
    this.title.label = baseName(record.name);
    this.title.caption = `Training ${record.name}`;
    this.title.icon = trainingIcon;
    this.title.closable = true;
  }

  get view(): TrainingView | undefined {
    return this.content.view;
  }
}
