// @ts-check
/**
 * The extension in Chromium against a real JupyterLab server: how long a user waits. `node bench/extension.mjs` after
 * `npm run setup`, on a machine that does nothing else. Prints one table for each view; times in milliseconds.
 *
 * "processor" is what the page's main thread computed meanwhile: on a machine that others load, the number to trust.
 *
 * MTZ viewer, 100,000 and 1,000,000 observations of 16 columns: the table on screen after the command to open it and after
 * the last byte it needed had come; a filter, a sort, statistics, a jump, an export; scrolling by half a screen each frame
 * through the file, by pages, and to places at random: frames that show a row without its values.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { runMain, SetupError } from "../binder/common.mjs";
import { browserPath, startLab } from "./labServer.mjs";

const { Mtz, generateHkl } = createRequire(import.meta.url)("../dist/cjs/index.js");

const folder = join(tmpdir(), `friedel-bench-${process.pid}`);

/** Milliseconds that issue 6 asks for. @type {Readonly<Record<string, Readonly<Record<string, number>>>>} */
const wanted = {
  100000: { "table, bytes there": 500 },
  1000000: { "table, bytes there": 3000 },
};

/** An unmerged file of `count` rows. @param {number} count @returns {Uint8Array} */
function unmergedFile(count) {
  const cell = [110, 120, 130, 90, 90, 90];
  const asu = generateHkl(cell, "P 21 21 21", 2.2);
  const unique = asu.length / 3;
  const times = Math.ceil(count / unique);
  const column = (/** @type {(i: number) => number} */ value) =>
    Float32Array.from({ length: count }, (_, i) => value(i));
  const index = (/** @type {number} */ axis) => column((i) => asu[3 * Math.floor(i / times) + axis]);
  const noise = (/** @type {number} */ i) => ((i * 2654435761) >>> 0) / 2 ** 32;
  const columns = [
    { label: "H", type: "H", data: index(0) },
    { label: "K", type: "H", data: index(1) },
    { label: "L", type: "H", data: index(2) },
    { label: "M/ISYM", type: "Y", data: column((i) => 1 + (i % 8)) },
    { label: "BATCH", type: "B", data: column((i) => 1 + (i % 900)) },
    { label: "I", type: "J", data: column((i) => 1000 * noise(i) ** 3 - 20) },
    { label: "SIGI", type: "Q", data: column((i) => 5 + 30 * noise(i + 5)) },
    ...["IPR", "SIGIPR", "FRACTIONCALC", "XDET", "YDET", "ROT", "WIDTH", "LP", "QE"].map((label, n) => ({
      label,
      type: "R",
      data: column((i) => 2000 * noise(i * (n + 3))),
    })),
  ];
  return Mtz.create({ cell, spaceGroup: "P 21 21 21", columns }).toBytes();
}

/** What runs in the page: each measures one thing of the viewer in front. */
const inPage = `(() => {
  const app = window.jupyterapp;
  const content = () => app.shell.currentWidget.content;
  const frame = () => new Promise(requestAnimationFrame);
  const view = () => content().cells.grid;
  const inSight = () => {
    const first = Math.floor(view().scrollY / 20);
    return { first, last: Math.min(content().viewer.table.length - 1, first + Math.floor(view().pageHeight / 20)) };
  };
  const drawn = () => {
    const { table } = content().viewer;
    if (table === undefined || table.length === 0) return false;
    const { first, last } = inSight();
    for (let place = first; place <= last; place++) if (table.cache.peek(table.rowAt(place)) === undefined) return false;
    return true;
  };
  const untilDrawn = async () => {
    while (!(content()?.viewer && drawn())) await frame();
    await frame();
  };
  const timed = async (work) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  return {
    async open(path) {
      performance.clearResourceTimings();
      const start = performance.now();
      await app.commands.execute("docmanager:open", { path });
      await untilDrawn();
      const end = performance.now();
      const bytes = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/files/"));
      return { all: end - start, after: end - Math.max(...bytes.map(({ responseEnd }) => responseEnd)) };
    },
    filter: (text) => timed(async () => { await content().viewer.table.setFilter(text); content().cells.rowsChanged(); await untilDrawn(); }),
    sort: (name) => timed(async () => {
      await content().viewer.table.setSort(name === undefined ? undefined : { name, descending: true });
      content().cells.rowsChanged();
      await untilDrawn();
    }),
    statistics: (name) => timed(() => content().viewer.table.statistics(name)),
    find: (hkl) => timed(() => content().viewer.table.find(hkl)),
    observations: (hkl) => timed(() => content().viewer.table.observations(hkl)),
    mtz: () => timed(() => content().viewer.table.mtz()),
    async scroll(step, frames) {
      let blank = 0;
      const most = view().maxScrollY;
      let y = 0;
      await untilDrawn();
      await frame();
      for (let i = 0; i < frames; i++) {
        y = step === 0 ? Math.random() * most : Math.min(most, y + step);
        view().scrollTo(0, y);
        await frame();
        
        if (!drawn()) blank++;
      }
      view().scrollTo(0, 0);
      return { blank };
    },
    heap: () => performance.memory.usedJSHeapSize / 2 ** 20,
  };
})()`;

