/**
 * The MTZ viewer: the table with its controls, and a side that shows the file's header, a column's statistics or a
 * reflection's observations. One pass through the file at a time; a new question ends the one before. What goes wrong is
 * said in the view, with a way out of it.
 */
import { element } from "../common/dom.js";
import { messageBox, sentenceOf } from "../common/message.js";
import { grouped } from "../common/numberText.js";
import { FileChangedError } from "../common/serverFile.js";
import type { ViewColumn } from "./columns.js";
import { describeFound, type Hkl, hklText, parseHkl } from "./findIndex.js";
import { headerPanel } from "./headerPanel.js";
import type { PassOptions } from "./passes.js";
import { columnChoice, columnPanel, observationsPanel, rowsText } from "./sidePanels.js";
import { SideTabs } from "./sideTabs.js";
import { MtzTable, type SortOrder } from "./table.js";
import { ExpressionError } from "./tokens.js";
import { makeToolbar, type Toolbar, type ToolbarActions } from "./toolbar.js";
import type { ViewerHost } from "./viewerTypes.js";

export class MtzViewer {
  readonly node: HTMLElement;
  readonly #host: ViewerHost;
  readonly #toolbar: Toolbar;
  readonly #sides = new SideTabs((side) => {
    if (side === "Column") void this.#describeColumn();
  });
  readonly #messages = element("div", { class: "friedel-mtz-messages" });
  readonly #body: HTMLElement;
  #table: MtzTable | undefined;
  #source: Awaited<ReturnType<ViewerHost["open"]>> | undefined;
  #column: ViewColumn | undefined;
  #place = 0;
  #sort: SortOrder | undefined;
  readonly #passes = new Map<string, AbortController>();
  #disposed = false;

  constructor(host: ViewerHost) {
    this.#host = host;
    const others = host.others.map((other) => ({ ...other, open: () => other.open(host.path) }));
    const actions: ToolbarActions = {
      filter: () => void this.#apply(),
      jump: (text) => void this.#jump(text),
      observations: () => void this.#listObservations(),
      columns: () => this.#showColumns(),
      save: (kind) => void this.#save(kind),
      copy: () => void this.#copy(),
      cancel: () => {
        this.#abortAll();
        this.#toolbar.note("cancelled");
      },
      leave: () => host.grid.focus(),
    };
    this.#toolbar = makeToolbar(actions, others);
    host.grid.onHead = (column) => this.#sortBy(column);
    host.grid.onCursor = (place, column) => this.#cursor(place, column);
    this.#body = element("div", { class: "friedel-mtz-body", hidden: true }, host.gridNode, this.#sides.node);
    this.node = element("div", { class: "friedel-mtz" }, this.#messages, this.#toolbar.node, this.#body);
    this.#toolbar.node.hidden = true;
    // before the grid, which has a way of its own to copy
    this.node.addEventListener("keydown", (event) => this.#key(event), true);
  }

  /** The table, once it is open. */
  get table(): MtzTable | undefined {
    return this.#table;
  }

  /** Opens the file, or opens it anew; filter and order stay as far as they can. */
  async open(): Promise<void> {
    this.#abortAll();
    this.#table?.dispose();
    this.#table = undefined;
    this.#messages.replaceChildren(messageBox({ text: `${this.#host.path}: opening …`, info: true }));
    try {
      const source = await this.#host.open();
      const table = await MtzTable.open(source);
      if (this.#disposed) return table.dispose();
      this.#source = source;
      this.#table = table;
      this.#messages.replaceChildren();
      await this.#present(table);
    } catch (error) {
      if (this.#disposed) return;
      this.#body.hidden = true;
      this.#toolbar.node.hidden = true;
      this.#fail(error, () => void this.open());
    }
  }

  /** Says so where the file is another one by now. */
  async check(): Promise<void> {
    if (this.#table === undefined || this.#messages.childElementCount > 0) return;
    try {
      await this.#source?.slice(0, 1);
    } catch (error) {
      // a server that is away is said when it is needed
      if (error instanceof FileChangedError && !this.#disposed) this.#fail(error, () => void this.open());
    }
  }

  /** Goes to a reflection: to a row of the file where that is known and shown, else to where its index is found. */
  async reveal(hkl: Hkl, row?: number): Promise<void> {
    const known = row === undefined ? -1 : (this.#table?.placeOf(row) ?? -1);
    if (known >= 0) {
      this.#host.grid.goTo(known);
      return;
    }
    await this.#run(`Looking for ${hklText(hkl)}`, async (table, options) => {
      const found = await table.find(hkl, options);
      this.#toolbar.note(describeFound(hkl, found));
      if (found !== undefined) this.#host.grid.goTo(found.place);
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#abortAll();
    this.#table?.dispose();
  }

  async #present(table: MtzTable): Promise<void> {
    table.cache.onError = (error) =>
      this.#fail(error, () => {
        if (error instanceof FileChangedError) void this.open();
        else table.cache.retry();
      });
    this.#toolbar.fit(table);
    this.#toolbar.node.hidden = false;
    this.#body.hidden = false;
    this.#sides.panel("File").replaceChildren(headerPanel(table.header, table.crystal));
    this.#showColumns();
    this.#say();
    const again = this.#toolbar.filter.value.trim() !== "" || this.#sort !== undefined;
    if (this.#sort !== undefined && !table.columns.some(({ name }) => name === this.#sort?.name))
      this.#sort = undefined;
    if (again) await this.#apply();
    else if (this.#sides.shown === "Column") await this.#describeColumn();
  }

  /**
   * Runs a pass; the one before of its kind ends, as what is asked now is what is wanted.
   * @returns whether it came to its end
   */
  async #run(
    what: string,
    work: (table: MtzTable, options: PassOptions) => Promise<void>,
    kind: "question" | "statistics" = "question",
  ): Promise<boolean> {
    const table = this.#table;
    if (table === undefined) return false;
    this.#passes.get(kind)?.abort();
    const pass = new AbortController();
    this.#passes.set(kind, pass);
    this.#toolbar.busy(what);
    try {
      await work(table, { signal: pass.signal, onProgress: (part) => this.#toolbar.busy(what, part) });
      return !pass.signal.aborted;
    } catch (error) {
      if (pass.signal.aborted || this.#disposed) return false;
      this.#explain(error, () => void this.#run(what, work, kind));
      return false;
    } finally {
      if (this.#passes.get(kind) === pass) this.#passes.delete(kind);
      if (this.#passes.size === 0) this.#toolbar.busy();
    }
  }

  #abortAll(): void {
    for (const pass of this.#passes.values()) pass.abort();
  }

  /** Brings the table to the filter and the order that are wished for. */
  async #apply(): Promise<void> {
    const text = this.#toolbar.filter.value.trim();
    const sort = this.#sort;
    this.#toolbar.wrong();
    this.#toolbar.note("");
    const done = await this.#run(
      sort === undefined ? "Filtering" : `Filtering and sorting by ${sort.name}`,
      async (table, options) => {
        if (text !== table.filter) await table.setFilter(text, options);
        if (sort?.name !== table.sort?.name || sort?.descending !== table.sort?.descending) {
          await table.setSort(sort, options);
        }
      },
    );
    // an order that was given up is not to come back with the next filter
    if (!done && this.#sort === sort) this.#sort = this.#table?.sort;
    this.#host.grid.rowsChanged();
    this.#say();
    if (done && this.#sides.shown === "Column") await this.#describeColumn();
  }

  #sortBy(column: ViewColumn): void {
    const { name } = column;
    this.#column = column;
    if (this.#sort?.name !== name) this.#sort = { name, descending: false };
    else this.#sort = this.#sort.descending ? undefined : { name, descending: true };
    void this.#apply();
  }

  #cursor(place: number, column: ViewColumn): void {
    this.#place = place;
    const changed = this.#column !== column;
    this.#column = column;
    if (changed && this.#sides.shown === "Column") void this.#describeColumn();
    void this.#tellOthers(place);
  }

  async #tellOthers(place: number): Promise<void> {
    const table = this.#table;
    if (table === undefined) return;
    const row = table.rowAt(place);
    try {
      const hkl = await table.hklOf(row);
      if (hkl !== undefined && this.#place === place) this.#host.selected(hkl, row);
    } catch (error) {
      if (!this.#disposed) this.#explain(error, () => void this.#tellOthers(place));
    }
  }

  async #jump(text: string): Promise<void> {
    try {
      const hkl = parseHkl(text);
      await this.reveal(hkl);
    } catch (error) {
      this.#toolbar.note(sentenceOf(error, this.#host.path));
    }
  }

  async #listObservations(): Promise<void> {
    const place = this.#place;
    this.#sides.show("Observations");
    await this.#run("Collecting observations", async (table, options) => {
      const hkl = place < table.length ? await table.hklOf(table.rowAt(place)) : undefined;
      const list = hkl && (await table.observations(hkl, options));
      if (list === undefined) {
        this.#toolbar.note("Observations: got no row with a Miller index, expected one; select it first");
        return;
      }
      const goTo = ({ row }: { readonly row: number }): void => {
        const at = table.placeOf(row);
        if (at < 0) this.#toolbar.note(`row ${grouped(row + 1)} is kept out by the filter`);
        else this.#host.grid.goTo(at);
      };
      this.#sides.panel("Observations").replaceChildren(observationsPanel(list, goTo));
    });
  }

  async #describeColumn(): Promise<void> {
    const column = this.#column ?? this.#table?.columns.find(({ integer }) => !integer);
    if (column === undefined) return;
    const work = async (table: MtzTable, options: PassOptions): Promise<void> => {
      const statistics = await table.statistics(column.name, options);
      const choice = columnChoice(table.columns, column, (chosen) => {
        this.#column = chosen;
        void this.#describeColumn();
      });
      const panel = columnPanel(column, statistics, rowsText(table));
      this.#sides.panel("Column").replaceChildren(choice, panel);
    };
    await this.#run(`Statistics of ${column.name}`, work, "statistics");
  }

  async #save(kind: "mtz" | "csv" | "arrow"): Promise<void> {
    const name = (this.#host.path.split("/").at(-1) ?? "table").replace(/\.mtz$/i, "");
    const some = this.#table?.length !== this.#table?.header.rowCount;
    const file = `${name}${some ? "-filtered" : ""}.${kind}`;
    await this.#run(`Writing ${file}`, async (table, options) => {
      const columns = this.#columns(table);
      if (kind === "mtz") {
        const pieces = [...(await table.mtz(options)).pieces()] as BlobPart[];
        this.#host.save(file, pieces, "application/x-mtz");
      } else if (kind === "csv") this.#host.save(file, await table.csv(columns, options), "text/csv");
      else {
        const bytes = (await table.arrow(columns, options)) as Uint8Array<ArrayBuffer>;
        this.#host.save(file, [bytes], "application/vnd.apache.arrow.file");
      }
      this.#toolbar.note(`${grouped(table.length)} rows saved as ${file}`);
    });
  }

  async #copy(): Promise<void> {
    const places = this.#host.grid.selected();
    if (places.length === 0) {
      this.#toolbar.note("Copy: select rows first");
      return;
    }
    await this.#run("Copying", async (table, options) => {
      await this.#host.copy(await table.tsv(this.#columns(table), places, options));
      this.#toolbar.note(`${grouped(places.length)} ${places.length === 1 ? "row" : "rows"} copied`);
    });
  }

  /** The columns shown. */
  #columns(table: MtzTable): ViewColumn[] {
    const { computed, measured } = this.#toolbar;
    return table.columns.filter(
      (column) => column.shown || (column.measured === true ? measured.checked : computed.checked),
    );
  }

  #showColumns(): void {
    if (this.#table !== undefined) this.#host.grid.show(this.#table, this.#columns(this.#table));
  }

  #say(): void {
    const table = this.#table;
    if (table === undefined) return;
    const { sort } = table;
    const order =
      sort === undefined ? "" : `, by ${sort.name} ${sort.descending ? "descending" : "ascending"}`;
    const text = rowsText(table);
    this.#toolbar.say(`${text.charAt(0).toUpperCase()}${text.slice(1)}${order}`);
  }

  /** Says what went wrong with what was asked: a filter beside its field, a file above the table, the rest in the line. */
  #explain(error: unknown, again: () => void): void {
    if (error instanceof ExpressionError) this.#toolbar.wrong(error.message, error.position);
    else if (error instanceof Error && error.name === "InputError") this.#toolbar.note(error.message);
    else this.#fail(error, error instanceof FileChangedError ? () => void this.open() : again);
  }

  #fail(error: unknown, retry: () => void): void {
    const again = (): void => {
      this.#messages.replaceChildren();
      retry();
    };
    const retryLabel = error instanceof FileChangedError ? "Reload" : "Retry";
    const text = sentenceOf(error, this.#host.path);
    this.#messages.replaceChildren(messageBox({ text, retry: again, retryLabel }));
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey) return;
    const { target } = event;
    if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return;
    const plain = !event.ctrlKey && !event.metaKey;
    if (plain && event.key === "/") this.#toolbar.filter.focus();
    else if (plain && event.key === "g") this.#toolbar.jump.focus();
    else if (plain && event.key === "o") void this.#listObservations();
    else if (!plain && event.key === "c" && window.getSelection()?.isCollapsed !== false) void this.#copy();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
