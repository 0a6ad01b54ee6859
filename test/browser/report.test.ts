/** The plots report of an MTZ file as a user meets it: from the palette and the file browser's menu, saved, and its errors. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { simulateRotation } from "../../lib/simulate/index.js";
import { classicalMerge } from "../../lib/statistics/index.js";
import { hasBrowser, type LabPage, output, useLab } from "./lab.js";

const folder = join(output, "report");

if (hasBrowser) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { observations } = simulateRotation({ dMin: 2.6, scaled: true });
  const merged = classicalMerge(observations, { anomalous: true }).table;
  writeFileSync(join(folder, "unmerged.mtz"), observations.toMtz().toBytes());
  writeFileSync(join(folder, "merged.mtz"), merged.toMtz().toBytes());
  writeFileSync(join(folder, "text.mtz"), "this is no MTZ file\n".repeat(20));
}
const session = useLab({ folder });

/** Waits until all sections are there and their plots drawn. */
async function finished(lab: LabPage, plots: number): Promise<void> {
  await lab.page.getByText(/^\d+ of \d+ sections drawn$/).waitFor({ timeout: 120_000 });
  await lab.page.waitForFunction(
    `document.querySelectorAll(".friedel-report:not(.lm-mod-hidden) svg.marks").length === ${plots}`,
    null,
    { timeout: 60_000 },
  );
}

describe.skipIf(!hasBrowser)("the plots report", () => {
  test("of unmerged observations, from the file browser's menu; contents, help, one HTML file of all", async () => {
    const lab = await session.open();
    await lab.file("unmerged.mtz").click({ button: "right" });
    await lab.page.getByRole("menuitem", { name: "Plots Report" }).click();
    await finished(lab, 12);
    const report = lab.page.locator(".friedel-report");
    expect(await report.locator("h1").innerText()).toBe("unmerged.mtz");
    expect(await report.locator(".friedel-statistics table").count()).toBe(1);
    await lab.photograph("report-unmerged");

    await report.getByRole("button", { name: "L-test", exact: true }).click();
    const head = report.locator("section[aria-label='L-test'] h2");
    await lab.page.waitForFunction("document.activeElement?.innerText === 'L-test'");
    await lab.page.waitForFunction(
      "document.activeElement.getBoundingClientRect().top < 300 && document.activeElement.getBoundingClientRect().top > 0",
    );
    expect(await head.isVisible()).toBe(true);
    await lab.photograph("report-ltest");
    await report.locator("section[aria-label='Residuals by place on the detector']").scrollIntoViewIfNeeded();
    await report.locator(".friedel-report-missing").first().waitFor({ state: "attached" });
    await lab.photograph("report-detector");

    const download = lab.page.waitForEvent("download");
    await report.getByRole("button", { name: "Save as HTML" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe("unmerged.mtz report.html");
    const html = readFileSync(await file.path(), "utf8");
    expect(html.match(/<svg /g)?.length).toBe(12);
    expect(html).toContain("L-test: ⟨|L|⟩");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("of merged reflections in front, from the palette, in the dark: what they allow", async () => {
    const lab = await session.open();
    await lab.theme("JupyterLab Dark");
    await lab.file("merged.mtz").dblclick();
    await lab.page.waitForFunction("window.jupyterapp.shell.currentWidget?.context?.path === 'merged.mtz'");
    await (await lab.palette("Plots Report of an MTZ")).first().click();
    await finished(lab, 5);
    const missing = await lab.page.locator(".friedel-report-missing").allInnerTexts();
    for (const text of missing) expect(text).toMatch(/^Not drawn: (it takes|merged reflections alone)/);
    await lab.photograph("report-merged-dark");
    expect(lab.problems).toEqual([]);
    await lab.close();
  });

  test("of what is no MTZ: a sentence and a button, and nothing else breaks", async () => {
    const lab = await session.open();
    await lab.command("friedel:plots-report", { path: "text.mtz" });
    const alert = lab.page.locator(".friedel-report [role=alert]");
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/text\.mtz.*expected/s);
    writeFileSync(join(folder, "text.mtz"), readFileSync(join(folder, "merged.mtz")));
    await alert.getByRole("button", { name: "Retry" }).click();
    await finished(lab, 5);
    expect(lab.problems).toEqual([]);
    await lab.close();
  });
});
