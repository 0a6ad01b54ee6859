/** The help texts of merging: whole sentences, under names that are there once. */
import { expect, test } from "vitest";
import { HelpTexts } from "../../../labextension/src/common/help.js";
import { plotHelp } from "../../../labextension/src/outputs/plotHelp.js";

test("each has a name of its own and says something", () => {
  const texts = new HelpTexts();
  texts.add(...plotHelp);
  expect(texts.list()).toHaveLength(plotHelp.length);
  for (const { id, title, text } of plotHelp) {
    expect(id).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
    expect(title).not.toBe("");
    expect(text.length).toBeGreaterThan(0);
    for (const paragraph of text) expect(paragraph).toMatch(/^[A-Z].{30,}\.$/);
  }
});
