/**
 * Lumino's data grid over an {@link MtzTable}: cells come from the cache of rows; what is not there yet is asked for, the
 * rows in sight first, then a screen on either side, and drawn when it has come.
 */
import {
  BasicKeyHandler,
  BasicMouseHandler,
  BasicSelectionModel,
  DataGrid,
  DataModel,
  TextRenderer,
} from "@lumino/datagrid";
import { grouped } from "../common/numberText.js";
import { fetchingText, formatValue, missingText, type ViewColumn } from "../mtz/columns.js";
import type { MtzTable } from "../mtz/table.js";
import type { CellGrid } from "../mtz/viewerTypes.js";

/** More places than this are not copied at once. */
const mostSelected = 1_000_000;

const rowHeight = 20;
const columnWidth = 84;
const headHeight = 20;

/** What the grid shows: two lines of head (name, type and unit), the row of the file at the left. */
class MtzModel extends DataModel {
  /** Called when a cell is drawn whose row is not in memory. */
  onMissing: () => void = () => {};

  constructor(
    readonly table: MtzTable,
    readonly columns: readonly ViewColumn[],
  ) {
    super();
  }

  rowCount(region: DataModel.RowRegion): number {
    return region === "body" ? this.table.length : 2;
  }

  columnCount(region: DataModel.ColumnRegion): number {
    return region === "body" ? this.columns.length : 1;
  }

  data(region: DataModel.CellRegion, row: number, column: number): string {
    if (region === "corner-header") return row === 0 ? "row" : "";
    if (region === "row-header") return grouped(this.table.rowAt(row) + 1);
    if (region === "column-header") return row === 0 ? this.#head(column) : this.#kind(column);
    const place = this.table.rowAt(row);
    const block = this.table.cache.peek(place);
    if (block === undefined) {
      this.onMissing();
      return fetchingText;
    }
    const shown = this.columns[column];
    return formatValue(shown.value(block, place - block.from), shown);
  }

  #head(column: number): string {
    const { name } = this.columns[column];
    const { sort } = this.table;
    return sort?.name === name ? `${name} ${sort.descending ? "▼" : "▲"}` : name;
  }

  #kind(column: number): string {
    const { type, unit } = this.columns[column];
    return [type ?? "computed", unit].filter((text) => text !== "").join(" · ");
  }

  rowsCame(first: number, last: number): void {
    const rowSpan = Math.max(1, last - first + 1);
    this.emitChanged({
      type: "cells-changed",
      region: "body",
      row: first,
      column: 0,
      rowSpan,
      columnSpan: this.columns.length,
    });
  }

  allChanged(): void {
    this.emitChanged({ type: "model-reset" });
  }
}

export class MtzGrid implements CellGrid {
  onHead: CellGrid["onHead"] = () => {};
  onCursor: CellGrid["onCursor"] = () => {};
  /** The widget to be put into a page. */
  readonly grid: DataGrid;
  #model: MtzModel | undefined;
  #asking = false;
  #pressed: { readonly x: number; readonly y: number } | undefined;

