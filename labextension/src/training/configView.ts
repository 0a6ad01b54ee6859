/** The configuration of a run as a folded tree, and where it differs from another run's. */
import { isObject, type JsonValue } from "friedel/browser";
import { element } from "../common/dom.js";
import { differences, leafText } from "./configDifference.js";
import type { RunRecord } from "./runRecord.js";

/** All that is known of how a run was made. */
export function configOf(record: RunRecord): JsonValue {
  return { ...record.config, ...(record.file === undefined ? {} : { run: record.file }) };
}

export class ConfigView {
  readonly node: HTMLDetailsElement;
  private readonly body = element("div", { class: "friedel-config-body" });
  private shown = "";

  constructor() {
    this.node = element(
      "details",
      { class: "friedel-config" },
      element("summary", {}, "Configuration"),
      this.body,
    );
  }

  /** @param others runs to which the first is compared */
  show(record: RunRecord, others: readonly RunRecord[]): void {
    const state = JSON.stringify([configOf(record), others.map((other) => [other.name, configOf(other)])]);
    if (state === this.shown) return;
    this.shown = state;
    const config = configOf(record);
    const empty = record.config === undefined && record.file === undefined;
    this.body.replaceChildren(
      ...others.map((other) => differenceTable(record, other)),
      empty
        ? element("p", {}, "No configuration is known: the run has no folder that can be read.")
        : tree(config, 0),
    );
  }
}

/** Objects fold; the first two levels are open. */
function tree(value: JsonValue, depth: number): HTMLElement {
  const list = element("ul", { class: "friedel-tree" });
  for (const [name, inner] of Object.entries(value as Record<string, JsonValue>)) {
    if (inner === undefined) continue;
    if (isObject(inner))
      list.append(
        element(
          "li",
          {},
          element("details", { open: depth < 1 }, element("summary", {}, name), tree(inner, depth + 1)),
        ),
      );
    else
      list.append(
        element(
          "li",
          {},
          element("span", { class: "friedel-tree-name" }, name),
          element("span", { class: "friedel-tree-value" }, leafText(inner)),
        ),
      );
  }
  return list;
}

function differenceTable(record: RunRecord, other: RunRecord): HTMLElement {
  const found = differences(configOf(record), configOf(other)).filter(({ path }) => path !== "run.created");
  const heading = element("h4", {}, `Difference from ${other.name}`);
  if (found.length === 0)
    return element("section", {}, heading, element("p", {}, "Both were made with the same configuration."));
  return element(
    "section",
    {},
    heading,
    element(
      "table",
      { class: "friedel-difference" },
      element("tr", {}, ...["", "this run", "the other"].map((text) => element("th", {}, text))),
      ...found.map(({ path, here, there }) =>
        element("tr", {}, ...[path, leafText(here), leafText(there)].map((text) => element("td", {}, text))),
      ),
    ),
  );
}
