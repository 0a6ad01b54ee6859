/** What the viewer's view needs of the page around it: a grid that draws cells, a source of bytes, somewhere to put files. */
import type { ByteSource } from "friedel/browser";
import type { ViewColumn } from "./columns.js";
import type { Hkl } from "./findIndex.js";
import type { MtzTable } from "./table.js";

/** A grid of cells; plugins/mtzGrid.ts makes one of Lumino's. */
export interface CellGrid {
  /** Called when a column's head is clicked. */
  onHead: (column: ViewColumn) => void;
  /** Called when the cursor comes to a cell by key or click. */
  onCursor: (place: number, column: ViewColumn) => void;
  /** Shows a table, from its first row. */
  show(table: MtzTable, columns: readonly ViewColumn[]): void;
  /** Draws anew after another filter or order. */
  rowsChanged(): void;
  /** Brings a place into view and selects it. */
  goTo(place: number): void;
  /** The places selected, ascending. */
  selected(): number[];
  focus(): void;
}

/** Another view of the same file: a button of the viewer's. */
export interface OtherView {
  readonly label: string;
  readonly title: string;
  open(path: string): void;
}

/** The page around the viewer. */
export interface ViewerHost {
  readonly grid: CellGrid;
  /** The grid's element, which the view puts into its place. */
  readonly gridNode: HTMLElement;
  /** The path of the file, from the server's root. */
  readonly path: string;
  /** Opens the file anew. */
  open(): Promise<ByteSource>;
  readonly others: readonly OtherView[];
  save(name: string, pieces: readonly BlobPart[], type: string): void;
  copy(text: string): Promise<void>;
  /** Tells other views which reflection is looked at. */
  selected(hkl: Hkl, row: number): void;
}
