// Oracle: the words, by eye.
import { expect, test } from "vitest";
import { sectionHtml } from "../../lib/displays/index.js";

test("title, help and notes, with what HTML would take for its own", () => {
  const html = sectionHtml({ key: "x", title: "A < B", help: "What & why.", notes: ["one", "two"] });
  expect(html).toContain('<h3 style="margin:.2em 0">A &lt; B</h3>');
  expect(html).toContain("What &amp; why.");
  expect(html.match(/<em>[^<]*<\/em>/g)).toEqual(["<em>one</em>", "<em>two</em>"]);
});

test("what is missing is said", () => {
  const html = sectionHtml({
    key: "x",
    title: "A",
    help: "B",
    notes: [],
    missing: "Not drawn: there is none.",
  });
  expect(html).toContain("<em>Not drawn: there is none.</em>");
});
