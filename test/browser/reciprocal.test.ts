/**
 * Reciprocal space as a user meets it: an MTZ opened from the file browser, turned, coloured, cut, picked, saved; sections;
 * the output of a cell; light and dark; and everything that can be wrong with a file or a browser. WebGL in software.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { root } from "../../binder/common.mjs";
import { generateHkl } from "../../lib/crystal/index.js";
import { displayForms } from "../../lib/displays/index.js";
import { type ColumnInit, ReflectionTable } from "../../lib/table/index.js";
import { hasBrowser, type LabPage, output, useLab } from "./lab.js";

const session = useLab();
const folder = join(output, "reciprocal");
const cell = [57, 68, 79, 90, 101, 90];
const spaceGroup = "P 1 21 1";

/** A crystal with a fall-off, a wedge that was not measured, and amplitudes that tell their index. */
const table = crystal(cell, 2.6);

function crystal(parameters: readonly number[], dMin: number): ReflectionTable {
  const all = generateHkl(parameters, spaceGroup, dMin);
  const kept: number[] = [];
  for (let j = 0; j < all.length; j += 3)
    if (!isMissing(all[j], all[j + 2])) kept.push(...all.subarray(j, j + 3));
  return tableOf(parameters, kept);
}

function isMissing(h: number, l: number): boolean {
  return h > 0 && l > 2.2 * h && l < 3.2 * h;
}

function tableOf(parameters: readonly number[], hkl: readonly number[]): ReflectionTable {
  const axis = (i: number) => Int32Array.from({ length: hkl.length / 3 }, (_, row) => hkl[3 * row + i]);
  const value = Float32Array.from({ length: hkl.length / 3 }, (_, row) => {
    const [h, k, l] = hkl.slice(3 * row, 3 * row + 3);
    const wave = 1.2 + Math.cos(0.7 * h + 0.3 * l) * Math.cos(0.5 * k);
    return 900 * wave * wave * Math.exp(-0.004 * (h * h + k * k + l * l));
  });
  const columns: ColumnInit[] = [
    ...["H", "K", "L"].map((label, i) => ({ label, type: "H", data: axis(i) }) as const),
    { label: "I", type: "J", data: value },
    { label: "SIGI", type: "Q", data: value.map((v) => 2 + v / 25) },
    { label: "NOTHING", type: "R", data: value.map(() => Number.NaN) },
  ];
  return new ReflectionTable({ columns, cell: parameters, spaceGroup, merged: true, name: "crystal.mtz" });
}

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const save = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
  const bytes = table.toMtz().toBytes();
  save("crystal.mtz", bytes);
  save("rowless.mtz", tableOf(cell, []).toMtz().toBytes());
  save("empty.mtz", new Uint8Array(0));
  save("cut.mtz", bytes.subarray(0, 3000));
  const unmerged = table.take([0, 0, 1, 2, 2, 2, 3, 4, 5]).derive({ merged: false });
  save("unmerged.mtz", unmerged.toMtz().toBytes());
  const data = displayForms(table, { rows: 500, colour: "I/SIGI", file: "crystal.mtz" });
  const output_ = { output_type: "display_data", data: { ...data, "text/plain": "[a table]" }, metadata: {} };
  const metadata = {
    kernelspec: { name: "friedel", display_name: "TypeScript (Friedel)", language: "typescript" },
  };
  const only = {
    id: "cell-0",
    cell_type: "code",
    metadata: {},
    source: "",
    execution_count: 1,
    outputs: [output_],
  };
  writeFileSync(
    join(folder, "cell.ipynb"),
    JSON.stringify({ cells: [only], metadata, nbformat: 4, nbformat_minor: 5 }),
  );
});

const path = (name: string): string => relative(root, join(folder, name)).split(sep).join("/");

/** A page of JupyterLab; what does not come in a minute does not come. */
async function page(file?: string): Promise<LabPage> {
  const lab = await session.open(file);
  lab.page.setDefaultTimeout(60_000);
  return lab;
}

/** A page with a file in the view, and what of the view the tests touch. */
async function opened(name: string, before?: (lab: LabPage) => Promise<void>): Promise<LabPage> {
  const lab = await page();
  await before?.(lab);
  await lab.open(path(name), "Reciprocal Space");
  return lab;
}

const stage = (lab: LabPage): Locator => lab.page.locator(".friedel-reciprocal-stage");
const details = (lab: LabPage): Locator => lab.page.locator(".friedel-reciprocal-details");
const field = (lab: LabPage, label: string): Locator => lab.page.getByLabel(label, { exact: true });

