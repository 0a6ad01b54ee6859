/**
 * A plot as the output of a cell, or in a tab: the frame of src/outputs around JupyterLab's own drawing of the Vega-Lite
 * specification that stands beside our payload. It is drawn as SVG, so that what is seen is what is saved.
 */
import { type IThemeManager, MainAreaWidget } from "@jupyterlab/apputils";
import { type IRenderMimeRegistry, MimeModel } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import type { ReadonlyPartialJSONValue } from "@lumino/coreutils";
import { Panel, Widget } from "@lumino/widgets";
import { InputError, type PlotPayload, plotMime } from "friedel/browser";
import { messageBox, sentenceOf } from "../common/message.js";
import { plotFrame } from "../outputs/plotFrame.js";
import { darkPlot } from "../outputs/plotTheme.js";
import { type Drawing, drawingOf } from "../outputs/svgExport.js";
import { friedelIcon } from "./icons.js";

const vegaLite = "application/vnd.vegalite.v5+json";

/** How it is to be drawn. */
const metadata = { [vegaLite]: { embed_options: { actions: false, renderer: "svg" } } };

/** What all plots of the page use. */
export interface PlotSurroundings {
  readonly rendermime: IRenderMimeRegistry;
  readonly themes: IThemeManager | null;
  /** Puts a widget into the main area. */
  addToMain(widget: MainAreaWidget): void;
}

export class PlotWidget extends Panel implements IRenderMime.IRenderer {
  private model: IRenderMime.IMimeModel | undefined;
  private shown: string | undefined;

  constructor(
    private readonly page: PlotSurroundings,
    private readonly inTab = false,
  ) {
    super();
    this.addClass("friedel-plot");
    page.themes?.themeChanged.connect(this.onTheme, this);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.model = model;
    const payload = model.data[plotMime] as unknown as PlotPayload;
    const spec = model.data[vegaLite];
    // JupyterLab's renderer puts a picture beside the specification, which comes back here as a change.
    const now = JSON.stringify([payload, spec, isDark()]);
    if (now === this.shown) return;
    this.shown = now;
    for (const widget of [...this.widgets]) widget.dispose();
    try {
      if (spec === undefined)
        throw new InputError(
          "plot: got no Vega-Lite specification beside it, expected one; run the cell again",
        );
      const open = this.inTab ? undefined : () => this.openInTab(model, payload);
      const drawing = () => this.drawing(model);
      this.addWidget(new Widget({ node: plotFrame(payload, { drawing, open }) }));
      const drawn = this.page.rendermime.createRenderer(vegaLite);
      this.addWidget(drawn);
      await drawn.renderModel(isDark() ? darkModel(model) : lightModel(model));
    } catch (error) {
      this.addWidget(new Widget({ node: messageBox({ text: sentenceOf(error, payload.title || "plot") }) }));
    }
  }

  /** On paper, whatever the theme: in the dark it is drawn once more for that. */
  private async drawing(model: IRenderMime.IMimeModel): Promise<Drawing> {
    if (!isDark()) return drawingIn(this.node);
    const paper = this.page.rendermime.createRenderer(vegaLite);
    try {
      await paper.renderModel(lightModel(model));
      return drawingIn(paper.node);
    } finally {
      paper.dispose();
    }
  }

  private openInTab(model: IRenderMime.IMimeModel, { title }: PlotPayload): void {
    const content = new PlotWidget(this.page, true);
    const widget = new MainAreaWidget({ content });
    widget.title.label = title || "Plot";
    widget.title.icon = friedelIcon;
    this.page.addToMain(widget);
    void content.renderModel(model);
  }

  private onTheme(): void {
    if (this.model) void this.renderModel(this.model);
  }
}

function isDark(): boolean {
  return document.body.dataset.jpThemeLight === "false";
}

function drawingIn(node: HTMLElement): Drawing {
  const svg = node.querySelector<SVGSVGElement>(".vega-embed svg, svg.marks");
  if (!svg) throw new InputError("plot: is not drawn yet; wait until it is, then try again");
  return drawingOf(svg);
}

/** The specification as it is drawn in the dark; no picture is made of that. */
function darkModel({ data, trusted }: IRenderMime.IMimeModel): IRenderMime.IMimeModel {
  const spec = darkPlot(data[vegaLite]) as ReadonlyPartialJSONValue;
  return new MimeModel({ trusted, data: { [vegaLite]: spec, "image/png": "none" }, metadata });
}

/** The specification as it was made. */
function lightModel(model: IRenderMime.IMimeModel): IRenderMime.IMimeModel {
  const { [vegaLite]: spec, "image/png": picture } = model.data;
  return new MimeModel({
    trusted: model.trusted,
    data: { [vegaLite]: spec, ...(picture === undefined ? {} : { "image/png": picture }) },
    metadata,
    // The picture that is made for pages without Vega is kept in the notebook.
    callback: ({ data }) => {
      if (data?.["image/png"]) model.setData({ data: { ...model.data, "image/png": data["image/png"] } });
    },
  });
}
