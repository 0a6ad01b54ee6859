/** The table of statistics in a cell: heads that explain and sort. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { statisticsView } from "../../../labextension/src/outputs/statisticsView.js";
import { asFake, type FakeElement, installFakeDocument } from "../fakeDocument.js";

beforeEach(() => void installFakeDocument());
afterEach(() => vi.unstubAllGlobals());

function view(): FakeElement {
  return asFake(
    statisticsView({
      version: 1,
      title: "By resolution",
      columns: [
        { label: "d", digits: 1 },
        { label: "CC1/2", help: "Of random halves", digits: 3 },
      ],
      rows: [
        [4, 0.9],
        [3, 0.99],
        [2, null],
      ],
      overall: [4, 0.95],
      notes: ["two halves", "10 repeats"],
    }),
  );
}

const column = (table: FakeElement, index: number) =>
  table
    .tags("tbody")[0]
    .tags("tr")
    .map((row) => row.tags("td")[index].textContent);

test("it has a title, heads with what they mean, the row over all at the bottom, and notes", () => {
  const shown = view();
  expect(shown.tags("caption")[0].textContent).toBe("By resolution");
  expect(shown.button("CC1/2").getAttribute("title")).toBe("Of random halves. Click to sort.");
  expect(shown.button("d").getAttribute("title")).toBe("Click to sort.");
  expect(shown.tags("tfoot")[0].textContent).toBe("4.00.950");
  expect(shown.tags("p").map(({ textContent }) => textContent)).toEqual(["two halves", "10 repeats"]);
});

test("a head sorts down, up, and back; another begins anew; readers of screens are told", () => {
  const shown = view();
  const sorts = () => shown.tags("th").map((head) => head.getAttribute("aria-sort"));
  expect(column(shown, 1)).toEqual(["0.900", "0.990", "–"]);
  shown.button("CC1/2").click();
  expect([column(shown, 1), sorts()]).toEqual([
    ["0.990", "0.900", "–"],
    ["none", "descending"],
  ]);
  shown.button("CC1/2").click();
  expect([column(shown, 1), sorts()]).toEqual([
    ["0.900", "0.990", "–"],
    ["none", "ascending"],
  ]);
  shown.button("CC1/2").click();
  expect([column(shown, 0), sorts()]).toEqual([
    ["4.0", "3.0", "2.0"],
    ["none", "none"],
  ]);
  shown.button("d").click();
  shown.button("CC1/2").click();
  expect([column(shown, 1), sorts()]).toEqual([
    ["0.990", "0.900", "–"],
    ["none", "descending"],
  ]);
});

test("what cannot be copied is said in the view", async () => {
  installFakeDocument().copies = false;
  vi.stubGlobal("navigator", {});
  const shown = view();
  shown.button("Copy").click();
  await vi.waitFor(() =>
    expect(shown.all((node) => node.getAttribute("role") === "alert")[0].textContent).toContain("clipboard:"),
  );
});
