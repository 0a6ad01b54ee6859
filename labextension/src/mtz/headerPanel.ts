/** What the header of an MTZ file says, for reading: crystal, data sets, batches, history. */
import type { MtzBatch, MtzDataset, MtzHeader } from "friedel/browser";
import { element } from "../common/dom.js";
import { messageBox } from "../common/message.js";
import { grouped } from "../common/numberText.js";
import type { ViewCrystal } from "./columns.js";

/** A term and what it says. */
export type Fact = readonly [term: string, text: string];

/** Batches listed at most: a list of many thousands is for a filter on the batch column. */
const batchesListed = 2000;

/** Lengths and angles of a cell, without zeros that say nothing. */
export function cellText(cell: readonly number[]): string {
  const text = (value: number | undefined, digits: number): string =>
    String(Number((value ?? 0).toFixed(digits)));
  const lengths = cell.slice(0, 3).map((value) => text(value, 3));
  const angles = cell.slice(3, 6).map((value) => `${text(value, 3)}°`);
  return `${lengths.join(" · ")} Å, ${angles.join(" · ")}`;
}

/** The facts of a header that are one line each. */
export function headerFacts(header: MtzHeader, { spaceGroup }: ViewCrystal): Fact[] {
  const { symmetry, resolutionLimits, missingValue, sortOrder, columnInfos } = header;
  const [low, high] = resolutionLimits;
  const sorted = sortOrder.flatMap((number) => columnInfos[number - 1]?.label ?? []);
  const point = spaceGroup?.pointGroup ?? symmetry.pointGroup;
  const number = symmetry.number > 0 ? `number ${symmetry.number}` : "";
  const facts: Fact[] = [
    ["Title", header.title],
    ["Reflections", `${grouped(header.rowCount)} rows, ${header.merged ? "merged" : "unmerged"}`],
    ["Cell", cellText(header.cell)],
    [
      "Space group",
      [symmetry.name, number, point === "" ? "" : `point group ${point}`]
        .filter((text) => text !== "")
        .join(", "),
    ],
    ["Resolution", Number.isFinite(high) ? `${resolutionText(low)} to ${resolutionText(high)} Å` : ""],
    ["Batches", header.batches.length > 0 ? grouped(header.batches.length) : ""],
    ["Sorted by", sorted.join(", ")],
    ["Missing values", Number.isNaN(missingValue) ? "NaN" : String(missingValue)],
    ["Format", `${header.version}${header.bigEndian ? ", big-endian" : ""}`],
  ];
  return facts.filter(([, text]) => text !== "");
}

function resolutionText(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : "∞";
}

/** The panel. */
export function headerPanel(header: MtzHeader, crystal: ViewCrystal): HTMLElement {
  const facts = headerFacts(header, crystal).flatMap(([term, text]) => [
    element("dt", {}, term),
    element("dd", {}, text),
  ]);
  return element(
    "div",
    { class: "friedel-mtz-header" },
    ...crystal.problems.map((text) => messageBox({ text, info: true })),
    element("dl", {}, ...facts),
    element("h3", {}, "Data sets"),
    datasetTable(header.datasets, header.cell),
    ...(header.batches.length > 0 ? [batchList(header.batches)] : []),
    element("h3", {}, "History"),
    header.history.length > 0
      ? element("pre", { tabindex: 0, "aria-label": "History" }, header.history.join("\n"))
      : element("p", {}, "None"),
  );
}

/** A table with heads. */
export function plainTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  caption: string,
): HTMLElement {
  return element(
    "table",
    { "aria-label": caption },
    element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))),
    element(
      "tbody",
      {},
      ...rows.map((row) => element("tr", {}, ...row.map((text) => element("td", {}, text)))),
    ),
  );
}

function datasetTable(datasets: readonly MtzDataset[], cell: readonly number[]): HTMLElement {
  const own = datasets.some((dataset) => dataset.cell.some((value, i) => value !== cell[i]));
  const heads = ["Id", "Project", "Crystal", "Name", "λ (Å)", ...(own ? ["Cell"] : [])];
  const rows = datasets.map(({ id, project, crystal, name, wavelength, cell: one }) => [
    String(id),
    project,
    crystal,
    name,
    wavelength > 0 ? String(wavelength) : "–",
    ...(own ? [cellText(one)] : []),
  ]);
  return element("div", { class: "friedel-mtz-scroll" }, plainTable(heads, rows, "Data sets"));
}

/** The list of batches; filled when it is opened, as a file may have thousands. */
function batchList(batches: readonly MtzBatch[]): HTMLElement {
  const place = element("div", { class: "friedel-mtz-scroll friedel-mtz-batches" });
  const fill = (): void => {
    if (place.childElementCount > 0) return;
    const heads = ["Batch", "Title", "φ (°)", "λ (Å)", "Mosaicity (°)", "Data set"];
    const rows = batches
      .slice(0, batchesListed)
      .map((batch) => [
        String(batch.number),
        batch.title,
        `${batch.phiStart.toFixed(2)} to ${batch.phiEnd.toFixed(2)}`,
        batch.wavelength > 0 ? batch.wavelength.toFixed(5) : "–",
        batch.mosaicity.toFixed(3),
        String(batch.datasetId),
      ]);
    place.append(plainTable(heads, rows, "Batches"));
    if (batches.length > batchesListed) {
      place.append(element("p", {}, `and ${grouped(batches.length - batchesListed)} more`));
    }
  };
  const summary = element("summary", {}, `Batches (${grouped(batches.length)})`);
  return element("details", { ontoggle: fill }, summary, place);
}
