/**
 * The part of Vega-Lite 5 that Friedel's plots use, as types: a titled stack of layers over plain rows of data. What a
 * plot function returns is plain JSON: a notebook displays it, `JSON.stringify` writes it, the Vega editor opens it.
 * Source: https://vega.github.io/vega-lite/docs/spec.html (version 5).
 */

/** Anything JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** One row of data behind a plot: no NaN and no undefined, which JSON cannot say. */
export type PlotRow = { readonly [field: string]: string | number | boolean | null };

export const VEGA_LITE_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";
/** The MIME type under which JupyterLab draws a spec. */
export const VEGA_LITE_MIME = "application/vnd.vegalite.v5+json";

/** What every specification has. */
export interface VegaLiteFrame {
  readonly $schema: typeof VEGA_LITE_SCHEMA;
  readonly title: { readonly text: string; readonly subtitle?: string | readonly string[] };
  /** What the plot shows, in words: for readers who cannot see it. */
  readonly description: string;
  readonly data: { readonly values: readonly PlotRow[] };
  readonly config: JsonObject;
}

/** A Vega-Lite specification: layers that share axes. */
export interface VegaLiteSpec extends VegaLiteFrame {
  readonly width: number | "container";
  readonly height: number;
  readonly layer: readonly JsonObject[];
  readonly resolve?: JsonObject;
}

/** A Vega-Lite specification: plots one above the other. */
export interface VegaLiteConcatSpec extends VegaLiteFrame {
  readonly vconcat: readonly JsonObject[];
  readonly resolve?: JsonObject;
  readonly spacing: number;
}
