/** The MTZ viewer as a user meets it: files opened by double click in a real JupyterLab, every control, every error. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import type { Download, Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { dataFile, dataTest } from "../data.js";
import { mergedSample, unmergedSample } from "../labextension/mtz/samples.js";
import { hasBrowser, type LabPage, output, useLab } from "./lab.js";

const folder = join(output, "mtz");
const merged = mergedSample(5000);
const unmerged = unmergedSample(3);

/** The files that the tests open. */
function writeFiles(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "folder.mtz"), { recursive: true });
  const bytes = merged.toBytes();
  const files: Record<string, Uint8Array> = {
    "merged.mtz": bytes,
    "unmerged.mtz": unmerged.mtz.toBytes(),
    "empty.mtz": new Uint8Array(0),
    "text.mtz": new TextEncoder().encode("this is no MTZ file\n".repeat(20)),
    "truncated.mtz": bytes.slice(0, 100_000),
    "cut-header.mtz": bytes.slice(0, bytes.length - 300),
    "changing.mtz": bytes,
    // larger than what is fetched whole
    "large.mtz": mergedSample(500_000).toBytes(),
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

if (hasBrowser) writeFiles();
const session = useLab({ folder });

/** The viewer in front, and what it shows. */
class Viewer {
  readonly page: Page;
  readonly node: Locator;
  constructor(readonly lab: LabPage) {
    this.page = lab.page;
    this.node = lab.page.locator(".friedel-mtz:visible");
  }

  /** Opens a file by a double click in the file browser. */
  static async open(lab: LabPage, name: string): Promise<Viewer> {
    await lab.file(name).dblclick();
    const viewer = new Viewer(lab);
    await lab.page.waitForFunction(
      `window.jupyterapp.shell.currentWidget?.context?.path === ${JSON.stringify(name)} &&
       window.jupyterapp.shell.currentWidget.content.viewer !== undefined`,
    );
    return viewer;
  }

  /** Waits until the table is there and its first row drawn. */
  async ready(): Promise<this> {
    await this.page.waitForFunction(`${content}.viewer.table !== undefined`);
    await this.rowsDrawn();
    return this;
  }

  /** Waits until the rows in sight have values. */
  async rowsDrawn(): Promise<void> {
    const first = `Math.floor(${grid}.scrollY / 20)`;
    await this.page.waitForFunction(
      `${grid}.dataModel.rowCount("body") === 0 || ${grid}.dataModel.data("body", ${first}, 0) !== "…"`,
    );
  }

  /** The texts of a column's cells, from the first place on. */
  cells(name: string, count = 5, from = 0): Promise<string[]> {
    return this.page.evaluate(`(() => {
      const model = ${grid}.dataModel;
      const at = model.columns.findIndex((column) => column.name === ${JSON.stringify(name)});
      return Array.from({ length: ${count} }, (_, i) => model.data("body", ${from} + i, at));
    })()`) as Promise<string[]>;
  }

  heads(): Promise<string[]> {
    return this.page.evaluate(`(() => {
      const model = ${grid}.dataModel;
      return model.columns.map((_, i) => [0, 1].map((row) => model.data("column-header", row, i)).join(" | "));
    })()`) as Promise<string[]>;
  }

  /** Clicks into the grid: a column's head, or a cell of a place in sight. */
  async click(name: string, place?: number, modifiers?: ("Shift" | "Control")[]): Promise<void> {
    const at = (await this.page.evaluate(`(() => {
      const view = ${grid};
      const box = view.viewport.node.getBoundingClientRect();
      const column = view.dataModel.columns.findIndex((one) => one.name === ${JSON.stringify(name)});
      if (column < 0) throw new Error("no column ${name}");
      const x = view.headerWidth + view.columnOffset("body", column) - view.scrollX + view.columnSize("body", column) / 2;
      const y = ${place === undefined ? "10" : `view.headerHeight + view.rowOffset("body", ${place}) - view.scrollY + 10`};
      return { x: box.x + x, y: box.y + y };
    })()`)) as { x: number; y: number };
    for (const key of modifiers ?? []) await this.page.keyboard.down(key);
    await this.page.mouse.click(at.x, at.y);
    for (const key of modifiers ?? []) await this.page.keyboard.up(key);
  }

  async filter(text: string): Promise<void> {
    const field = this.node.getByLabel("Filter", { exact: true });
    await field.fill(text);
    await field.press("Enter");
  }

  async jump(text: string): Promise<void> {
    const field = this.node.getByLabel("Go to index");
    await field.fill(text);
    await field.press("Enter");
  }

  shown(): Promise<string> {
    return this.node.locator(".friedel-mtz-shown").innerText();
  }

  note(): Promise<string> {
    return this.node.locator(".friedel-mtz-note").innerText();
  }

  async save(name: string): Promise<Uint8Array> {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.node.getByRole("button", { name, exact: true }).click(),
    ]);
    return bytesOf(download);
  }

  tab(name: string): Locator {
    return this.node.getByRole("tab", { name });
  }
}

