// @ts-check
/**
 * The training panel in Chromium against a real JupyterLab server and the real kernel: `node bench/trainingPanel.mjs` after
 * `npm run setup`, on a machine that does nothing else. Prints, in milliseconds, how old a step is when its number stands in
 * the panel, how long a button takes to reach the training cell (until the kernel has applied it) and to be told of, and how
 * long a history of 30,000 steps takes to be open; and the memory of the page before and after 10,000 updates of a cell's
 * output, and the same with plain text in its place.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root, runMain } from "../binder/common.mjs";
import { browserPath, startLab } from "./labServer.mjs";

// within the checkout, where notebooks find the library
const folder = join(root, "test", "output", `bench-${process.pid}`);
const historySteps = 30_000;
const updates = 10_000;

function writeNotebook() {
  const cells = [
    'import { merge, simulateRotation } from "friedel";\nconst { observations } = simulateRotation({ seed: 1, dMin: 3.5 });\nconst model = merge(observations, { testFraction: 0.1 });',
    'const run = await model.train({ steps: 10_000_000, seed: 1, folder: "runs/live" });',
  ].map((source, i) => ({
    id: `c${i}`,
    cell_type: "code",
    metadata: {},
    execution_count: null,
    outputs: [],
    source,
  }));
  const kernelspec = { display_name: "TypeScript", language: "typescript", name: "friedel" };
  const metadata = { kernelspec, language_info: { name: "typescript" } };
  writeFileSync(
    join(folder, "live.ipynb"),
    JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }),
  );
}

function writeHistory() {
  const run = join(folder, "runs", "long");
  mkdirSync(run, { recursive: true });
  const config = {
    format: "friedel run 1",
    friedel: "0.1.0",
    kind: "merging",
    fingerprint: "none",
    variant: "plain",
    config: {},
  };
  const training = { steps: historySteps };
  writeFileSync(join(run, "config.json"), JSON.stringify({ ...config, training, created: "2026-01-01" }));
  let text = "";
  for (let step = 1; step <= historySteps; step++) {
    const noise = Math.sin(step * step) / 10;
    text += `{"step":${step},"nll":${Math.exp(-step / 5000) + noise},"kl":${0.5 + noise / 5},"gradientNorm":${1 + noise},"learningRate":${0.01 * Math.exp(-step / 20_000)},"seconds":${step / 500}}\n`;
    if (step % 100 === 0)
      text += `{"step":${step},"evaluation":{"ccPredTrain":${0.99 - 1 / step},"ccPredTest":${0.98 - 1 / step}},"seconds":${step / 500}}\n`;
  }
  writeFileSync(join(run, "history.jsonl"), `${text}{"step":${historySteps},"end":"finished"}\n`);
}

/** @param {readonly number[]} values */
function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]);
  return `median ${at(0.5)}, 95 % below ${at(0.95)}, longest ${at(1)} (${values.length})`;
}

/** What stands in the panel, told with the time at which it came to stand there. */
const watchSteps = `
  window.shown = [];
  window.sent = new Map();
  window.echoes = [];
  const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
  kernel.anyMessage.connect((_, { msg, direction }) => {
    const progress = direction === "recv" && msg.header.msg_type === "comm_msg" && msg.content.data.progress;
    if (progress) window.sent.set(progress.step, Date.parse(msg.header.date));
    if (direction === "recv" && msg.header.msg_type === "comm_msg" && msg.content.data.echo)
      window.echoes.push(Date.parse(msg.header.date));
  });
  const line = document.querySelector(".jp-CodeCell .friedel-training-numbers");
  let last = "";
  const look = () => {
    if (line.textContent !== last) {
      last = line.textContent;
      window.shown.push([Number(/^[\\d,]+/.exec(last)[0].replaceAll(",", "")), Date.now()]);
    }
    requestAnimationFrame(look);
  };
  look();
`;

/**
 * Feeds an output of the training cell with updates as a display does: the panel with snapshots, or, as a control, an output
 * of plain text, by which one sees what JupyterLab's own record of the notebook grows.
 * @param {boolean} plain
 */
const feedUpdates = (plain) => `(async () => {
  const area = window.jupyterapp.shell.currentWidget.content.widgets[1].outputArea.model;
  const mime = "application/vnd.friedel.training.v1+json";
  const index = [...Array(area.length).keys()].find((i) => mime in area.get(i).data);
  const first = area.get(index).data[mime];
  if (${plain}) area.add({ output_type: "display_data", data: { "text/plain": "" }, metadata: {} });
  const { folder, ...snapshot } = JSON.parse(JSON.stringify(first));
  for (let i = 1; i <= ${updates}; i++) {
    const series = snapshot.series.map((line) => ({ ...line, values: line.values.map((value) => value * (1 + i / 1e5)) }));
    const panel = { ...snapshot, run: "bench", state: "running", step: 100 + i, series };
    const data = ${plain} ? { "text/plain": "step " + i } : { [mime]: panel, "text/plain": "" };
    area.set(${plain} ? area.length - 1 : index, { output_type: "display_data", data, metadata: {} });
    if (i % 5 === 0) await new Promise((done) => requestAnimationFrame(() => done()));
  }
})()`;

