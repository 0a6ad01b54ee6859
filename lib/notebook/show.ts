/**
 * `show`: the rich display of one value in a notebook cell. A cell of tslab prints the value of its last line as text
 * by itself; `show` is for what text cannot do (plots, tables as HTML), and for showing more than one thing in a cell.
 */
import { inspect } from "node:util";
import { type DisplayWriter, displayWriter, type MimeBundle } from "./tslab.js";

/** The MIME type under which JupyterLab draws a Vega-Lite specification by itself. */
export const vegaLiteMime: string = "application/vnd.vegalite.v5+json";

/** What has a form for the page besides its text: a reflection table, for example. */
export interface HtmlDisplay {
  /** The value as one piece of HTML. */
  toHtml(): string;
}

/** A plot as the functions of `plots` return it: any Vega-Lite specification, known by its `$schema`. */
export interface PlotSpec {
  readonly $schema: string;
}

/**
 * Shows a value in the notebook: a table as HTML, a Vega-Lite specification as a plot, everything else as text. Outside
 * a tslab kernel the text is printed, so a notebook's code also runs as a script.
 * @param value a reflection table or anything else with `toHtml()`, a Vega-Lite specification, a text, or any value
 */
export function show(value: HtmlDisplay | PlotSpec | unknown): void {
  const bundle = mimeBundle(value);
  const text = String(bundle["text/plain"]);
  const write: DisplayWriter | undefined = Object.keys(bundle).length > 1 ? displayWriter() : undefined;
  if (write === undefined) console.log(text);
  else write(bundle);
}

/** The forms of a value for the page, by MIME type; `text/plain` is always among them. */
export function mimeBundle(value: unknown): MimeBundle {
  if (typeof value === "string") return { "text/plain": value };
  if (isPlot(value)) return { [vegaLiteMime]: value, "text/plain": plotText(value) };
  const text = inspect(value);
  return isHtmlDisplay(value) ? { "text/html": value.toHtml(), "text/plain": text } : { "text/plain": text };
}

function isHtmlDisplay(value: unknown): value is HtmlDisplay {
  return (
    typeof value === "object" && value !== null && "toHtml" in value && typeof value.toHtml === "function"
  );
}

function isPlot(value: unknown): value is PlotSpec {
  if (typeof value !== "object" || value === null || !("$schema" in value)) return false;
  return typeof value.$schema === "string" && /\/schema\/vega-lite\//.test(value.$schema);
}

/** What stands for a plot where none can be drawn: its title, or its description. */
function plotText(spec: PlotSpec): string {
  const name = titleOf(spec) ?? ("description" in spec ? spec.description : undefined);
  return typeof name === "string" ? `[plot: ${name}]` : "[plot]";
}

function titleOf(spec: PlotSpec): string | undefined {
  if (!("title" in spec)) return undefined;
  const title: unknown = spec.title;
  const text = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  if (Array.isArray(text)) return text.join(" ");
  return typeof text === "string" ? text : undefined;
}