const content = "window.jupyterapp.shell.currentWidget.content";
const grid = `${content}.cells.grid`;

async function bytesOf(download: Download): Promise<Uint8Array> {
  return readFileSync(await download.path());
}

describe.skipIf(!hasBrowser)("a merged file", () => {
  test("shows header and table, in light and dark", async () => {
    const lab = await session.open();
    const viewer = await (await Viewer.open(lab, "merged.mtz")).ready();
    expect(await viewer.shown()).toBe("All 5,000 rows");
    const header = viewer.node.getByRole("tabpanel", { name: "File" });
    for (const text of [
      "merged sample of the viewer's tests",
      "5,000 rows, merged",
      "34 · 42 · 50 Å, 90° · 90° · 90°",
      "P 21 21 21, number 19, point group 222",
      "0.9763",
      "made by the tests of the viewer",
    ]) {
      expect(await header.innerText()).toContain(text);
    }
    expect(await viewer.heads()).toEqual([
      ...["H | H", "K | H", "L | H", "F | F", "SIGF | Q", "PHI | P · °", "F(+) | G", "FreeR_flag | I"],
      ...["EMPTY | R", "dHKL | computed · Å"],
    ]);
    const [h, f] = ["H", "F"].map((label) => merged.column(label));
    expect(await viewer.cells("H")).toEqual([...h.slice(0, 5)].map(String));
    const digits = 3;
    expect(await viewer.cells("F", 7)).toEqual(
      [...f.slice(0, 7)].map((value) => (Number.isNaN(value) ? "–" : value.toFixed(digits))),
    );
    expect(await viewer.cells("EMPTY")).toEqual(["–", "–", "–", "–", "–"]);
    await lab.photograph("mtz-merged-light");
    await lab.theme("JupyterLab Dark");
    await lab.page.locator("#jupyterlab-splash").waitFor({ state: "detached" });
    await viewer.click("F");
    await expect.poll(() => viewer.shown()).toBe("All 5,000 rows, by F ascending");
    await viewer.tab("Column").click();
    await viewer.node.locator(".friedel-mtz-histogram").waitFor();
    await lab.photograph("mtz-merged-dark");
    await lab.theme("JupyterLab Light");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("is filtered, and says what is wrong with a filter", async () => {
    const lab = await session.open();
    const viewer = await (await Viewer.open(lab, "merged.mtz")).ready();
    await viewer.filter("F/SIGF > 20 && dHKL < 2.5");
    const [f, s] = ["F", "SIGF"].map((label) => merged.column(label));
    await expect.poll(() => viewer.shown()).toMatch(/^[\d,]+ of 5,000 rows$/);
    const cells = await viewer.cells("dHKL", 20);
    expect(cells.every((text) => Number(text) < 2.5)).toBe(true);

    await viewer.filter("F/SIGMA > 20");
    const problem = viewer.node.locator(".friedel-mtz-problem");
    await expect
      .poll(() => problem.innerText())
      .toContain('filter, character 3: got "SIGMA", expected a column of H, K');
    const field = viewer.node.getByLabel("Filter", { exact: true });
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await field.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(2);
    await lab.photograph("mtz-filter-wrong");

    await viewer.filter("`F(+)` > 899");
    await expect.poll(() => problem.innerText()).toBe("");
    const plus = merged.column("F(+)").filter((value) => value > 899).length;
    await expect.poll(() => viewer.shown()).toBe(`${plus} of 5,000 rows`);
    await viewer.node.getByTitle("Show all rows").click();
    await expect.poll(() => viewer.shown()).toBe("All 5,000 rows");
    await viewer.filter("F/SIGF > 1e9");
    await expect.poll(() => viewer.shown()).toBe("0 of 5,000 rows");
    await viewer.node.getByRole("button", { name: "CSV" }).click();
    await expect.poll(() => viewer.note()).toContain("got no rows to export");
    expect(Math.max(...f.map((value, i) => value / s[i] || 0))).toBeLessThan(1e9);
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("is sorted by a click on a head: ascending, descending, as in the file; missing values last", async () => {
    const lab = await session.open();
    const viewer = await (await Viewer.open(lab, "merged.mtz")).ready();
    const f = [...merged.column("F")].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    await viewer.click("F");
    await expect.poll(() => viewer.shown()).toBe("All 5,000 rows, by F ascending");
    await viewer.rowsDrawn();
    // small values are shown with more figures
    (await viewer.cells("F", 6)).forEach((text, i) => {
      expect(Math.abs(Number(text) - f[i])).toBeLessThan(0.0005);
    });
    expect(await viewer.heads()).toContain("F ▲ | F");
    await viewer.click("F");
    await expect.poll(() => viewer.shown()).toBe("All 5,000 rows, by F descending");
    await viewer.rowsDrawn();
    expect(await viewer.cells("F", 3)).toEqual(
      f
        .slice(-3)
        .reverse()
        .map((value) => value.toFixed(3)),
    );
    await lab.photograph("mtz-sorted");
    await viewer.click("H", 3);
    await viewer.page.keyboard.press("Control+ArrowDown");
    await viewer.rowsDrawn();
    expect(await viewer.cells("F", 1, 4999)).toEqual(["–"]);
    await viewer.page.evaluate(`${grid}.scrollTo(0, 0)`);
    await viewer.click("F");
    await expect.poll(() => viewer.shown()).toBe("All 5,000 rows");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("statistics and histogram are those of the rows shown", async () => {
    const lab = await session.open();
    const viewer = await (await Viewer.open(lab, "merged.mtz")).ready();
    await viewer.tab("Column").click();
    const panel = viewer.node.getByRole("tabpanel", { name: "Column" });
    await panel.getByLabel("Column").selectOption("FreeR_flag");
    await expect.poll(() => panel.innerText()).toContain("Over all 5,000 rows");
    await expect.poll(() => panel.locator(".friedel-mtz-bars rect").count()).toBe(20);
    await viewer.filter("FreeR_flag < 5");
    await expect.poll(() => panel.innerText()).toContain("Over 1,250 of 5,000 rows");
    await expect.poll(() => panel.locator(".friedel-mtz-bars rect").count()).toBe(5);
    expect(await panel.innerText()).toMatch(/Median\s+2\.0/);
    await panel.getByLabel("Column").selectOption("EMPTY");
    await expect.poll(() => panel.innerText()).toContain("All values are missing.");
    await lab.photograph("mtz-column-missing");
    await panel.getByLabel("Column").selectOption("PHI");
    await expect.poll(() => panel.innerText()).toContain("phase, degrees");
    await lab.photograph("mtz-column");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("a jump by key goes to the index, an equivalent, or the nearest, and says which", async () => {
    const lab = await session.open();
    const viewer = await (await Viewer.open(lab, "merged.mtz")).ready();
    await viewer.click("H", 2);
    await viewer.page.keyboard.press("g");
    await viewer.page.keyboard.type("3 4 5");
    await viewer.page.keyboard.press("Enter");
    await expect.poll(() => viewer.note()).toMatch(/^3 4 5: row \d+$/);
    const cursor = (): Promise<number> =>
      viewer.page.evaluate(`${grid}.selectionModel.cursorRow`) as Promise<number>;
    const row = await cursor();
    expect(["H", "K", "L"].map((label) => merged.column(label)[row])).toEqual([3, 4, 5]);
    expect(await viewer.page.evaluate(`${grid}.rowAt("body", ${row} * 20 - ${grid}.scrollY + 1)`)).not.toBe(
      -1,
    );
    await viewer.jump("-3 -4 5");
    await expect
      .poll(() => viewer.note())
      .toContain("−3 −4 5 is not there, its symmetry equivalent 3 4 5 is");
    await viewer.jump("−3, −4, −5");
    await expect.poll(() => viewer.note()).toContain("equivalent to its Friedel mate");
    await viewer.jump("3 4 99");
    await expect.poll(() => viewer.note()).toContain("nor an equivalent; the nearest is");
    await viewer.jump("3 4");
    await expect
      .poll(() => viewer.note())
      .toBe('Miller index: got "3 4", expected three integers such as 1 -2 3');
    await viewer.page.keyboard.press("Escape");
    await viewer.page.keyboard.press("/");
    expect(await viewer.page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Filter");
    await viewer.page.keyboard.press("Escape");
    const before = await cursor();
    await viewer.page.keyboard.press("ArrowDown");
    expect(await cursor()).toBe(before + 1);
    await viewer.page.keyboard.press("PageDown");
    await expect.poll(() => viewer.page.evaluate(`${grid}.scrollY`)).toBeGreaterThan(before * 20);
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("is exported as MTZ, CSV and Arrow, and copied", async () => {
    const lab = await session.open();
    await lab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const viewer = await (await Viewer.open(lab, "merged.mtz")).ready();
    await viewer.filter("H == 2 && !missing(F)");
    await viewer.click("F");
    await expect.poll(() => viewer.shown()).toMatch(/of 5,000 rows, by F ascending$/);
    const kept = [...merged.column("H").keys()].filter(
      (i) => merged.column("H")[i] === 2 && !Number.isNaN(merged.column("F")[i]),
    );

    const mtz = await readMtz(bytesSource(await viewer.save("MTZ")));
    expect(mtz.rowCount).toBe(kept.length);
    for (const label of merged.labels) {
      expect(mtz.column(label)).toEqual(Float32Array.from(kept, (row) => merged.column(label)[row]));
    }
    expect(mtz.history[0]).toContain("those with H == 2 && !missing(F)");
    expect(await viewer.note()).toBe(`${kept.length} rows saved as merged-filtered.mtz`);

    const f = Float32Array.from(kept, (row) => merged.column("F")[row]).sort();
    const csv = new TextDecoder()
      .decode(await viewer.save("CSV"))
      .trimEnd()
      .split("\n");
    expect(csv[0]).toBe("H,K,L,F,SIGF,PHI,F(+),FreeR_flag,EMPTY,dHKL");
    expect(csv.slice(1).map((line) => Math.fround(Number(line.split(",")[3])))).toEqual([...f]);

    const arrow = tableFromIPC(await viewer.save("Arrow"));
    expect(arrow.getChild("F")?.toArray()).toEqual(f);
    expect(arrow.schema.metadata.get("spaceGroup")).toBe("P 21 21 21");

    await viewer.click("K", 0);
    await viewer.click("K", 2, ["Shift"]);
    await viewer.page.keyboard.press("Control+c");
    await expect.poll(() => viewer.note()).toBe("3 rows copied");
    const lines = (await viewer.page.evaluate("navigator.clipboard.readText()")) as string;
    expect(
      lines
        .trimEnd()
        .split("\n")
        .map((line) => line.split("\t").length),
    ).toEqual([10, 10, 10, 10]);
    expect(lines.split("\n")[1].split("\t")[3]).toBe(csv[1].split(",")[3]);
    expect(lab.problems).toEqual([]);
    await lab.close();
  });
});

describe.skipIf(!hasBrowser)("an unmerged file", () => {
  test("shows batches, the index as measured, and all observations of a reflection", async () => {
    const lab = await session.open();
    const viewer = await (await Viewer.open(lab, "unmerged.mtz")).ready();
    const header = viewer.node.getByRole("tabpanel", { name: "File" });
    await header.getByText("Batches (20)").click();
    await expect
      .poll(() => header.getByRole("table", { name: "Batches" }).locator("tbody tr").count())
      .toBe(20);
    await lab.photograph("mtz-unmerged");

    await viewer.node.getByLabel("As measured").check();
    expect((await viewer.heads()).slice(-5)).toEqual([
      ...["Hobs | computed", "Kobs | computed", "Lobs | computed", "ISYM | computed", "PARTIAL | computed"],
    ]);
    const shown = await Promise.all(["Hobs", "Kobs", "Lobs"].map((name) => viewer.cells(name, 8)));
    unmerged.observations.slice(0, 8).forEach(({ hkl }, row) => {
      expect(shown.map((column) => Number(column[row]))).toEqual(hkl.map((value) => value + 0));
    });

    await viewer.jump("2 3 4");
    await expect.poll(() => viewer.note()).toMatch(/^2 3 4: row \d+/);
    await viewer.page.keyboard.press("Escape");
    await viewer.page.keyboard.press("o");
    const panel = viewer.node.getByRole("tabpanel", { name: "Observations" });
    const rows = panel.locator("tbody tr");
    const expected = unmerged.observations.filter(({ hkl }) =>
      hkl.every((value, axis) => Math.abs(value) === axis + 2),
    );
    await expect.poll(() => rows.count()).toBe(expected.length);
    const [first] = expected;
    expect((await rows.first().locator("td").allInnerTexts()).slice(0, 2)).toEqual([
      String(first.batch),
      first.hkl.map((value) => String(value).replace("-", "−")).join(" "),
    ]);
    const [sumW, sumWI] = expected.reduce(
      ([w, wi], { intensity, sigma }) => [w + sigma ** -2, wi + intensity * sigma ** -2],
      [0, 0],
    );
    const mean = `${(sumWI / sumW).toFixed(2)} ± ${(1 / Math.sqrt(sumW)).toFixed(2)} (${expected.length})`;
    expect(await panel.innerText()).toContain(mean);
    await lab.photograph("mtz-observations");
    await rows.last().getByRole("button").click();
    const place = (await viewer.page.evaluate(`${grid}.selectionModel.cursorRow`)) as number;
    expect(unmerged.observations[place]).toEqual(expected.at(-1));
    expect(lab.problems).toEqual([]);
    await lab.close();
  });
});

describe.skipIf(!hasBrowser)("what goes wrong is said in the view", () => {
  test.each([
    ["empty.mtz", "empty.mtz: got an empty file, expected an MTZ file"],
    ["text.mtz", 'text.mtz: got "this" at byte 0, expected "MTZ "'],
    ["truncated.mtz", "is the file cut off?"],
    ["cut-header.mtz", "cut-header.mtz"],
  ])("%s", async (name, message) => {
    const lab = await session.open();
    const viewer = await Viewer.open(lab, name);
    const box = viewer.node.getByRole("alert").filter({ hasText: name });
    await expect.poll(() => box.innerText()).toContain(message);
    expect(await viewer.node.locator(".friedel-mtz-body").isVisible()).toBe(false);
    if (name === "truncated.mtz") await lab.photograph("mtz-truncated");
    // Chromium's own line on an empty file, of which there is no range
    expect(lab.problems.filter((text) => !text.includes("status of 416"))).toEqual([]);
    await lab.close();
  });

  test("a directory with the name of a file", async () => {
    const lab = await session.open();
    // a double click enters a directory; only a command can ask for it as a file
    await lab.file("folder.mtz").dblclick();
    await expect.poll(() => lab.page.locator(".jp-DirListing-item").count()).toBe(0);
    await lab.folder("/");
    const opened = lab
      .command("docmanager:open", { path: "folder.mtz", factory: "MTZ Viewer" })
      .catch(() => undefined);
    // JupyterLab's own opinion, above the view
    const dialog = lab.page.locator(".jp-Dialog");
    await dialog.waitFor();
    expect(await dialog.innerText()).toContain("is a directory");
    await dialog.getByRole("button").first().click();
    await opened;
    const box = lab.page.locator(".friedel-mtz").getByRole("alert");
    await box.waitFor({ state: "visible" });
    expect(await box.innerText()).toContain("folder.mtz: is a directory, expected a file");
    await lab.photograph("mtz-directory");
    await lab.close();
  });

  test("a server that is away while one scrolls: a message, and a retry brings the rows", async () => {
    const lab = await session.open();
    const viewer = await (await Viewer.open(lab, "large.mtz")).ready();
    await lab.page.route("**/files/**", (route) => route.abort());
    await viewer.page.evaluate(`${grid}.scrollTo(0, 50_000 * 20)`);
    const box = viewer.node.getByRole("alert").filter({ hasText: "the Jupyter server does not answer" });
    await box.waitFor();
    expect(await viewer.cells("H", 1, 50_000)).toEqual(["…"]);
    await lab.photograph("mtz-server-gone");
    await lab.page.unroute("**/files/**");
    await box.getByRole("button", { name: "Retry" }).click();
    await viewer.rowsDrawn();
    expect(await viewer.cells("H", 1, 50_000)).not.toEqual(["…"]);
    expect(await box.count()).toBe(0);
    expect(lab.problems.filter((text) => !text.includes("net::ERR_FAILED"))).toEqual([]);
    await lab.close();
  });

  test("a file that changed on disk: said when the page comes back to it, and reloaded", async () => {
    const lab = await session.open();
    const viewer = await (await Viewer.open(lab, "changing.mtz")).ready();
    await viewer.filter("H == 1");
    await expect.poll(() => viewer.shown()).toMatch(/of 5,000 rows/);
    const other = join(folder, "changing.mtz.new");
    writeFileSync(other, mergedSample(700).toBytes());
    renameSync(other, join(folder, "changing.mtz"));
    await lab.page.evaluate("window.dispatchEvent(new Event('focus'))");
    const box = viewer.node.getByRole("alert").filter({ hasText: "has changed since it was opened" });
    await box.waitFor();
    await lab.photograph("mtz-changed");
    await box.getByRole("button", { name: "Reload" }).click();
    await expect.poll(() => viewer.shown()).toMatch(/of 700 rows/);
    expect(await viewer.node.getByLabel("Filter", { exact: true }).inputValue()).toBe("H == 1");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });
});

describe.skipIf(!hasBrowser)("real data", () => {
  dataTest("a scaled unmerged file", async () => {
    writeFileSync(join(folder, "gamma.mtz"), readFileSync(dataFile("gamma/HKLOUT_unmerged.mtz")));
    const lab = await session.open();
    const viewer = await (await Viewer.open(lab, "gamma.mtz")).ready();
    await viewer.filter("I/SIGI > 10 && dHKL < 3");
    await expect.poll(() => viewer.shown()).toMatch(/^[\d,]+ of [\d,]+ rows$/);
    await viewer.tab("Column").click();
    await viewer.node.locator(".friedel-mtz-histogram").waitFor();
    await lab.photograph("mtz-real");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });
});
