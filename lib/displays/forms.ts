/**
 * The forms that a value has for a page, by MIME type: one of our own, which the extension of JupyterLab draws, and HTML or
 * Vega-Lite for pages without it. Plain text stands beside them, and is the notebook's affair.
 */
import { MergingRun, RunStatistics } from "../models/index.js";
import { VEGA_LITE_MIME } from "../plots/vegaLiteTypes.js";
import { ReflectionTable } from "../table/index.js";
import { plotMime, reflectionsMime, statisticsMime, trainingMime } from "./mimeTypes.js";
import { type ReflectionsOptions, reflectionsPayload } from "./reflectionsPayload.js";
import { statisticsHtml } from "./statisticsHtml.js";
import { isShellTable, statisticsPayload } from "./statisticsPayload.js";
import { trainingSnapshot } from "./trainingSnapshot.js";

/** One output in several formats at once, by MIME type; the page shows the richest it knows. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What has a form for the page besides its text. */
export interface HtmlDisplay {
  /** The value as one piece of HTML. */
  toHtml(): string;
}

/** A plot as the functions of `plots` return it: any Vega-Lite specification, known by its `$schema`. */
export interface PlotSpec {
  readonly $schema: string;
}

/**
 * The forms of a value, richest first; none where it is text only.
 * @param options for a reflection table: what of it is drawn, and how
 */
export function displayForms(value: unknown, options: ReflectionsOptions = {}): MimeBundle {
  if (isPlot(value)) return plotForms(value);
  const own = ownForm(value, options);
  const html = isHtmlDisplay(value) ? value.toHtml() : undefined;
  return { ...own, ...(html === undefined ? {} : { "text/html": html }) };
}

/** The form under a MIME type of our own. */
function ownForm(value: unknown, options: ReflectionsOptions): MimeBundle {
  if (value instanceof ReflectionTable)
    return hasIndices(value) ? { [reflectionsMime]: reflectionsPayload(value, options) } : {};
  if (value instanceof MergingRun) return { [trainingMime]: runSnapshot(value) };
  if (!isShellTable(value)) return {};
  const payload = statisticsPayload(value, value instanceof RunStatistics ? ofRun(value) : {});
  return { [statisticsMime]: payload, "text/html": statisticsHtml(payload) };
}

function ofRun({ notes }: RunStatistics) {
  return { title: "Variational merge", notes };
}

function hasIndices(table: ReflectionTable): boolean {
  const indices = table.columns.filter(({ type }) => type === "H");
  return indices.length === 3 && indices.every(({ data }) => data instanceof Int32Array) && table.length > 0;
}

function runSnapshot({ result, model }: MergingRun) {
  const { state, step, steps, seconds, history, warnings } = result;
  return trainingSnapshot(
    {
      kind: "merging",
      state,
      step,
      steps,
      seconds,
      rate: step / seconds,
      remaining: Number.NaN,
      terms: {},
      events: [],
      history,
      config: { model: model.description },
    },
    { warnings },
  );
}

function plotForms(spec: PlotSpec): MimeBundle {
  const description = "description" in spec && typeof spec.description === "string" ? spec.description : "";
  return {
    [plotMime]: { version: 1, title: plotTitle(spec) ?? "", help: description },
    [VEGA_LITE_MIME]: spec,
  };
}

/** What stands for a plot where none can be drawn: its title, or its description. */
export function plotText(spec: PlotSpec): string {
  const name = plotTitle(spec) ?? ("description" in spec ? spec.description : undefined);
  return typeof name === "string" ? `[plot: ${name}]` : "[plot]";
}

function plotTitle(spec: PlotSpec): string | undefined {
  if (!("title" in spec)) return undefined;
  const title: unknown = spec.title;
  const text = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  if (Array.isArray(text)) return text.join(" ");
  return typeof text === "string" ? text : undefined;
}

export function isPlot(value: unknown): value is PlotSpec {
  if (typeof value !== "object" || value === null || !("$schema" in value)) return false;
  return typeof value.$schema === "string" && /\/schema\/vega-lite\//.test(value.$schema);
}

function isHtmlDisplay(value: unknown): value is HtmlDisplay {
  return (
    typeof value === "object" && value !== null && "toHtml" in value && typeof value.toHtml === "function"
  );
}
