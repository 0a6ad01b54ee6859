/**
 * `show`: the rich display of one value in a notebook cell. A cell of tslab prints the value of its last line as text
 * by itself; `show` is for what text cannot do (plots, tables, reciprocal space), and for showing more than one thing in a
 * cell.
 */
import { inspect } from "node:util";
import {
  displayForms,
  type HtmlDisplay,
  isPlot,
  type MimeBundle,
  type PlotSpec,
  plotText,
  type ReflectionsOptions,
} from "../displays/index.js";
import { type DisplayWriter, displayWriter } from "./tslab.js";

/**
 * Shows a value in the notebook: reflections as a table (with the extension of JupyterLab, in reciprocal space), statistics,
 * a run, a Vega-Lite specification as a plot, everything else as text. Outside a tslab kernel the text is printed, so a
 * notebook's code also runs as a script.
 * @param value a reflection table or anything else with `toHtml()`, statistics by shell, a run, a Vega-Lite specification, a
 *   text, or any value
 * @param options for reflections: what they are coloured by, and how many of them go into the notebook
 */
export function show(value: HtmlDisplay | PlotSpec | unknown, options: ReflectionsOptions = {}): void {
  const bundle = mimeBundle(value, options);
  const text = String(bundle["text/plain"]);
  const write: DisplayWriter | undefined = Object.keys(bundle).length > 1 ? displayWriter() : undefined;
  if (write === undefined) console.log(text);
  else write(bundle);
}

/** The forms of a value for the page, by MIME type; `text/plain` is always among them. */
export function mimeBundle(value: unknown, options: ReflectionsOptions = {}): MimeBundle {
  if (typeof value === "string") return { "text/plain": value };
  return {
    ...displayForms(value, options),
    "text/plain": isPlot(value) ? plotText(value) : inspect(value),
  };
}
