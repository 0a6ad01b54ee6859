/** What the side of the viewer shows of a column, and of the observations of a reflection. */
import { button, element } from "../common/dom.js";
import { grouped } from "../common/numberText.js";
import type { ColumnStatistics } from "./columnStatistics.js";
import { formatValue, type ViewColumn } from "./columns.js";
import { hklText } from "./findIndex.js";
import { type Fact, plainTable } from "./headerPanel.js";
import { histogramDrawing } from "./histogramDrawing.js";
import type { Observation, ObservationList, WeightedMean } from "./observations.js";
import type { MtzTable } from "./table.js";

/** Observations listed at most. */
const listed = 2000;

/** The statistics of a column as lines. */
export function statisticsFacts(column: ViewColumn, statistics: ColumnStatistics): Fact[] {
  const { count, missing, quantiles } = statistics;
  // one figure more than the table has, as means and quantiles fall between
  const digits = Math.min(6, column.digits + 1);
  const shown = (value: number): string => formatValue(value, { integer: false, digits });
  const own = (value: number): string => formatValue(value, column);
  if (count === 0)
    return [
      ["Values", "0"],
      ["Missing", grouped(missing)],
    ];
  return [
    ["Values", grouped(count)],
    ["Missing", grouped(missing)],
    ["Least", own(statistics.min)],
    ["Greatest", own(statistics.max)],
    ["Mean", shown(statistics.mean)],
    ["Standard deviation", shown(statistics.deviation)],
    ["Median", shown(statistics.median)],
    ...quantiles.map(({ percent, value }): Fact => [`${percent} %`, shown(value)]),
  ];
}

/** The choice of a column by its name. */
export function columnChoice(
  columns: readonly ViewColumn[],
  chosen: ViewColumn,
  choose: (column: ViewColumn) => void,
): HTMLElement {
  const choice = element(
    "select",
    {
      "aria-label": "Column",
      onchange: () => {
        const column = columns[choice.selectedIndex];
        if (column !== undefined) choose(column);
      },
    },
    ...columns.map(({ name }) => element("option", { selected: name === chosen.name }, name)),
  );
  return choice;
}

/** How many rows are shown. */
export function rowsText({ length, header }: Pick<MtzTable, "length" | "header">): string {
  return length === header.rowCount
    ? `all ${grouped(length)} rows`
    : `${grouped(length)} of ${grouped(header.rowCount)} rows`;
}

/** The panel of a column. */
export function columnPanel(column: ViewColumn, statistics: ColumnStatistics, rows: string): HTMLElement {
  const { name, type, meaning, unit, dataset } = column;
  const about = [
    type === undefined ? "computed" : `type ${type}`,
    meaning,
    unit === "" ? "" : `in ${unit}`,
    dataset === "" ? "" : `data set ${dataset}`,
  ];
  const facts = statisticsFacts(column, statistics).flatMap(([term, text]) => [
    element("dt", {}, term),
    element("dd", {}, text),
  ]);
  const drawn =
    statistics.histogram.counts.length > 0
      ? histogramDrawing(statistics.histogram, name, (value) =>
          formatValue(value, { ...column, integer: false }),
        )
      : element("p", {}, statistics.missing > 0 ? "All values are missing." : "No rows.");
  return element(
    "div",
    { class: "friedel-mtz-column" },
    element("p", {}, about.filter((text) => text !== "").join(", ")),
    drawn,
    element("p", { class: "friedel-mtz-of" }, `Over ${rows}`),
    element("dl", {}, ...facts),
  );
}

/** A weighted mean in words. */
export function meanText({ count, mean, sigma }: WeightedMean): string {
  return count === 0 ? "–" : `${mean.toFixed(2)} ± ${sigma.toFixed(2)} (${count})`;
}

/** The text of an observation's cells. */
export function observationCells(one: Observation): string[] {
  const integer = (value: number): string => (Number.isNaN(value) ? "–" : String(value));
  return [
    integer(one.batch),
    hklText(one.hkl),
    `${integer(one.isym)}${one.partial ? " part" : ""}`,
    one.side,
    formatValue(one.intensity, { integer: false, digits: 2 }),
    formatValue(one.sigma, { integer: false, digits: 2 }),
  ];
}

/**
 * The panel of the observations of a reflection.
 * @param goTo brings a row of the file into view
 */
export function observationsPanel(list: ObservationList, goTo: (one: Observation) => void): HTMLElement {
  const { observations, intensityLabel, sigmaLabel } = list;
  const heads = ["Batch", "Measured as", "ISYM", "Side", intensityLabel || "I", sigmaLabel || "σ"];
  const table = plainTable(
    heads,
    observations.slice(0, listed).map(observationCells),
    `Observations of ${hklText(list.hkl)}`,
  );
  table.querySelectorAll("tbody tr").forEach((row, i) => {
    const batch = row.firstElementChild;
    const title = `Go to row ${grouped(observations[i].row + 1)}`;
    const go = button(batch?.textContent ?? "", () => goTo(observations[i]), {
      title,
      className: "friedel-mtz-go",
    });
    batch?.replaceChildren(go);
  });
  const means: Fact[] = [
    ["Weighted mean", meanText(list.all)],
    ["Side +", meanText(list.plus)],
    ["Side −", meanText(list.minus)],
  ];
  const isCentric = observations[0]?.side === "centric";
  const shown = means
    .slice(0, isCentric ? 1 : 3)
    .flatMap(([term, text]) => [element("dt", {}, term), element("dd", {}, text)]);
  return element(
    "div",
    { class: "friedel-mtz-observations" },
    element("h3", {}, hklText(list.hkl)),
    element(
      "p",
      {},
      observations.length === 0
        ? "Neither this reflection nor an equivalent is in the file."
        : `${grouped(observations.length)} ${observations.length === 1 ? "row" : "rows"} of it and its symmetry equivalents${isCentric ? "; centric" : ""}`,
    ),
    ...(observations.length === 0
      ? []
      : [
          element("dl", {}, ...shown),
          element("div", { class: "friedel-mtz-scroll friedel-mtz-right" }, table),
        ]),
    ...(observations.length > listed
      ? [element("p", {}, `and ${grouped(observations.length - listed)} more`)]
      : []),
  );
}
