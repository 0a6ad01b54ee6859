/** The page of help texts: what its search finds. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { helpView } from "../../../labextension/src/common/helpView.js";
import { asFake, installFakeDocument } from "../fakeDocument.js";

beforeEach(() => void installFakeDocument());
afterEach(() => vi.unstubAllGlobals());

test("the search looks at titles, texts and formulas; where nothing is found it says so", () => {
  const page = asFake(
    helpView([
      { id: "a", title: "CC1/2", text: ["Two random halves."], formula: "CC* = …" },
      { id: "b", title: "Wilson plot", text: ["A line.", "A twin."] },
    ]),
  );
  const search = page.tags("input")[0];
  const sections = page.tags("section");
  const found = (text: string) => {
    search.value = text;
    search.dispatch("input");
    return sections.filter(({ hidden }) => !hidden).map(({ attributes }) => attributes.get("id"));
  };
  const none = page.tags("p").find(({ attributes }) => attributes.get("role") === "status")!;
  expect(found(" TWIN")).toEqual(["friedel-help-b"]);
  expect(found("cc*")).toEqual(["friedel-help-a"]);
  expect(none.hidden).toBe(true);
  expect(found("nonsense")).toEqual([]);
  expect(none.hidden).toBe(false);
  expect(found("")).toHaveLength(2);
});
