/** Elements in one expression, on a document without a browser. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { button, element, svgElement } from "../../../labextension/src/common/dom.js";
import { asFake, installFakeDocument } from "../fakeDocument.js";

beforeEach(() => void installFakeDocument());
afterEach(() => vi.unstubAllGlobals());

test("attributes are set, true as empty, false and undefined not at all; children in order, undefined left out", () => {
  const node = asFake(
    element(
      "div",
      { class: "a", tabindex: 0, hidden: true, disabled: false, title: undefined },
      "one ",
      undefined,
      element("b", {}, "two"),
    ),
  );
  expect([...node.attributes]).toEqual([
    ["class", "a"],
    ["tabindex", "0"],
    ["hidden", ""],
  ]);
  expect(node.textContent).toBe("one two");
});

test("functions listen to the event they are named for", () => {
  const pressed = vi.fn();
  const node = asFake(element("input", { onkeydown: pressed }));
  node.dispatch("keydown", { key: "g" });
  expect(pressed).toHaveBeenCalledWith(expect.objectContaining({ key: "g" }));
  expect(node.attributes.size).toBe(0);
});

test("SVG elements are of SVG's namespace", () => {
  expect(asFake(svgElement("circle", { r: 2 })).namespace).toBe("http://www.w3.org/2000/svg");
});

test("a button does what it is for, unless it is disabled", () => {
  const press = vi.fn();
  asFake(button("Stop", press)).click();
  expect(press).toHaveBeenCalledTimes(1);
  const disabled = asFake(button("Stop", press, { disabled: true, title: "nothing trains", className: "x" }));
  disabled.click();
  expect(press).toHaveBeenCalledTimes(1);
  expect(disabled.getAttribute("title")).toBe("nothing trains");
  expect(disabled.getAttribute("class")).toBe("friedel-button x");
});
