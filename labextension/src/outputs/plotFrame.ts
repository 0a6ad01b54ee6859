/** What stands around a plot in a cell: what it means, and its ways out of the cell. */
import type { PlotPayload } from "friedel/browser";
import { button, element } from "../common/dom.js";
import { copyText, downloadBlob, downloadText } from "../common/download.js";
import { actionsOf } from "../common/message.js";
import { type Drawing, pngOf } from "./svgExport.js";

export interface PlotFrameOptions {
  /** The plot as it is to be copied and saved. */
  readonly drawing: () => Promise<Drawing>;
  /** Opens it in a tab of its own; without it there is no such button. */
  readonly open?: () => void;
}

/** The bar above a plot; the plot itself is put below it by the caller. */
export function plotFrame({ title, help }: PlotPayload, { drawing, open }: PlotFrameOptions): HTMLElement {
  const name = title === "" ? "plot" : title;
  const note = element("p", { class: "friedel-plot-help", hidden: true, role: "note" }, help);
  const status = element("span", { class: "friedel-plot-status", role: "status" });
  const problem = element("div");
  const explain = button("?", () => toggle(), { title: "What this plot means" });
  explain.setAttribute("aria-expanded", "false");
  const toggle = () => {
    note.hidden = !note.hidden;
    explain.setAttribute("aria-expanded", String(!note.hidden));
  };
  const act = actionsOf({ status, problem, subject: name });
  const bar = element(
    "div",
    { class: "friedel-plot-bar", role: "toolbar", "aria-label": `Plot: ${name}` },
    help === "" ? undefined : explain,
    open && button("Open in tab", open, { title: "Open this plot in a tab of its own" }),
    button(
      "Copy SVG",
      act("copied", async () => copyText((await drawing()).svg)),
      { title: "Copy this plot as SVG" },
    ),
    button(
      "SVG",
      act("saved", async () => downloadText(`${name}.svg`, (await drawing()).svg, "image/svg+xml")),
      { title: "Save this plot as SVG" },
    ),
    button(
      "PNG",
      act("saved", async () => downloadBlob(`${name}.png`, await pngOf(await drawing()))),
      { title: "Save this plot as PNG" },
    ),
    status,
  );
  return element("div", { class: "friedel-plot-frame" }, bar, note, problem);
}