async function main() {
  mkdirSync(folder, { recursive: true });
  writeNotebook();
  writeHistory();
  const lab = await startLab(folder, { FRIEDEL_DATA: "none" });
  const browser = await chromium.launch({
    executablePath: browserPath,
    // drawn as Chromium does by itself where there is no GPU; with --use-angle=swiftshader, which only WebGL needs, it
    // would emulate a GPU for the whole page, and the two frames a second that this gives would be all that is measured
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(`${lab.address}/lab?token=${lab.token}`);
    await page.waitForFunction("window.jupyterapp !== undefined", null, { timeout: 120_000 });
    await page.evaluate("window.jupyterapp.restored.then(() => undefined)");
    await measureHistory(page);
    await page.evaluate(
      `window.jupyterapp.commands.execute("docmanager:open", { path: "live.ipynb" }).then(() => undefined)`,
    );
    await measureLive(page);
    await measureMemory(page, false);
    await measureMemory(page, true);
  } finally {
    await browser.close();
    lab.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {import("playwright-core").Page} page */
async function measureHistory(page) {
  const open = `window.jupyterapp.commands.execute("friedel:open-training", { folder: "runs/long" })`;
  const took = await page.evaluate(`(async () => {
    const start = performance.now();
    void ${open};
    const there = () => /^30,000 of/.test(document.querySelector(".friedel-training-panel .friedel-training-numbers")?.textContent ?? "")
      && document.querySelectorAll(".friedel-training-panel .friedel-chart-value").length > 2;
    while (!there()) await new Promise((done) => requestAnimationFrame(() => done()));
    return performance.now() - start;
  })()`);
  console.log(`a history of ${historySteps} steps open after      ${Math.round(Number(took))}`);
}

/** @param {import("playwright-core").Page} page */
async function measureLive(page) {
  const idle = `window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === "idle"`;
  await page.waitForFunction(idle, null, { timeout: 120_000 });
  await page.evaluate(`void window.jupyterapp.commands.execute("notebook:run-all-cells")`);
  const panel = page.locator(".jp-CodeCell .friedel-training");
  const state = (/** @type {string} */ name) => panel.locator(`.friedel-state[data-state="${name}"]`);
  await state("running").waitFor({ timeout: 120_000 });
  await page.waitForTimeout(3000);
  await page.evaluate(watchSteps);
  await page.waitForTimeout(8000);
  const ages = await page.evaluate(
    `window.shown.filter(([step]) => window.sent.has(step)).map(([step, time]) => time - window.sent.get(step))`,
  );
  console.log(`from the kernel to the panel                ${spread(/** @type {number[]} */ (ages))}`);
  const asked = [];
  const reached = [];
  for (let i = 0; i < 10; i++)
    for (const [label, then] of [
      ["Pause", "paused"],
      ["Resume", "running"],
    ]) {
      const press = `(async () => {
        const button = [...document.querySelectorAll(".jp-CodeCell .friedel-controls button")].find((one) => one.textContent === "${label}");
        const start = Date.now();
        window.echoes.length = 0;
        button.click();
        const state = document.querySelector(".jp-CodeCell .friedel-state");
        while (state.dataset.state !== "${then}" || window.echoes.length === 0)
          await new Promise((done) => requestAnimationFrame(() => done()));
        return [window.echoes[0] - start, Date.now() - start];
      })()`;
      const [there, back] = /** @type {number[]} */ (await page.evaluate(press));
      reached.push(there);
      asked.push(back);
    }
  console.log(`a button, to the training cell              ${spread(reached)}`);
  console.log(`a button, to the cell and back to the panel ${spread(asked)}`);
  await panel.getByRole("button", { name: "Stop" }).click();
  await state("stopped").waitFor({ timeout: 60_000 });
}

/** @param {import("playwright-core").Page} page @param {boolean} plain */
async function measureMemory(page, plain) {
  const session = await page.context().newCDPSession(page);
  const used = async () => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize / 1e6;
  };
  const before = await used();
  const start = Date.now();
  await page.evaluate(feedUpdates(plain));
  const seconds = (Date.now() - start) / 1000;
  const after = await used();
  console.log(
    `memory of the page, ${updates} updates ${plain ? "of text" : "       "} ${before.toFixed(1)} MB before, ${after.toFixed(1)} MB after (${seconds.toFixed(0)} s)`,
  );
}

await runMain(main);
