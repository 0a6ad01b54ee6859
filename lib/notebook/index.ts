/** The link to the notebook: rich displays of tables and plots in a tslab kernel. */
export { type HtmlDisplay, mimeBundle, type PlotSpec, show, vegaLiteMime } from "./show.js";
export type { MimeBundle } from "./tslab.js";