/** Waits until all points are drawn. */
async function drawn(lab: LabPage): Promise<void> {
  await lab.page.locator('.friedel-reciprocal-stage[data-drawn="all"]').waitFor();
}

/** The picture of the canvas as text, to see whether it has changed. */
async function picture(lab: LabPage): Promise<string> {
  await drawn(lab);
  return lab.page.evaluate(`document.querySelector(".friedel-reciprocal-canvas").toDataURL()`);
}

async function colours(lab: LabPage): Promise<number> {
  await drawn(lab);
  return lab.page.evaluate(`(() => {
    const from = document.querySelector(".friedel-reciprocal-canvas");
    const to = Object.assign(document.createElement("canvas"), { width: 200, height: 150 });
    const context = to.getContext("2d");
    context.drawImage(from, 0, 0, 200, 150);
    return new Set(new Uint32Array(context.getImageData(0, 0, 200, 150).data.buffer)).size;
  })()`);
}

async function saved(lab: LabPage, label: string): Promise<{ name: string; bytes: Buffer }> {
  const download = lab.page.waitForEvent("download");
  await lab.page.getByRole("button", { name: label, exact: true }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

describe.skipIf(!hasBrowser)("the cloud", () => {
  test("opens from the file browser, turns by mouse and keys, and is saved", async () => {
    const lab = await page();
    await lab.folder(path("."));
    await lab.file("crystal.mtz").click({ button: "right" });
    await lab.photograph("reciprocal-menu");
    await lab.page.locator(".lm-Menu-item", { hasText: "Open With" }).hover();
    await lab.page.locator(".lm-Menu-item", { hasText: /^Reciprocal Space$/ }).click();
    expect(await colours(lab)).toBeGreaterThan(500);
    await lab.photograph("reciprocal-cloud");
    const before = await picture(lab);
    const box = (await stage(lab).boundingBox())!;
    await lab.page.mouse.move(box.x + 300, box.y + 300);
    await lab.page.mouse.down();
    await lab.page.mouse.move(box.x + 420, box.y + 330, { steps: 5 });
    await lab.page.mouse.up();
    const turned = await picture(lab);
    expect(turned).not.toBe(before);
    await lab.page.keyboard.press("Home");
    expect(await picture(lab)).toBe(before);
    for (const key of ["ArrowLeft", "+", "2"]) await lab.page.keyboard.press(key);
    expect(await picture(lab)).not.toBe(before);
    await field(lab, "Symmetry").selectOption("all");
    await lab.page.keyboard.press("Home");
    const png = await saved(lab, "PNG");
    expect(png.name).toBe("crystal-reciprocal.png");
    expect(png.bytes.subarray(1, 4).toString()).toBe("PNG");
    writeFileSync(join(root, "test", "browser", "out", "reciprocal-saved.png"), png.bytes);
    const svg = (await saved(lab, "SVG")).bytes.toString();
    expect(svg.match(/<circle [^>]*fill="rgb/g)!.length).toBeGreaterThan(10_000);
    expect(svg).toContain(">a*</text>");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("a reflection that is clicked tells its index, values and symmetry", async () => {
    const lab = await opened("crystal.mtz");
    await drawn(lab);
    await lab.page.getByText("Clip", { exact: true }).click();
    await field(lab, "Slab along").selectOption("b");
    await lab.page.getByRole("button", { name: "b*", exact: true }).click();
    await stage(lab).hover({ position: { x: 5, y: 5 } });
    await drawn(lab);
    const box = (await stage(lab).boundingBox())!;
    const dMin = Math.min(...table.cell.dSpacings(table.hkl()));
    const perUnit = box.height / 2 / (1.32 / dMin);
    // along b*, c* is up and a* at β* from it, to the left
    const beta = (table.cell.reciprocal.beta * Math.PI) / 180;
    const a = [Math.sin(beta) * 8 * table.cell.reciprocal.a, Math.cos(beta) * 8 * table.cell.reciprocal.a];
    const c = 4 * table.cell.reciprocal.c;
    const at = { x: box.width / 2 - a[0] * perUnit, y: box.height / 2 - (a[1] + c) * perUnit };
    await stage(lab).click({ position: at });
    await lab.photograph("reciprocal-picked");
    await details(lab).getByRole("heading", { name: "8 0 4", exact: true }).waitFor();
    const text = await details(lab).innerText();
    expect(text).toMatch(/multiplicity\s+2\b/);
    expect(text).toMatch(/centric/);
    expect(text).toContain(`${table.cell.dSpacing(8, 0, 4).toFixed(3)} Å`);
    await lab.photograph("reciprocal-picked");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("colours, sizes, missing reflections, shells and ice; and expressions that cannot be read", async () => {
    const lab = await opened("crystal.mtz");
    const plain = await picture(lab);
    await field(lab, "Colour by").fill("I/SIGI");
    await field(lab, "Colour by").press("Enter");
    const coloured = await picture(lab);
    expect(coloured).not.toBe(plain);
    await field(lab, "Colour by").fill("I/SIGNAL");
    await field(lab, "Colour by").press("Enter");
    const problem = lab.page.locator(".friedel-reciprocal-problem");
    await problem.getByText(/SIGNAL/).waitFor();
    expect(await picture(lab)).toBe(coloured);
    await field(lab, "Colour by").fill("NOTHING");
    await field(lab, "Colour by").press("Enter");
    await lab.page.waitForFunction(
      `document.querySelector(".friedel-reciprocal-problem").textContent === ""`,
    );
    await picture(lab);
    await lab.photograph("reciprocal-nan");
    await field(lab, "Colour by").fill("I");
    await field(lab, "Colour by").press("Enter");
    await field(lab, "missing reflections").check();
    await lab.page.getByText("Marks", { exact: true }).click();
    await field(lab, "ice rings").check();
    await field(lab, "perspective").check();
    expect(await picture(lab)).not.toBe(plain);
    await lab.photograph("reciprocal-missing");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });
});

describe.skipIf(!hasBrowser)("sections", () => {
  test("hk0 and others, by level, with what is missing; hover, pick, SVG", async () => {
    const lab = await opened("crystal.mtz");
    await drawn(lab);
    await lab.page.getByRole("button", { name: "Section", exact: true }).click();
    const spots = async (wanted: number) =>
      lab.page.locator(`.friedel-reciprocal-stage[data-spots="${wanted}"]`).waitFor();
    const count = (test_: (h: number, k: number, l: number) => boolean): number => {
      const places = new Set<string>();
      const hkl = table.hkl();
      for (let j = 0; j < hkl.length; j += 3)
        for (const { rotation: r } of table.spaceGroup.primitiveOperations)
          for (const sign of [1, -1]) {
            const index = [0, 1, 2].map(
              (i) => sign * (hkl[j] * r[i] + hkl[j + 1] * r[3 + i] + hkl[j + 2] * r[6 + i]) + 0,
            );
            if (test_(index[0], index[1], index[2])) places.add(index.join(" "));
          }
      return places.size;
    };
    await spots(count((_h, _k, l) => l === 0));
    await field(lab, "Section").fill("h0l");
    await field(lab, "Section").press("Enter");
    await spots(count((_h, k) => k === 0));
    await field(lab, "missing reflections").check();
    await lab.photograph("reciprocal-section");
    await stage(lab).focus();
    await lab.page.keyboard.press("PageUp");
    await spots(count((_h, k) => k === 1));
    await field(lab, "Spots").selectOption("colour");
    const box = (await stage(lab).boundingBox())!;
    const dMin = Math.min(...table.cell.dSpacings(table.hkl()));
    const perUnit =
      Math.min(box.width - 70, box.height - 110) / 2 / Math.sqrt(1 / dMin ** 2 - 1 / cell[1] ** 2);
    const step = table.cell.reciprocal.a * perUnit;
    await stage(lab).hover({ position: { x: box.width / 2 + 6 * step, y: box.height / 2 } });
    await lab.page.locator(".friedel-reciprocal-tip", { hasText: "6 1 0" }).waitFor();
    await stage(lab).click({ position: { x: box.width / 2 + 6 * step, y: box.height / 2 } });
    await details(lab).getByRole("heading", { name: "6 1 0", exact: true }).waitFor();
    await lab.photograph("reciprocal-section-colour");
    const svg = await saved(lab, "SVG");
    expect(svg.name).toBe("crystal-h1l.svg");
    expect(svg.bytes.toString()).toContain(">c*</text>");
    await field(lab, "Section").fill("hkx");
    await field(lab, "Section").press("Enter");
    await lab.page.locator(".friedel-reciprocal-problem", { hasText: "hkx" }).waitFor();
    expect(lab.problems).toEqual([]);
    await lab.close();
  });
});

test.skipIf(!hasBrowser)("in the dark theme", async () => {
  const lab = await page();
  await lab.theme("JupyterLab Dark");
  await lab.open(path("crystal.mtz"), "Reciprocal Space");
  await drawn(lab);
  await field(lab, "Symmetry").selectOption("all");
  await drawn(lab);
  await lab.photograph("reciprocal-dark");
  await lab.theme("JupyterLab Light");
  const corner = `(() => { const c = document.querySelector(".friedel-reciprocal-canvas"); const t = document.createElement("canvas");
    t.getContext("2d").drawImage(c, 0, 0, 20, 20, 0, 0, 20, 20); return [...t.getContext("2d").getImageData(2, 2, 1, 1).data].join(); })()`;
  await lab.page.waitForFunction(`${corner} === "255,255,255,255"`);
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("unmerged: means coloured by their number, or each observation", async () => {
  const lab = await opened("unmerged.mtz");
  await drawn(lab);
  expect(await field(lab, "Colour by").inputValue()).toBe("count");
  const means = await picture(lab);
  await field(lab, "Rows").selectOption("each");
  expect(await picture(lab)).not.toBe(means);
  expect(await field(lab, "Colour by").inputValue()).toBe("I");
  expect(lab.problems).toEqual([]);
  await lab.close();
});

test.skipIf(!hasBrowser)("as the output of a cell: a tab of its own, all rows, the table", async () => {
  const lab = await page(path("cell.ipynb"));
  await drawn(lab);
  expect(await lab.page.locator(".friedel-reciprocal-side").isVisible()).toBe(false);
  await lab.photograph("reciprocal-cell");
  const all = '.friedel-reciprocal-stage[data-drawn="all"]';
  await lab.page.getByRole("button", { name: "Table", exact: true }).click();
  await lab.page.locator(".friedel-reciprocal-output table").waitFor();
  await lab.page.getByRole("button", { name: "Reciprocal space", exact: true }).click();
  await drawn(lab);
  await lab.page.getByRole("button", { name: "Open in tab", exact: true }).click();
  await lab.page.locator(`.jp-MainAreaWidget:not(.jp-Document) ${all}`).waitFor();
  const rows = `All ${table.length.toLocaleString("en")} rows`;
  await lab.page.getByRole("button", { name: rows, exact: true }).first().click();
  await lab.page.locator(`.jp-Document:not(.jp-NotebookPanel) ${all}`).waitFor();
  expect(lab.problems).toEqual([]);
  await lab.close();
});

describe.skipIf(!hasBrowser)("what can be wrong", () => {
  test("files: empty, cut short, without rows", async () => {
    const lab = await page();
    for (const [name, words] of [
      ["empty.mtz", /got an empty file, expected an MTZ/],
      ["cut.mtz", /cut\.mtz/],
      ["rowless.mtz", /got no reflections/],
    ] as const) {
      await lab.open(path(name), "Reciprocal Space");
      await lab.current.locator(".friedel-message", { hasText: words }).waitFor();
    }
    await lab.photograph("reciprocal-errors");
    // of an empty file a server has no first byte, which Chromium notes in its console
    expect(lab.problems.filter((text) => !text.includes("status of 416"))).toEqual([]);
    await lab.close();
  });

  test("a browser without WebGL2 shows sections, and says why", async () => {
    const lab = await opened("crystal.mtz", async ({ page }) => {
      await page.evaluate(`{
        const get = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind === "webgl2" ? null : get.call(this, kind, ...rest);
        };
      }`);
    });
    await lab.page.locator(".friedel-message", { hasText: "no WebGL2" }).waitFor();
    await lab.page.locator(".friedel-reciprocal-stage[data-spots]").waitFor();
    expect(await lab.page.getByRole("button", { name: "Cloud", exact: true }).isDisabled()).toBe(true);
    await lab.photograph("reciprocal-without-webgl");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("a graphics card that is taken away and comes back", async () => {
    const lab = await opened("crystal.mtz");
    const before = await picture(lab);
    await lab.page.evaluate(`{
      const gl = document.querySelector(".friedel-reciprocal-canvas").getContext("webgl2");
      window.lostContext = gl.getExtension("WEBGL_lose_context");
      window.lostContext.loseContext();
    }`);
    await lab.page.locator(".friedel-message", { hasText: "taken the graphics card away" }).waitFor();
    await lab.page.evaluate("window.lostContext.restoreContext()");
    await lab.page.locator(".friedel-message").waitFor({ state: "detached" });
    // the picture comes back in pieces
    await expect.poll(async () => (await picture(lab)) === before, { timeout: 30_000 }).toBe(true);
    expect(lab.problems).toEqual([]);
    await lab.close();
  });
});
