/**
 * The training panel: the output of cells that train, and tabs of their own. Command "Open Training Panel"; a panel of a run
 * folder comes back with the layout of the workspace.
 */
import { ILayoutRestorer, type JupyterFrontEnd, type JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ICommandPalette, IThemeManager, Notification, WidgetTracker } from "@jupyterlab/apputils";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { trainingMime } from "friedel/browser";
import { copyText } from "../common/download.js";
import { helpTexts } from "../common/help.js";
import { sentenceOf } from "../common/message.js";
import { findRuns, searchBounds } from "../runs/findRuns.js";
import { trainingHelp } from "../training/chartPlan.js";
import type { RunRecord } from "../training/runRecord.js";
import type { ViewHost } from "../training/trainingView.js";
import { friedelCategory } from "./category.js";
import { trainingIcon } from "./icons.js";
import { outputRank } from "./outputs.js";
import { resumeOf } from "./resume.js";
import { IFriedelSettings } from "./settings.js";
import { ITrainings } from "./trainings.js";
import { TrainingOutput, TrainingPanel, type TrainingWidgetHost } from "./trainingWidgets.js";

/** Opens the panel of a run: `{ folder }`, and `{ over: [folder] }` for runs drawn over it. */
export const openTrainingCommand = "friedel:open-training";

export const trainingPlugin: JupyterFrontEndPlugin<void> = {
  id: "friedel-labextension:training",
  description: "Trainings, live: in cells and in tabs.",
  autoStart: true,
  requires: [ITrainings, IFriedelSettings, IRenderMimeRegistry],
  optional: [ILayoutRestorer, ICommandPalette, IThemeManager],
  activate: (
    app: JupyterFrontEnd,
    trainings: ITrainings,
    settings: IFriedelSettings,
    rendermime: IRenderMimeRegistry,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null,
    themes: IThemeManager | null,
  ) => {
    const { hub } = trainings;
    helpTexts.add(...trainingHelp);
    const panels = new WidgetTracker<TrainingPanel>({ namespace: "friedel-training" });
    const outputs = new Set<TrainingOutput>();
    const open = (record: RunRecord, mode: "tab-after" | "split-right" = "tab-after") =>
      openPanel(app, panels, host, record, mode);
    const host: TrainingWidgetHost = {
      hub,
      settings: () => ({ smoothing: settings.values.smoothing, logLosses: settings.values.logAxis }),
      viewHost: (inTab) =>
        viewHost(app, trainings, inTab ? undefined : (record) => open(record, "split-right")),
      localPath: (path) => app.serviceManager.contents.localPath(path),
    };
    rendermime.addFactory(
      {
        safe: true,
        mimeTypes: [trainingMime],
        createRenderer({ resolver }) {
          const output = new TrainingOutput(host, resolver);
          outputs.add(output);
          output.disposed.connect(() => void outputs.delete(output));
          return output;
        },
      },
      outputRank,
    );
    const views = () => [...outputs, ...panelsOf(panels)].map(({ view }) => view);
    themes?.themeChanged.connect(() => {
      for (const view of views()) view?.newTheme();
    });
    trainings.linksChanged.connect(() => {
      for (const view of views()) view?.refresh();
    });
    hub.watchStarts((record) => {
      if (settings.values.openPanels) open(record, "split-right");
    });
    app.commands.addCommand(openTrainingCommand, {
      label: "Open Training Panel",
      caption: "Shows a training in a tab: its course live, its controls and its configuration",
      icon: trainingIcon,
      execute: ({ folder, over }) => {
        const record = typeof folder === "string" ? hub.openFolder(folder) : hub.active.at(-1);
        if (record === undefined) {
          Notification.info(
            "Nothing trains now. The sidebar “Runs” lists the run folders of this workspace.",
            {
              autoClose: 5000,
            },
          );
          void app.commands.execute("friedel:show-runs");
          return;
        }
        const panel = open(record);
        if (Array.isArray(over)) for (const other of over) panel.view?.overlay(hub.openFolder(String(other)));
      },
    });
    palette?.addItem({ command: openTrainingCommand, category: friedelCategory });
    void restorer?.restore(panels, {
      command: openTrainingCommand,
      args: ({ record, view }) => ({
        folder: record.folder ?? "",
        over: (view?.shown ?? []).slice(1).flatMap(({ folder }) => (folder === undefined ? [] : [folder])),
      }),
      name: ({ record }) => record.folder ?? "",
    });
  },
};

function openPanel(
  app: JupyterFrontEnd,
  panels: WidgetTracker<TrainingPanel>,
  host: TrainingWidgetHost,
  record: RunRecord,
  mode: "tab-after" | "split-right",
): TrainingPanel {
  const known = panels.find((panel) => panel.record === record);
  const panel = known ?? new TrainingPanel(host, record);
  if (known === undefined) {
    app.shell.add(panel, "main", { mode });
    void panels.add(panel);
  }
  app.shell.activateById(panel.id);
  return panel;
}

function panelsOf(panels: WidgetTracker<TrainingPanel>): TrainingPanel[] {
  const found: TrainingPanel[] = [];
  panels.forEach((panel) => void found.push(panel));
  return found;
}

function viewHost(
  app: JupyterFrontEnd,
  { hub, files, notebook }: ITrainings,
  open: ((record: RunRecord) => void) | undefined,
): ViewHost {
  return {
    obstacle: (record) => hub.obstacle(record),
    ask: (record, request) => hub.ask(record, request),
    hold: (record) => hub.hold(record),
    ...(open === undefined ? {} : { open }),
    async others() {
      const { runs } = await findRuns(files, "", searchBounds);
      return runs.map(({ folder }) => ({ folder, label: folder }));
    },
    record: (folder) => hub.openFolder(folder),
    resume: (record) => resumeOf(app, record, notebook(hub.notebook(record))),
    async copy(text) {
      try {
        await copyText(text);
      } catch (error) {
        Notification.error(sentenceOf(error, "copy"));
      }
    },
  };
}
