/** The controls above the table: filter, jump, columns, exports; and the line that says what is shown and what is done. */
import { button, element } from "../common/dom.js";
import type { MtzTable } from "./table.js";

/** What the controls do. */
export interface ToolbarActions {
  filter(text: string): void;
  jump(text: string): void;
  observations(): void;
  columns(): void;
  save(kind: "mtz" | "csv" | "arrow"): void;
  copy(): void;
  cancel(): void;
  leave(): void;
}

/** The controls. */
export interface Toolbar {
  readonly node: HTMLElement;
  readonly filter: HTMLInputElement;
  readonly jump: HTMLInputElement;
  readonly computed: HTMLInputElement;
  readonly measured: HTMLInputElement;
  /** Fits texts and choices to a file. */
  fit(table: MtzTable): void;
  /** What is shown. */
  say(text: string): void;
  /** What came of the last action. */
  note(text: string): void;
  /** What is being done, and the part of it, 0 to 1; nothing ends it. */
  busy(what?: string, part?: number): void;
  /** Says why the filter cannot be read, and puts the cursor there; nothing takes it back. */
  wrong(text?: string, position?: number): void;
}

const help =
  "Columns by their labels (labels with signs in backticks: `F(+)`), numbers, + - * / % **, < <= > >= == !=, && || !, " +
  "abs sqrt log log10 exp floor round min max, missing(column); computed: dHKL in Å, centric, epsilon, and of an unmerged " +
  "file Hobs Kobs Lobs ISYM PARTIAL. A comparison with a missing value is false.";

/** @param others views of the same file, a button each */
export function makeToolbar(
  actions: ToolbarActions,
  others: readonly { readonly label: string; readonly title: string; open(): void }[] = [],
): Toolbar {
  const onEnter =
    (act: (text: string) => void) =>
    (event: Event): void => {
      if (!(event instanceof KeyboardEvent) || !(event.target instanceof HTMLInputElement)) return;
      if (event.key === "Enter") act(event.target.value);
      else if (event.key === "Escape") actions.leave();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
  const filter = element("input", {
    type: "text",
    class: "friedel-mtz-filter",
    spellcheck: "false",
    autocomplete: "off",
    "aria-label": "Filter",
    title: help,
    onkeydown: onEnter(actions.filter),
  });
  const jump = element("input", {
    type: "text",
    class: "friedel-mtz-jump",
    spellcheck: "false",
    placeholder: "Go to h k l",
    "aria-label": "Go to index",
    title: "Three integers; the index, an equivalent of it, or the nearest is found",
    onkeydown: onEnter(actions.jump),
  });
  const clear = button(
    "×",
    () => {
      filter.value = "";
      actions.filter("");
    },
    { title: "Show all rows", className: "friedel-mtz-clear" },
  );
  const computed = element("input", { type: "checkbox", onchange: actions.columns });
  const measured = element("input", { type: "checkbox", onchange: actions.columns });
  const measuredLabel = element(
    "label",
    { title: "What M/ISYM says: the index as measured" },
    measured,
    "As measured",
  );
  const observations = button("Observations", actions.observations, {
    title: "All observations of the selected reflection and its symmetry equivalents (o)",
  });
  const controls = element(
    "div",
    { class: "friedel-mtz-controls", role: "toolbar", "aria-label": "MTZ table" },
    element("span", { class: "friedel-mtz-filterbox" }, filter, clear),
    jump,
    observations,
    element("label", { title: "Columns computed from the index: centric, ε" }, computed, "Computed"),
    measuredLabel,
    element("span", { class: "friedel-mtz-space" }),
    ...others.map(({ label, title, open }) => button(label, open, { title })),
    button("Copy", actions.copy, { title: "Copy the selected rows, tab-separated (Ctrl+C)" }),
    button("MTZ", () => actions.save("mtz"), {
      title: "Save the rows shown as an MTZ file, in the order of the file",
    }),
    button("CSV", () => actions.save("csv"), { title: "Save the rows shown as comma-separated text" }),
    button("Arrow", () => actions.save("arrow"), {
      title: "Save the rows shown as an Apache Arrow file (Feather)",
    }),
  );
  const shown = element("span", { class: "friedel-mtz-shown", role: "status" });
  const noted = element("span", { class: "friedel-mtz-note", role: "status" });
  const doing = element("span", { class: "friedel-mtz-doing" });
  const bar = element("progress", { max: 1, "aria-label": "Progress" });
  const progress = element(
    "span",
    { class: "friedel-mtz-progress", hidden: true },
    doing,
    bar,
    button("Cancel", actions.cancel),
  );
  const problem = element("div", { class: "friedel-mtz-problem", role: "alert" });
  const line = element("div", { class: "friedel-mtz-line" }, shown, noted, progress);
  return {
    node: element("div", { class: "friedel-mtz-top" }, controls, problem, line),
    filter,
    jump,
    computed,
    measured,
    fit(table) {
      filter.placeholder = `Filter: ${exampleFilter(table)}`;
      const isymThere = table.columns.some((column) => column.measured === true);
      measuredLabel.hidden = !isymThere;
    },
    say(text) {
      shown.textContent = text;
    },
    note(text) {
      noted.textContent = text;
    },
    busy(what, part) {
      progress.hidden = what === undefined;
      doing.textContent = what ?? "";
      if (part === undefined) bar.removeAttribute("value");
      else bar.value = part;
    },
    wrong(text, position) {
      problem.textContent = text ?? "";
      filter.setAttribute("aria-invalid", text === undefined ? "false" : "true");
      if (position !== undefined) {
        filter.focus();
        filter.setSelectionRange(position, Math.min(filter.value.length, position + 1));
      }
    },
  };
}

/** A filter that this file takes, as an example. */
export function exampleFilter({ columns }: Pick<MtzTable, "columns">): string {
  const plain = /^[A-Za-z_]\w*$/;
  const value = columns.find(({ type, name }) => (type === "J" || type === "F") && plain.test(name));
  const sigma = columns.find(({ type, name }) => type === "Q" && plain.test(name));
  const ratio = value !== undefined && sigma !== undefined ? `${value.name}/${sigma.name} > 3` : undefined;
  const parts = [columns.some(({ name }) => name === "dHKL") ? "dHKL < 2.5" : undefined, ratio];
  return parts.filter((part) => part !== undefined).join(" && ") || "H % 2 == 0";
}
