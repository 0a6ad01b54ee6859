// @ts-check
/**
 * The view of reciprocal space in Chromium, with WebGL drawn in software (SwiftShader): `node bench/reciprocalView.mjs` after
 * `npm run setup`, on a machine that does nothing else. The view alone, bundled with rolldown, without JupyterLab around it.
 * Prints one table; times in milliseconds, medians; a frame ends when a pixel of it has been read back.
 *
 *   load      from a table in memory to its first frame: indices, scale, codes, order, buffers
 *   turning   a frame while the cloud turns (200,000 points of it at most)
 *   all       every point of the file in one picture (at rest they come in pieces of 200,000)
 *   mates     a turning frame with all symmetry and Friedel mates
 *   recolour  another column, with its scale
 *   grid      the grid of the pointer, made once after a turn; then a look-up in it
 *   missing   finding and drawing what is missing
 *   section   hk0 with all mates
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { rolldown } from "rolldown";
import { root, runMain } from "../binder/common.mjs";

/** What runs in the page: a table of `count` reflections, and the times of the view. */
const pageSource = `
import { ReciprocalView } from ${JSON.stringify(join(root, "labextension/src/reciprocal/reciprocalView.ts"))};
import { generateHkl, ReflectionTable } from "friedel/browser";

window.measure = (count) => {
  const edge = Math.cbrt(count / 1e6);
  const cell = [113 * edge, 131 * edge, 139 * edge, 90, 90, 90];
  const hkl = generateHkl(cell, "P 21 21 21", 1.02).subarray(0, 3 * count);
  const length = hkl.length / 3;
  const axis = (i) => Int32Array.from({ length }, (_, row) => hkl[3 * row + i]);
  const intensity = Float32Array.from({ length }, (_, i) => -100 * Math.log(1 - ((i * 0.618034) % 1)));
  const columns = [
    ...["H", "K", "L"].map((label, i) => ({ label, type: "H", data: axis(i) })),
    { label: "I", type: "J", data: intensity },
    { label: "SIGI", type: "Q", data: intensity.map((v) => v / 10) },
  ];
  const table = new ReflectionTable({ cell, spaceGroup: "P 21 21 21", merged: true, columns });
  const timed = (work) => {
    const start = performance.now();
    work();
    return performance.now() - start;
  };
  const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
  let view;
  const load = timed(() => {
    view = new ReciprocalView({ table, dark: false });
    document.body.replaceChildren(view.node);
    view.cloud.timeFrame(view.cloud.camera, false);
  });
  const { cloud } = view;
  const whole = cloud.camera;
  const turned = (k) => {
    const q = [Math.sin(0.05 * k), 0.1, 0.2, Math.cos(0.05 * k)];
    return { ...whole, rotation: q.map((value) => value / Math.hypot(...q)) };
  };
  const frames = (n, all) => median(Array.from({ length: n }, (_, k) => cloud.timeFrame(turned(k), all)));
  const result = { rows: length, load, turning: frames(15, false), all: frames(7, true) };
  result.grid = timed(() => cloud.pickAt([400, 300]));
  result.pick = timed(() => cloud.pickAt([410, 310]));
  result.recolour = timed(() => {
    view.change({ colour: "I/SIGI" });
    cloud.timeFrame(whole, false);
  });
  view.change({ expansion: "all" });
  result.mates = frames(7, false);
  result.missing = timed(() => {
    view.change({ expansion: "none", missing: true });
    cloud.timeFrame(whole, false);
  });
  result.section = timed(() => view.change({ show: "section", missing: false }));
  view.dispose();
  return result;
};
`;

/** The page with its script in it. @param {string} folder */
async function pageOf(folder) {
  writeFileSync(join(folder, "page.ts"), pageSource);
  const bundle = await rolldown({
    input: join(folder, "page.ts"),
    resolve: {
      alias: { "friedel/browser": join(root, "lib", "browser.ts") },
      extensionAlias: { ".js": [".ts", ".js"] },
    },
    logLevel: "silent",
  });
  await bundle.write({ file: join(folder, "page.js"), format: "iife", name: "page" });
  const style = readFileSync(join(root, "labextension", "style", "reciprocal.css"), "utf8");
  const script = readFileSync(join(folder, "page.js"), "utf8").replace(/<\/script/g, "<\\/script");
  return `<!doctype html><meta charset="utf-8"><style>html,body{margin:0;height:100%}${style}</style><body><script>${script}</script>`;
}

/** @param {Record<string, number>[]} results */
function printTable(results) {
  const names = Object.keys(results[0]);
  const cells = results.map((result) =>
    names.map((name) => (name === "rows" ? result[name].toLocaleString("en") : result[name].toFixed(1))),
  );
  console.log(`| ${names.join(" | ")} |\n|${names.map(() => "---:").join("|")}|`);
  for (const row of cells) console.log(`| ${row.join(" | ")} |`);
  const load = loadavg()[0].toFixed(1);
  console.log(`\nload of the machine meanwhile: ${load}; wanted: turning ≤ 300 ms at 1,000,000 rows`);
}

await runMain(async () => {
  const folder = mkdtempSync(join(tmpdir(), "friedel-reciprocal-"));
  const html = await pageOf(folder);
  const server = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html");
    answer.end(html);
  }).listen(0, "127.0.0.1");
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--disable-background-networking",
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1200, height: 760 } });
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    await page.goto(`http://127.0.0.1:${address.port}/`);
    /** @type {Record<string, number>[]} */
    const results = [];
    for (const rows of [100_000, 1_000_000]) results.push(await page.evaluate(`measure(${rows})`));
    printTable(results);
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
