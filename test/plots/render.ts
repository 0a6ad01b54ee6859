/**
 * Compiles a specification with vega-lite and renders it to SVG with vega, both collecting what they warn of; writes the
 * picture to test/output/plots (git-ignored) so that it can be looked at.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { expect } from "vitest";
import type { VegaLiteFrame } from "../../lib/plots/index.js";

const folder = join(import.meta.dirname, "../output/plots");

export interface Rendered {
  readonly svg: string;
  /** What vega-lite and vega warned of. */
  readonly warnings: string[];
  /** The words of the picture: title, axis titles, labels, legend. */
  readonly texts: string[];
  /** Number of elements of marks of a kind, as "symbol", "rule", "line", "rect", "text" within the plot's layers. */
  marks(kind: string): number;
}

/** Renders, writes NAME.svg and checks what must hold of every plot of the library. */
export async function render(name: string, spec: VegaLiteFrame): Promise<Rendered> {
  const rendered = await draw(name, spec);
  expect(rendered.texts).toContain(spec.title.text);
  expect(spec.description.length).toBeGreaterThan(40);
  return rendered;
}

/** Renders, writes NAME.svg and checks that nothing is warned of, and nothing that is no number is drawn. */
export async function draw(name: string, spec: object): Promise<Rendered> {
  expect(JSON.parse(JSON.stringify(spec)), "a specification must be plain JSON").toEqual(spec);
  const warnings: string[] = [];
  const logger = {
    warn: (...args: unknown[]) => {
      warnings.push(args.join(" "));
      return logger;
    },
    error: (...args: unknown[]) => {
      warnings.push(args.join(" "));
      return logger;
    },
    info: () => logger,
    debug: () => logger,
    level: () => logger,
  };
  const compiled = compile(structuredClone(spec) as unknown as TopLevelSpec, { logger: logger as never });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none" });
  view.logger(logger as never);
  const svg = await view.toSVG();
  view.finalize();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), svg);
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => decode(text));
  const rendered = { svg, warnings, texts, marks: (kind: string) => countMarks(svg, kind) };
  expect(warnings, `${name}: warnings`).toEqual([]);
  expect(svg).not.toMatch(/NaN|undefined/);
  return rendered;
}

function decode(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** Elements inside groups of class "mark-KIND role-mark". */
function countMarks(svg: string, kind: string): number {
  let count = 0;
  // Mark groups hold elements only, never groups.
  const groups = new RegExp(`<g class="mark-${kind} role-mark[^"]*"[^>]*>((?:(?!</?g[ >]).)*)</g>`, "gs");
  for (const [, body] of svg.matchAll(groups)) {
    count += [...body.matchAll(/<(path|line|rect|text|circle)\b/g)].length;
  }
  return count;
}