  constructor() {
    this.grid = new DataGrid({
      defaultSizes: { rowHeight, columnWidth, rowHeaderWidth: 72, columnHeaderHeight: headHeight },
      stretchLastColumn: false,
    });
    this.grid.addClass("friedel-mtz-datagrid");
    this.grid.keyHandler = new BasicKeyHandler();
    this.grid.mouseHandler = new BasicMouseHandler();
    this.grid.node.addEventListener(
      "mousedown",
      ({ clientX, clientY }) => {
        this.#pressed = { x: clientX, y: clientY };
      },
      true,
    );
    this.grid.node.addEventListener("click", (event) => this.#clicked(event));
    this.restyle();
  }

  show(table: MtzTable, columns: readonly ViewColumn[]): void {
    const same = this.#model?.table === table;
    const { scrollX, scrollY } = this.grid;
    const model = new MtzModel(table, columns);
    model.onMissing = () => this.#ask();
    table.cache.onLoad = () => this.#came();
    this.#model = model;
    this.grid.dataModel = model;
    const selection = new BasicSelectionModel({ dataModel: model, selectionMode: "row" });
    selection.changed.connect(() => {
      const column = columns[selection.cursorColumn];
      if (selection.cursorRow >= 0 && column !== undefined) this.onCursor(selection.cursorRow, column);
    });
    this.grid.selectionModel = selection;
    this.#fitColumns(columns);
    if (same) this.grid.scrollTo(scrollX, scrollY);
  }

  rowsChanged(): void {
    this.grid.selectionModel?.clear();
    this.#model?.allChanged();
    this.grid.scrollTo(this.grid.scrollX, 0);
  }

  goTo(place: number): void {
    const model = this.grid.selectionModel;
    if (model === null || this.#model === undefined) return;
    const column = Math.max(0, model.cursorColumn);
    const last = this.#model.columns.length - 1;
    this.grid.scrollToRow(place);
    model.select({
      r1: place,
      c1: 0,
      r2: place,
      c2: last,
      cursorRow: place,
      cursorColumn: column,
      clear: "all",
    });
  }

  selected(): number[] {
    const places = new Set<number>();
    const last = (this.#model?.table.length ?? 0) - 1;
    for (const { r1, r2 } of this.grid.selectionModel?.selections() ?? []) {
      const [from, to] = [Math.max(0, Math.min(r1, r2)), Math.min(last, Math.max(r1, r2))];
      for (let place = from; place <= to && places.size < mostSelected; place++) places.add(place);
    }
    return [...places].sort((one, other) => one - other);
  }

  focus(): void {
    this.grid.viewport.node.focus();
    this.grid.node.focus();
  }

  /** Takes the colours of JupyterLab's theme as they are now. */
  restyle(): void {
    const style = getComputedStyle(document.body);
    const colour = (name: string, fallback: string): string =>
      style.getPropertyValue(name).trim() || fallback;
    const layout = colour("--jp-layout-color1", "#fff");
    const second = colour("--jp-layout-color2", "#eee");
    const line = colour("--jp-border-color3", "#e0e0e0");
    const text = colour("--jp-ui-font-color0", "#000");
    const pale = colour("--jp-ui-font-color2", "#666");
    const brand = colour("--jp-brand-color1", "#2196f3");
    const font = `12px ${colour("--jp-code-font-family", "monospace")}`;
    this.grid.style = {
      ...DataGrid.defaultStyle,
      voidColor: layout,
      backgroundColor: layout,
      headerBackgroundColor: second,
      gridLineColor: line,
      headerGridLineColor: colour("--jp-border-color2", line),
      rowBackgroundColor: undefined,
      selectionFillColor: `color-mix(in srgb, ${brand} 18%, transparent)`,
      selectionBorderColor: brand,
      cursorFillColor: `color-mix(in srgb, ${brand} 30%, transparent)`,
      cursorBorderColor: brand,
      headerSelectionFillColor: `color-mix(in srgb, ${brand} 18%, transparent)`,
      headerSelectionBorderColor: "transparent",
      scrollShadow: undefined,
    };
    const cell = new TextRenderer({
      font,
      horizontalAlignment: "right",
      textColor: ({ value }) => (value === missingText || value === fetchingText ? pale : text),
    });
    const side = new TextRenderer({ font, horizontalAlignment: "right", textColor: pale });
    const head = new TextRenderer({
      font: ({ row }) => (row === 0 ? `bold ${font}` : `11px ${colour("--jp-ui-font-family", "sans-serif")}`),
      horizontalAlignment: "right",
      elideDirection: "right",
      textColor: ({ row }) => (row === 0 ? text : pale),
    });
    this.grid.cellRenderers.update({
      body: cell,
      "row-header": side,
      "column-header": head,
      "corner-header": side,
    });
  }

  /** Widths for the name, the type, and what values the header promises. */
  #fitColumns(columns: readonly ViewColumn[]): void {
    columns.forEach(({ name, type, unit, digits, integer }, i) => {
      const figures = integer ? 6 : digits + 7;
      const kind = (type ?? "computed").length + unit.length + 2;
      const characters = Math.max(name.length + 3, kind, figures);
      this.grid.resizeColumn("body", i, Math.min(260, Math.max(48, 16 + 7.4 * characters)));
    });
  }

  /** Asks for what is in sight, once a frame however many cells are missing. */
  #ask(): void {
    if (this.#asking) return;
    this.#asking = true;
    queueMicrotask(() => {
      this.#asking = false;
      this.#want();
    });
  }

  #inSight(): { readonly first: number; readonly last: number } {
    const first = Math.max(0, Math.floor(this.grid.scrollY / rowHeight));
    const rows = Math.ceil(this.grid.pageHeight / rowHeight) + 1;
    return { first, last: Math.min((this.#model?.table.length ?? 0) - 1, first + rows) };
  }

  #want(): void {
    const table = this.#model?.table;
    if (table === undefined) return;
    const { first, last } = this.#inSight();
    const page = last - first + 1;
    const places: number[] = [];
    for (let place = first; place <= last; place++) places.push(place);
    for (let step = 1; step <= page; step++) {
      if (last + step < table.length) places.push(last + step);
      if (first - step >= 0) places.push(first - step);
    }
    table.cache.want(places.map((place) => table.rowAt(place)));
  }

  #came(): void {
    const { first, last } = this.#inSight();
    if (last >= first) this.#model?.rowsCame(first, last);
  }

  #clicked({ clientX, clientY }: MouseEvent): void {
    const { x, y } = this.#pressed ?? { x: clientX, y: clientY };
    // a drag is a resize of a column or a selection
    if (Math.abs(clientX - x) + Math.abs(clientY - y) > 4) return;
    const hit = this.grid.hitTest(clientX, clientY);
    const column = hit.region === "column-header" ? this.#model?.columns[hit.column] : undefined;
    const atEdge = hit.x < 6 || hit.width - hit.x < 6;
    if (column === undefined || atEdge) return;
    this.onHead(column);
  }
}
