/** The Jupyter server ends while a training runs and an MTZ is open: each view says so, and nothing is thrown. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mergedSample } from "../labextension/mtz/samples.js";
import { hasBrowser, output, useLab } from "./lab.js";

const folder = join(output, "server-gone");
mkdirSync(folder, { recursive: true });
const session = useLab({ folder, env: { FRIEDEL_DATA: "none" } });

const cell = `import { merge, simulateRotation } from "friedel";
const { observations } = simulateRotation({ seed: 1, dMin: 4 });
await merge(observations).train({ steps: 1_000_000, folder: "runs/gone" });`;

test.skipIf(!hasBrowser)("a panel whose server is gone keeps its curves and says so", async () => {
  rmSync(join(folder, "runs"), { recursive: true, force: true });
  writeFileSync(join(folder, "merged.mtz"), mergedSample(1000).toBytes());
  const cells = [
    { id: "a", cell_type: "code", metadata: {}, execution_count: null, outputs: [], source: cell },
  ];
  const metadata = { kernelspec: { display_name: "TypeScript", language: "typescript", name: "friedel" } };
  writeFileSync(
    join(folder, "gone.ipynb"),
    JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }),
  );
  const lab = await session.open("gone.ipynb");
  await lab.kernelIdle();
  await lab.menu("Run", "Run All Cells");
  const panel = lab.page.locator(".jp-CodeCell .friedel-training");
  await panel.locator('.friedel-state[data-state="running"]').waitFor({ timeout: 120_000 });
  await expect
    .poll(async () =>
      Number(/^([\d,]+) of/.exec(await panel.locator(".friedel-training-numbers").innerText())?.[1]),
    )
    .toBeGreaterThan(0);

  await session.lab.stop();
  await panel
    .getByText(/does not answer|not connected|connection .* lost/)
    .first()
    .waitFor({ timeout: 120_000 });
  expect(await panel.locator("canvas").count()).toBeGreaterThan(2);
  await lab.photograph("server-gone");
  expect(lab.problems.filter((problem) => problem.startsWith("uncaught"))).toEqual([]);
});
