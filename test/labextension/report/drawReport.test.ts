// Oracle: the sections of the library's report.
import { expect, test } from "vitest";
import {
  drawReport,
  type ReportSection,
  sectionTitles,
} from "../../../labextension/src/report/drawReport.js";
import { reportSteps } from "../../../lib/plots/index.js";
import { simulateRotation } from "../../../lib/simulate/index.js";

const { observations } = simulateRotation({ dMin: 3.5, scaled: true });
const titles = sectionTitles(observations);

test("the titles are known before anything is worked out", () => {
  const steps = reportSteps({ unmerged: observations });
  expect(titles).toEqual(steps.map(({ key, title }) => ({ key, title })));
});

test("sections come one by one, each after its title was told and the page had its turn", async () => {
  const events: string[] = [];
  const done = await drawReport(
    observations,
    {
      begin: (title, n, total) => events.push(`${n}/${total} ${title}`),
      section: ({ key }) => events.push(key),
      pause: async () => void events.push("pause"),
    },
    new AbortController().signal,
  );
  expect(done).toBe(true);
  expect(events).toEqual(
    titles.flatMap(({ key, title }, n) => [`${n}/${titles.length} ${title}`, "pause", key]),
  );
});

test("cancelled, it ends before the next section", async () => {
  const aborted = new AbortController();
  const sections: ReportSection[] = [];
  const done = await drawReport(
    observations,
    {
      begin: () => undefined,
      section: (section) => {
        sections.push(section);
        if (sections.length === 2) aborted.abort();
      },
    },
    aborted.signal,
  );
  expect(done).toBe(false);
  expect(sections.map(({ key }) => key)).toEqual(["table1", "ccHalf"]);
});
