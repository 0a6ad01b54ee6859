/** The tables of options in docs/merging.md: their defaults are those of the recipes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../../binder/common.mjs";
import { recipes } from "../../../lib/models/index.js";

const page = readFileSync(join(root, "docs", "merging.md"), "utf8");

/** The recipes in the order of the columns. */
const names = ["default", "careless", "laue", "stills"] as const;

/** A row `| \`name\` | default | of the recipe careless | of laue | of stills | … |`. */
function row(name: string): readonly string[] {
  const line = page.split("\n").find((text) => text.startsWith(`| \`${name}\` |`));
  if (line === undefined) throw new Error(`docs/merging.md: no row of ${name}`);
  return line
    .split("|")
    .slice(2, 2 + names.length)
    .map((cell) => cell.trim());
}

const shown = (value: unknown): string =>
  value === Number.POSITIVE_INFINITY
    ? "all"
    : value === undefined || (Array.isArray(value) && value.length === 0)
      ? "none"
      : typeof value === "object" && value !== null
        ? Object.entries(value)
            .map(([key, of]) => `${key} ${of}`)
            .join(", ")
        : typeof value === "number"
          ? value.toLocaleString("en-US", { maximumFractionDigits: 9 })
          : String(value);

describe("docs/merging.md has the defaults of", () => {
  test.each(Object.keys(recipes.default.scale))("scale.%s", (name) => {
    const values = names
      .map((recipe) => recipes[recipe])
      .map(({ scale }) => scale[name as keyof typeof scale]);
    expect(row(`scale.${name}`)).toEqual(values.map(shown));
  });

  const unsaid = ["epochs", "epsilon", "epsilonHat"];
  test.each(Object.keys(recipes.default.training).filter((name) => !unsaid.includes(name)))("%s", (name) => {
    const values = names
      .map((recipe) => recipes[recipe])
      .map(({ training }) => training[name as keyof typeof training]);
    expect(row(name)).toEqual(values.map(shown));
  });

  test("the likelihood and the prior", () => {
    const likelihoods = names
      .map((recipe) => recipes[recipe])
      .map(({ likelihood, degreesOfFreedom, errorModel }) =>
        likelihood === "normal"
          ? likelihood
          : `${likelihood}, ${degreesOfFreedom}${errorModel === "none" ? "" : `, ${errorModel} errors`}`,
      );
    expect(row("likelihood")).toEqual(likelihoods);
    expect(row("prior")).toEqual(
      names.map((recipe) => recipes[recipe]).map(({ fitB }) => `wilson, B ${fitB ? "fitted" : 0}`),
    );
  });

  test("the number of steps where there are many observations", () => {
    const { epochs } = recipes.default.training;
    expect(page).toContain(`more by default where each observation would be met less than ${epochs} times`);
  });
});
