/** Building elements in one expression: tag, attributes, children. Text goes in as text, never as HTML. */

/** `true` sets the attribute empty; `false` and `undefined` leave it out; a function listens to the event it is named for. */
export type Attribute = string | number | boolean | undefined | ((event: Event) => void);

/** By the names of HTML (`class`, `aria-label`, `tabindex`), or `on` and the name of an event (`onclick`, `onkeydown`). */
export type Attributes = Readonly<Record<string, Attribute>>;

export type Child = Node | string | undefined;

/** An HTML element. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svgElement<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

/** A button in JupyterLab's style, with what it does as its tooltip. */
export function button(
  label: string,
  press: () => void,
  { title, disabled, className }: { title?: string; disabled?: boolean; className?: string } = {},
): HTMLButtonElement {
  const classes = className === undefined ? "friedel-button" : `friedel-button ${className}`;
  return element("button", { type: "button", class: classes, title, disabled, onclick: press }, label);
}

function filled<E extends Element>(node: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name.replace(/^on/, ""), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== undefined));
  return node;
}
