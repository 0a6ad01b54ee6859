/** The registry of help texts. */
import { expect, test } from "vitest";
import { HelpTexts } from "../../../labextension/src/common/help.js";

test("texts are found by name and listed by title; a name is there once", () => {
  const texts = new HelpTexts();
  texts.add(
    { id: "b", title: "Wilson plot", text: ["…"] },
    { id: "a", title: "CC1/2", text: ["…"], formula: "x" },
  );
  expect(texts.get("a")?.formula).toBe("x");
  expect(texts.get("c")).toBeUndefined();
  expect(texts.list().map(({ title }) => title)).toEqual(["CC1/2", "Wilson plot"]);
  expect(() => texts.add({ id: "a", title: "again", text: [] })).toThrow("help text a: is there twice");
});
