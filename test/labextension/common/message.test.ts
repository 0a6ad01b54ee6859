/** The box of an error, and the sentence in it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { actionsOf, messageBox, sentenceOf } from "../../../labextension/src/common/message.js";
import { InputError } from "../../../lib/errors.js";
import { asFake, installFakeDocument } from "../fakeDocument.js";

beforeEach(() => void installFakeDocument());
afterEach(() => vi.unstubAllGlobals());

test("an error is an alert with a button that tries again", () => {
  const retry = vi.fn();
  const box = asFake(messageBox({ text: "a.mtz: <b>no</b>", retry }));
  expect(box.getAttribute("role")).toBe("alert");
  expect(box.tags("span")[0].textContent).toBe("a.mtz: <b>no</b>");
  box.button("Retry").click();
  expect(retry).toHaveBeenCalledOnce();
});

test("a remark is no alert, and has no button unless it is given one", () => {
  const box = asFake(messageBox({ text: "nothing trains", info: true }));
  expect(box.getAttribute("role")).toBe("status");
  expect(box.tags("button")).toEqual([]);
  expect(
    asFake(messageBox({ text: "changed", retry: () => {}, retryLabel: "Reload" })).button("Reload"),
  ).toBeDefined();
});

test("Friedel's errors are sentences already, others say where they came from", () => {
  expect(sentenceOf(new InputError("cell: got 0"), "x")).toBe("cell: got 0");
  expect(sentenceOf(new TypeError("x is undefined"), "a.mtz")).toBe(
    "a.mtz: failed unexpectedly (x is undefined); please report this with what you did",
  );
  expect(sentenceOf("odd", "a.mtz")).toContain("(odd)");
});

test("an action says what it did, or in a box what went wrong", async () => {
  const [status, problem] = [document.createElement("span"), document.createElement("div")];
  const act = actionsOf({ status, problem, subject: "a.mtz" });
  await act("saved", () => {
    throw new InputError("disk: got none");
  })();
  expect(asFake(problem).textContent).toBe("disk: got none");
  await act("saved", async () => {})();
  expect(status.textContent).toBe("saved");
  expect(asFake(problem).textContent).toBe("");
});
