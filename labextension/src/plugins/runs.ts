/** The sidebar "Runs" and the comparison of runs in a tab (src/runs). */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { Dialog, ICommandPalette, MainAreaWidget, showDialog } from "@jupyterlab/apputils";
import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { grouped } from "../common/numberText.js";
import { CompareView } from "../runs/compareView.js";
import { checkDeletable, deleteRun } from "../runs/deleteRun.js";
import { findRuns, searchBounds } from "../runs/findRuns.js";
import { type RunSummary, readSummary } from "../runs/runSummary.js";
import { type RunsHost, RunsView } from "../runs/runsView.js";
import { friedelCategory } from "./category.js";
import { friedelIcon, trainingIcon } from "./icons.js";
import { IFriedelSettings } from "./settings.js";
import { openTrainingCommand } from "./training.js";
import { ITrainings } from "./trainings.js";

const showCommand = "friedel:show-runs";

/** The sidebar: it looks for runs when it comes into sight, and when it gets the focus. */
class RunsSidebar extends Widget {
  private lastLook = 0;

  constructor(private readonly view: RunsView) {
    super({ node: view.node });
    this.id = "friedel-runs";
    this.title.icon = trainingIcon;
    this.title.caption = "Training runs";
    this.node.addEventListener("focusin", (event) => {
      const from = event.relatedTarget as Node | null;
      if (from === null || !this.node.contains(from)) this.look();
    });
  }

  override dispose(): void {
    this.view.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.look();
  }

  /** Not more often than every two seconds: focus comes and goes with every click. */
  private look(): void {
    if (Date.now() - this.lastLook < 2000) return;
    this.lastLook = Date.now();
    void this.view.refresh();
  }
}

export const runsPlugin: JupyterFrontEndPlugin<void> = {
  id: "friedel-labextension:runs",
  description: "The training runs of the workspace, listed and compared.",
  autoStart: true,
  requires: [ITrainings, IFriedelSettings],
  optional: [ILayoutRestorer, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    trainings: ITrainings,
    settings: IFriedelSettings,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
  ) => {
    const open = (folder: string, over: readonly string[] = []) =>
      void app.commands.execute(openTrainingCommand, { folder, over: [...over] });
    const sidebar = new RunsSidebar(new RunsView(runsHost(app, trainings, settings, open)));
    app.shell.add(sidebar, "left", { rank: 550 });
    restorer?.add(sidebar, sidebar.id);
    app.commands.addCommand(showCommand, {
      label: "Show Training Runs",
      caption: "The run folders of this workspace: how each stands, and a comparison of several",
      icon: trainingIcon,
      execute: () => app.shell.activateById(sidebar.id),
    });
    palette?.addItem({ command: showCommand, category: friedelCategory });
  },
};

function runsHost(
  app: JupyterFrontEnd,
  { hub, files }: ITrainings,
  settings: IFriedelSettings,
  open: (folder: string, over?: readonly string[]) => void,
): RunsHost {
  const activeState = (folder: string) => {
    const record = hub.active.find((active) => active.folder === folder);
    if (record === undefined) return undefined;
    return record.standing.state === "paused" ? "paused" : "running";
  };
  let compared: { widget: MainAreaWidget; view: CompareView } | undefined;
  return {
    search: (tell, signal) =>
      findRuns(files, "", { ...searchBounds, runs: settings.values.mostRuns }, tell, signal),
    summary: (run) => readSummary(files, run, Date.now(), activeState),
    open,
    compare(runs) {
      if (compared === undefined || compared.widget.isDisposed) compared = comparison(open);
      const { widget, view } = compared;
      if (!widget.isAttached) app.shell.add(widget, "main");
      app.shell.activateById(widget.id);
      view.show(runs);
    },
    async remove(run) {
      const state = activeState(run.folder) ?? run.state;
      const others = await checkDeletable(files, run, state);
      if (!(await confirmed(run, others))) return false;
      // it may have been resumed while the question stood there
      await checkDeletable(files, run, activeState(run.folder) ?? state);
      await deleteRun(files, (path) => app.serviceManager.contents.delete(path), run.folder);
      return true;
    },
  };
}

function comparison(open: (folder: string, over?: readonly string[]) => void) {
  const view = new CompareView({ open });
  const content = new Widget({ node: view.node });
  content.disposed.connect(() => view.dispose());
  const widget = new MainAreaWidget({ content });
  widget.id = "friedel-compare";
  widget.title.label = "Runs compared";
  widget.title.icon = friedelIcon;
  widget.title.closable = true;
  return { widget, view };
}

async function confirmed({ folder, step }: RunSummary, others: readonly string[]): Promise<boolean> {
  const along = others.length === 0 ? "" : ` Other files in it go too: ${others.slice(0, 10).join(", ")}.`;
  const { button } = await showDialog({
    title: "Delete this run?",
    body: `${folder}: history, configuration and checkpoints, ${grouped(step)} steps of training.${along}`,
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: "Delete" })],
  });
  return button.accept;
}
