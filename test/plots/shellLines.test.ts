// Oracle: one shell's row by hand.
import { expect, test } from "vitest";
import { rFactors } from "../../lib/plots/index.js";
import { shellLines, shellMiddle } from "../../lib/plots/shellLines.js";
import { shells } from "./fixtures.js";
import { render } from "./render.js";

const plot = {
  shells,
  title: "Something",
  description: "Something of every shell, against resolution: a plot of the tests.",
  yTitle: "Something (e/Å³)",
  series: [{ name: "one", value: (shell: (typeof shells)[number]) => shell.ccHalf, error: () => 0.05 }],
};

test("a row holds the middle of the shell in 1/d², its name, the value and its error", () => {
  expect(shellMiddle({ dMin: 3, dMax: 4 })).toBe((1 / 16 + 1 / 9) / 2);
  expect(shellMiddle({ dMin: 4, dMax: Number.POSITIVE_INFINITY })).toBe(1 / 32);
  expect(shellLines(plot).data.values[1]).toEqual({
    invD2: Number(((1 / 16 + 1 / 9) / 2).toPrecision(6)),
    shell: "4.00 – 3.00 Å",
    series: "one",
    value: 0.899,
    low: 0.899 - 0.05,
    high: 0.899 + 0.05,
  });
});

test("a single series has no legend, several have", async () => {
  const single = await render("shellLinesOne", shellLines(plot));
  expect(single.texts).not.toContain("one");
  const two = { ...plot, series: [...plot.series, { name: "two", value: () => 0.5 }] };
  const several = await render("shellLinesTwo", shellLines(two));
  expect(several.texts).toEqual(expect.arrayContaining(["one", "two", "Something (e/Å³)"]));
});

test("no shells, no plot", () => {
  expect(() => rFactors({ shells: [] })).toThrow(
    expect.objectContaining({
      name: "InputError",
      message:
        "Agreement of equivalent observations plot: got 0 shells without a value, expected statistics by shell",
    }),
  );
});
