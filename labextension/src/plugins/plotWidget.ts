/**
 * A plot as the output of a cell, or in a tab: the frame of src/outputs around JupyterLab's own drawing of the Vega-Lite
 * specification that stands beside our payload. It is drawn as SVG, so that what is seen is what is saved.
 */
import { MainAreaWidget } from "@jupyterlab/apputils";
import { type IRenderMimeRegistry, MimeModel } from "@jupyterlab/rendermime";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Panel, Widget } from "@lumino/widgets";
import { InputError, type PlotPayload, plotMime } from "friedel/browser";
import { messageBox, sentenceOf } from "../common/message.js";
import { plotFrame } from "../outputs/plotFrame.js";
import { type Drawing, drawingOf } from "../outputs/svgExport.js";
import { friedelIcon } from "./icons.js";

const vegaLite = "application/vnd.vegalite.v5+json";

/** Puts a widget into the main area. */
export type AddToMain = (widget: MainAreaWidget) => void;

export class PlotWidget extends Panel implements IRenderMime.IRenderer {
  private shown: string | undefined;

  constructor(
    private readonly rendermime: IRenderMimeRegistry,
    private readonly addToMain: AddToMain,
    private readonly inTab = false,
  ) {
    super();
    this.addClass("friedel-plot");
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const payload = model.data[plotMime] as unknown as PlotPayload;
    const spec = model.data[vegaLite];
    // JupyterLab's renderer puts a picture beside the specification, which comes back here as a change.
    const now = JSON.stringify([payload, spec]);
    if (now === this.shown) return;
    this.shown = now;
    for (const widget of [...this.widgets]) widget.dispose();
    try {
      if (spec === undefined)
        throw new InputError(
          "plot: got no Vega-Lite specification beside it, expected one; run the cell again",
        );
      const open = this.inTab ? undefined : () => this.openInTab(model, payload);
      this.addWidget(new Widget({ node: plotFrame(payload, { drawing: () => this.drawing(), open }) }));
      const drawn = this.rendermime.createRenderer(vegaLite);
      this.addWidget(drawn);
      await drawn.renderModel(vegaModel(model));
    } catch (error) {
      this.addWidget(new Widget({ node: messageBox({ text: sentenceOf(error, payload.title || "plot") }) }));
    }
  }

  private drawing(): Drawing {
    const svg = this.node.querySelector<SVGSVGElement>(".vega-embed svg, svg.marks");
    if (!svg) throw new InputError("plot: is not drawn yet; wait until it is, then try again");
    return drawingOf(svg);
  }

  private openInTab(model: IRenderMime.IMimeModel, { title }: PlotPayload): void {
    const content = new PlotWidget(this.rendermime, this.addToMain, true);
    const widget = new MainAreaWidget({ content });
    widget.title.label = title || "Plot";
    widget.title.icon = friedelIcon;
    this.addToMain(widget);
    void content.renderModel(model);
  }
}

/** The specification alone, with how it is to be drawn. */
function vegaModel(model: IRenderMime.IMimeModel): IRenderMime.IMimeModel {
  const { [vegaLite]: spec, "image/png": picture } = model.data;
  return new MimeModel({
    trusted: model.trusted,
    data: { [vegaLite]: spec, ...(picture === undefined ? {} : { "image/png": picture }) },
    metadata: { [vegaLite]: { embed_options: { actions: false, renderer: "svg" } } },
    // The picture that is made for pages without Vega is kept in the notebook.
    callback: ({ data }) => {
      if (data?.["image/png"]) model.setData({ data: { ...model.data, "image/png": data["image/png"] } });
    },
  });
}
