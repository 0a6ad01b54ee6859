/**
 * The controls beside the picture: each a labelled field that shows a part of the state and changes it.
 * Tested in the page: test/browser/reciprocal.test.ts.
 */
import { element } from "../common/dom.js";

/** A field with its label. */
export interface Control<T> {
  readonly node: HTMLElement;
  /** Shows a value without telling anyone. */
  show(value: T): void;
}

let fields = 0;

function labelled(label: string, field: HTMLElement, title?: string): HTMLElement {
  const id = `friedel-reciprocal-field-${++fields}`;
  field.id = id;
  return element(
    "div",
    { class: "friedel-reciprocal-field", title },
    element("label", { for: id }, label),
    field,
  );
}

/** A choice among a few. */
export function choice<T extends string>(
  label: string,
  options: readonly (readonly [T, string])[],
  changed: (value: T) => void,
  title?: string,
): Control<T> {
  const field = element("select", { onchange: () => changed(field.value as T) });
  for (const [value, words] of options) field.append(element("option", { value }, words));
  return {
    node: labelled(label, field, title),
    show: (value) => {
      field.value = value;
    },
  };
}

/** A text, with suggestions; told when it is finished (Enter, or leaving the field). */
export function textField(
  label: string,
  changed: (value: string) => void,
  { title, placeholder }: { title?: string; placeholder?: string } = {},
): Control<string> & { suggest(values: readonly string[]): void; mark(wrong: boolean): void } {
  const list = element("datalist", { id: `friedel-reciprocal-list-${++fields}` });
  const field = element("input", {
    type: "text",
    list: list.id,
    placeholder,
    spellcheck: "false",
    autocomplete: "off",
    onchange: () => changed(field.value),
    onkeydown: (event) => event.stopPropagation(),
  });
  const node = labelled(label, field, title);
  node.append(list);
  return {
    node,
    show: (value) => {
      if (document.activeElement !== field || field.value === "") field.value = value;
    },
    suggest: (values) => list.replaceChildren(...values.map((value) => element("option", { value }))),
    mark: (wrong) => {
      if (wrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    },
  };
}

/** A box to tick. */
export function tick(label: string, changed: (value: boolean) => void, title?: string): Control<boolean> {
  const field = element("input", { type: "checkbox", onchange: () => changed(field.checked) });
  const node = element("label", { class: "friedel-reciprocal-tick", title }, field, label);
  return {
    node,
    show: (value) => {
      field.checked = value;
    },
  };
}

/** A number between two ends, with what it means in words. */
export function slider(
  label: string,
  { least, most, step }: { readonly least: number; readonly most: number; readonly step: number },
  changed: (value: number) => void,
  words: (value: number) => string,
  title?: string,
): Control<number> {
  const told = element("output", {});
  const field = element("input", {
    type: "range",
    min: least,
    max: most,
    step,
    oninput: () => {
      told.textContent = words(Number(field.value));
      changed(Number(field.value));
    },
    // the arrows of a slider are not those of the cloud
    onkeydown: (event) => event.stopPropagation(),
  });
  const node = labelled(label, field, title);
  node.append(told);
  return {
    node,
    show: (value) => {
      field.value = String(value);
      told.textContent = words(value);
    },
  };
}

/** A group of controls under a heading that opens and closes. */
export function group(title: string, open: boolean, ...children: readonly Node[]): HTMLElement {
  return element(
    "details",
    { class: "friedel-reciprocal-group", open },
    element("summary", {}, title),
    ...children,
  );
}
