/** The outputs of cells that are neither reflections nor trainings: plots with their meaning, and tables of statistics. */
import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IThemeManager } from "@jupyterlab/apputils";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { plotMime, type StatisticsPayload, statisticsMime, trainingPlotMime } from "friedel/browser";
import { statisticsView } from "../outputs/statisticsView.js";
import { PlotWidget } from "./plotWidget.js";

/** Before HTML (50) and Vega-Lite (57), which stand beside ours for pages without the extension. */
export const outputRank = 30;

class StatisticsWidget extends Widget implements IRenderMime.IRenderer {
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.node.replaceChildren(statisticsView(model.data[statisticsMime] as unknown as StatisticsPayload));
  }
}

/** The plot that goes with a training's line stays away where the training has a panel. */
class NothingWidget extends Widget implements IRenderMime.IRenderer {
  async renderModel(): Promise<void> {
    this.addClass("friedel-nothing");
  }
}

export const outputsPlugin: JupyterFrontEndPlugin<void> = {
  id: "friedel-labextension:outputs",
  description: "Plots and tables of statistics in cells.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [IThemeManager],
  activate: (app: JupyterFrontEnd, rendermime: IRenderMimeRegistry, themes: IThemeManager | null) => {
    let tabs = 0;
    const addToMain = (widget: Widget) => {
      widget.id = `friedel-plot-${++tabs}`;
      app.shell.add(widget, "main", { mode: "split-right" });
    };
    const add = (mimeType: string, createRenderer: () => IRenderMime.IRenderer) =>
      rendermime.addFactory({ safe: true, mimeTypes: [mimeType], createRenderer }, outputRank);
    add(plotMime, () => new PlotWidget({ rendermime, themes, addToMain }));
    add(statisticsMime, () => new StatisticsWidget());
    add(trainingPlotMime, () => new NothingWidget());
  },
};
