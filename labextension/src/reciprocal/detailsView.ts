/**
 * The reflection that was picked: index, d, symmetry, values, Friedel mates and equivalents, as elements.
 * Tested in the page: test/browser/reciprocal.test.ts.
 */
import { element } from "../common/dom.js";
import type { MateDifference, ReflectionDetails } from "./details.js";
import { formatNumber } from "./scales.js";

/** An index with the signs of print. */
export function indexText(hkl: readonly number[]): string {
  return hkl.join(" ").replace(/-/g, "−");
}

/** The box; `choose` is called where an equivalent is pressed. */
export function detailsView(
  details: ReflectionDetails | undefined,
  choose: (hkl: readonly [number, number, number], row: number) => void,
): HTMLElement {
  const box = { class: "friedel-reciprocal-details", role: "status", "aria-live": "polite" };
  if (details === undefined)
    return element(
      "div",
      box,
      element("p", { class: "friedel-reciprocal-hint" }, "Click a reflection to see what is known of it."),
    );
  const { hkl, d, multiplicity, epsilon, centric, row } = details;
  const facts: [string, string][] = [
    ["d", `${d.toFixed(3)} Å`],
    ["multiplicity", String(multiplicity)],
    ["ε", String(epsilon)],
    ["", centric ? "centric" : "acentric"],
  ];
  return element(
    "div",
    box,
    element("h3", {}, indexText(hkl)),
    state(details),
    list(facts),
    row === undefined ? undefined : list(details.values.map(({ label, text }) => [label, text])),
    details.mates.length > 0 ? mateTable(details.mates) : undefined,
    equivalents(details, choose),
  );
}

function state({ absent, row, hkl, equivalents }: ReflectionDetails): HTMLElement | undefined {
  const words = (text: string): HTMLElement => element("p", { class: "friedel-reciprocal-state" }, text);
  if (row === undefined)
    return words(absent ? "Systematically absent." : "Missing: no equivalent is in the data.");
  const own = equivalents.some((equivalent) => equivalent.row === row && isSame(equivalent.hkl, hkl));
  const from = equivalents.find((equivalent) => equivalent.row === row)?.hkl;
  if (own || from === undefined) return absent ? words("Systematically absent, yet measured.") : undefined;
  return words(`Equivalent of ${indexText(from)}, whose values these are.`);
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value === b[i]);
}

function list(rows: readonly (readonly [string, string])[]): HTMLElement {
  return element(
    "dl",
    {},
    ...rows.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]),
  );
}

function mateTable(mates: readonly MateDifference[]): HTMLElement {
  const cells = (tag: "th" | "td", texts: readonly string[]) => texts.map((text) => element(tag, {}, text));
  const rows = mates.map(({ label, plus, minus, difference }) =>
    element(
      "tr",
      {},
      ...cells("td", [label, ...[plus, minus, difference].map((value) => formatNumber(value))]),
    ),
  );
  return element(
    "table",
    {},
    element("caption", {}, "Friedel mates"),
    element("tr", {}, ...cells("th", ["", "h k l", "−h −k −l", "difference"])),
    ...rows,
  );
}

/** Buttons of at most this many. */
const mostShown = 48;

function equivalents(
  { equivalents: all }: ReflectionDetails,
  choose: (hkl: readonly [number, number, number], row: number) => void,
): HTMLElement | undefined {
  if (all.length < 2) return undefined;
  const buttons = all.slice(0, mostShown).map(({ hkl, row, mate }) =>
    element(
      "button",
      {
        type: "button",
        class: "friedel-reciprocal-index",
        title: mate ? "Friedel mate" : "Symmetry mate",
        onclick: () => choose(hkl, row),
      },
      `${indexText(hkl)}${mate ? " ′" : ""}`,
    ),
  );
  const more = all.length > mostShown ? ` and ${all.length - mostShown} more` : "";
  return element("div", {}, element("h4", {}, `${all.length} equivalents in the data${more}`), ...buttons);
}
