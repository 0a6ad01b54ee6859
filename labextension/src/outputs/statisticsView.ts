/** A table of statistics by shell: heads that explain and sort, the row over all at the bottom, and ways to take it along. */
import { type StatisticsPayload, statisticText } from "friedel/browser";
import { button, element } from "../common/dom.js";
import { copyText, downloadText } from "../common/download.js";
import { actionsOf } from "../common/message.js";
import { type StatisticsRow, sortedRows, statisticsCsv, statisticsTsv } from "./statisticsText.js";

/** The order of the rows: that of the shells, or of a column. */
interface Order {
  readonly column: number;
  readonly descending: boolean;
}

/** The whole view; a second call makes another one. */
export function statisticsView(table: StatisticsPayload): HTMLElement {
  const status = element("span", { class: "friedel-plot-status", role: "status" });
  const problem = element("div");
  const act = actionsOf({ status, problem, subject: table.title });
  const bar = element(
    "div",
    { class: "friedel-plot-bar", role: "toolbar", "aria-label": `Table: ${table.title}` },
    button(
      "Copy",
      act("copied", () => copyText(statisticsTsv(table))),
      { title: "Copy the table for a spreadsheet (tab-separated)" },
    ),
    button(
      "CSV",
      act("saved", () => downloadText(`${table.title}.csv`, statisticsCsv(table), "text/csv")),
      { title: "Save the table as CSV" },
    ),
    status,
  );
  return element(
    "div",
    { class: "friedel-statistics" },
    bar,
    problem,
    sortableTable(table),
    ...table.notes.map((note) => element("p", { class: "friedel-statistics-note" }, note)),
  );
}

function sortableTable(table: StatisticsPayload): HTMLElement {
  const body = element("tbody");
  const heads = table.columns.map(({ label, help }, column) =>
    element(
      "th",
      { scope: "col", "aria-sort": "none" },
      button(label, () => sortBy(column), {
        title: `${help === undefined ? "" : `${help}. `}Click to sort.`,
        className: "friedel-statistics-head",
      }),
    ),
  );
  let order: Order | undefined;
  /** Down, up, and back to the order of the shells. */
  const sortBy = (column: number) => {
    if (order?.column !== column) order = { column, descending: true };
    else order = order.descending ? { column, descending: false } : undefined;
    show();
  };
  const show = () => {
    const rows = order ? sortedRows(table.rows, order.column, order.descending) : table.rows;
    body.replaceChildren(...rows.map((row) => tableRow(table, row)));
    for (const [column, head] of heads.entries()) {
      const sorted = order?.column === column ? (order.descending ? "descending" : "ascending") : "none";
      head.setAttribute("aria-sort", sorted);
    }
  };
  show();
  const parts: HTMLElement[] = [
    element("caption", {}, table.title),
    element("thead", {}, element("tr", {}, ...heads)),
    body,
  ];
  if (table.overall) parts.push(element("tfoot", {}, tableRow(table, table.overall)));
  return element("div", { class: "friedel-statistics-scroll" }, element("table", {}, ...parts));
}

function tableRow({ columns }: StatisticsPayload, row: StatisticsRow): HTMLElement {
  return element(
    "tr",
    {},
    ...row.map((value, c) => element("td", {}, statisticText(value, columns[c]?.digits))),
  );
}