/**
 * Calls what runs in the page.
 * @param {Bench} bench @param {string} call
 * @returns {Promise<{ value: any, processor: number }>} what it gives, and the milliseconds of the main thread's processor
 */
async function measured({ page, session }, call) {
  const spent = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  };
  const before = await spent();
  const value = await page.evaluate(`window.friedelBench.${call}`);
  return { value, processor: (await spent()) - before };
}

/** @typedef {{ page: import("playwright-core").Page, session: import("playwright-core").CDPSession }} Bench */

/** @param {Bench} bench @param {number} rows */
async function mtzViewer(bench, rows) {
  const print = (
    /** @type {string} */ what,
    /** @type {number} */ value,
    unit = "ms",
    processor = Number.NaN,
  ) => {
    const limit = wanted[String(rows)]?.[what];
    const own = Number.isNaN(processor) ? "" : processor.toFixed(0);
    const line = `${String(rows).padStart(8)}  ${what.padEnd(36)} ${value.toFixed(0).padStart(8)} ${unit.padEnd(13)} ${own.padStart(8)}`;
    console.log((limit === undefined ? line : `${line}   < ${limit}`).trimEnd());
  };
  const time = async (/** @type {string} */ what, /** @type {string} */ call) => {
    const { value, processor } = await measured(bench, call);
    print(what, value, "ms", processor);
  };
  const opened = await measured(bench, `open("${rows}.mtz")`);
  print("table, from the command", opened.value.all, "ms", opened.processor);
  print("table, bytes there", opened.value.after);
  for (const [what, step, frames] of /** @type {const} */ ([
    ["half a screen a frame", 300, 120],
    ["a screen a frame", 600, 120],
    ["a place at random each frame", 0, 60],
  ])) {
    const { value, processor } = await measured(bench, `scroll(${step}, ${frames})`);
    print(`${what}: not there`, value.blank, `of ${frames} frames`);
    print(`${what}: processor a frame`, processor / frames);
  }
  await time("filter dHKL < 2.5 && I/SIGI > 3", 'filter("dHKL < 2.5 && I/SIGI > 3")');
  await time("another, rows in memory", 'filter("dHKL < 2.4 && I/SIGI > 3")');
  await measured(bench, 'filter("")');
  await time("sort by I", 'sort("I")');
  const sorted = await measured(bench, "scroll(600, 120)");
  print("sorted, a screen a frame: not there", sorted.value.blank, "of 120 frames");
  await measured(bench, "sort()");
  await time("statistics of I", 'statistics("I")');
  await time("go to 3 4 5", "find([3, 4, 5])");
  await time("observations of 3 4 5", "observations([3, 4, 5])");
  await time("MTZ of all rows", "mtz()");
  print("JavaScript heap", (await measured(bench, "heap()")).value, "MiB");
}

await runMain(async () => {
  if (!existsSync(browserPath))
    throw new SetupError(`Chromium: got none at ${browserPath}; set CHROMIUM_PATH`);
  mkdirSync(folder, { recursive: true });
  const sizes = [100_000, 1_000_000];
  for (const rows of sizes) writeFileSync(join(folder, `${rows}.mtz`), unmergedFile(rows));
  const lab = await startLab(folder);
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-precise-memory-info"],
  });
  try {
    console.log("    rows  what                                   measured               processor   wanted");
    for (const rows of sizes) {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      await page.goto(`${lab.address}/lab?reset&token=${lab.token}`, { waitUntil: "domcontentloaded" });
      await page.waitForFunction("window.jupyterapp !== undefined", null, { timeout: 120_000 });
      await page.evaluate("window.jupyterapp.restored.then(() => undefined)");
      await page.evaluate(`window.friedelBench = ${inPage}; undefined`);
      const session = await page.context().newCDPSession(page);
      await session.send("Performance.enable", { timeDomain: "threadTicks" });
      await mtzViewer({ page, session }, rows);
      await page.close();
    }
  } finally {
    await browser.close();
    lab.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
