/**
 * A document without a browser, for tests of what builds elements: a tree of tags, attributes, text and listeners, which
 * can be searched and clicked. It lays nothing out and draws nothing.
 */
import { vi } from "vitest";

export class FakeElement {
  readonly attributes = new Map<string, string>();
  readonly childNodes: (FakeElement | string)[] = [];
  readonly listeners = new Map<string, ((event: unknown) => void)[]>();
  parent: FakeElement | undefined;
  value = "";

  constructor(
    readonly tagName: string,
    readonly namespace = "html",
  ) {}

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  get hidden(): boolean {
    return this.attributes.has("hidden");
  }

  set hidden(hidden: boolean) {
    if (hidden) this.attributes.set("hidden", "");
    else this.attributes.delete("hidden");
  }

  append(...nodes: readonly (FakeElement | string)[]): void {
    for (const node of nodes) {
      if (node instanceof FakeElement) node.parent = this;
      this.childNodes.push(node);
    }
  }

  prepend(node: FakeElement): void {
    node.parent = this;
    this.childNodes.unshift(node);
  }

  replaceChildren(...nodes: readonly (FakeElement | string)[]): void {
    this.childNodes.length = 0;
    this.append(...nodes);
  }

  remove(): void {
    const siblings = this.parent?.childNodes ?? [];
    if (siblings.includes(this)) siblings.splice(siblings.indexOf(this), 1);
  }

  get textContent(): string {
    return this.childNodes.map((node) => (typeof node === "string" ? node : node.textContent)).join("");
  }

  set textContent(text: string) {
    this.replaceChildren(text);
  }

  addEventListener(type: string, listener: (event: unknown) => void): void {
    this.listeners.set(type, [...(this.listeners.get(type) ?? []), listener]);
  }

  dispatch(type: string, event: object = {}): void {
    for (const listener of this.listeners.get(type) ?? []) listener({ type, target: this, ...event });
  }

  click(): void {
    if (!this.hasAttribute("disabled")) this.dispatch("click");
  }

  select(): void {}

  /** A copy with all that is below it, without listeners. */
  cloneNode(): FakeElement {
    const copy = new FakeElement(this.tagName, this.namespace);
    for (const [name, value] of this.attributes) copy.setAttribute(name, value);
    copy.append(...this.childNodes.map((node) => (typeof node === "string" ? node : node.cloneNode())));
    return copy;
  }

  /** All elements below this one for which something holds, in the order of the document. */
  all(holds: (element: FakeElement) => boolean): FakeElement[] {
    return this.childNodes.flatMap((node) =>
      typeof node === "string" ? [] : [...(holds(node) ? [node] : []), ...node.all(holds)],
    );
  }

  /** The elements of a tag. */
  tags(tag: string): FakeElement[] {
    return this.all(({ tagName }) => tagName === tag);
  }

  /** The only button that says this. */
  button(label: string): FakeElement {
    const found = this.tags("button").filter(({ textContent }) => textContent === label);
    if (found.length !== 1) throw new Error(`button ${label}: got ${found.length}, expected 1`);
    return found[0];
  }
}

export class FakeDocument {
  readonly body = new FakeElement("body");
  /** Whether copying a selection works. */
  copies = true;

  createElement(tag: string): FakeElement {
    return new FakeElement(tag);
  }

  createElementNS(namespace: string, tag: string): FakeElement {
    return new FakeElement(tag, namespace);
  }

  execCommand(command: string): boolean {
    return command === "copy" && this.copies;
  }
}

/** Makes `document` a fake one, until vitest takes it away (`vi.unstubAllGlobals`). */
export function installFakeDocument(): FakeDocument {
  const fake = new FakeDocument();
  vi.stubGlobal("document", fake);
  return fake;
}

/** What a module of the extension has built, as the fake that it is. */
export function asFake(node: Element): FakeElement {
  const found: unknown = node;
  if (!(found instanceof FakeElement)) throw new Error("the element is not of the fake document");
  return found;
}
