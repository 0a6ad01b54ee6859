/** Help texts as a page with a box to search in. */
import { element } from "./dom.js";
import type { HelpText } from "./help.js";

export function helpView(texts: readonly HelpText[]): HTMLElement {
  const entries = texts.map((text) => ({ words: wordsOf(text), node: entry(text) }));
  const none = element(
    "p",
    { class: "friedel-help-none", hidden: true, role: "status" },
    "Nothing is called that here.",
  );
  const search = element("input", {
    type: "search",
    class: "friedel-help-search",
    placeholder: "Search, e.g. CC1/2",
    "aria-label": "Search the help texts",
    oninput: () => {
      const wanted = search.value.trim().toLowerCase();
      for (const { words, node } of entries) node.hidden = !words.includes(wanted);
      none.hidden = entries.some(({ node }) => !node.hidden);
    },
  });
  return element(
    "div",
    { class: "friedel-help" },
    element("h1", {}, "What the plots mean"),
    search,
    none,
    ...entries.map(({ node }) => node),
  );
}

function wordsOf({ title, text, formula = "" }: HelpText): string {
  return [title, ...text, formula].join(" ").toLowerCase();
}

function entry({ id, title, text, formula }: HelpText): HTMLElement {
  return element(
    "section",
    { id: `friedel-help-${id}` },
    element("h2", {}, title),
    ...text.map((paragraph) => element("p", {}, paragraph)),
    formula === undefined ? undefined : element("p", { class: "friedel-help-formula" }, formula),
  );
}
