/** Help texts have a name of their own, and say something. */
import { expect, test } from "vitest";
import { HelpTexts } from "../../../labextension/src/common/help.js";
import { reciprocalHelp } from "../../../labextension/src/reciprocal/helpTexts.js";

test("can be taken in, once", () => {
  const texts = new HelpTexts();
  texts.add(...reciprocalHelp);
  expect(texts.list().length).toBe(reciprocalHelp.length);
  for (const { id, text } of reciprocalHelp) {
    expect(id).toMatch(/^reciprocal\./);
    expect(text.join(" ").length).toBeGreaterThan(80);
  }
});
