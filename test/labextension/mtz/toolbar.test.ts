/** The example of a filter, which the empty field shows: it is one that the file takes. */
import { expect, test } from "vitest";
import { columnKinds } from "../../../labextension/src/mtz/columns.js";
import { parseFilter } from "../../../labextension/src/mtz/expression.js";
import { MtzTable } from "../../../labextension/src/mtz/table.js";
import { exampleFilter } from "../../../labextension/src/mtz/toolbar.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import { sampleMtz, sampleNames } from "../../formats/mtzSamples.js";

test.each(sampleNames)("%s", async (name) => {
  const table = await MtzTable.open(bytesSource(sampleMtz(name).toBytes(), name));
  const example = exampleFilter(table);
  expect(parseFilter(example, columnKinds(table.columns))).toBeDefined();
  if (name === "merged") expect(example).toBe("dHKL < 2.5 && F/SIGF > 3");
  if (name === "unmerged") expect(example).toBe("dHKL < 2.5 && I/SIGI > 3");
});

test("where there is neither a cell nor an amplitude", () => {
  expect(exampleFilter({ columns: [] })).toBe("H % 2 == 0");
});
