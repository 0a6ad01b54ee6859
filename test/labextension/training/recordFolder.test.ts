/** Configuration and checkpoints of a run folder. */
import { expect, test } from "vitest";
import type { FolderFiles } from "../../../labextension/src/training/historyFeed.js";
import { readCheckpoints, readConfigInto } from "../../../labextension/src/training/recordFolder.js";
import { RunRecord } from "../../../labextension/src/training/runRecord.js";

const files = (
  config: string | undefined,
  folders: Readonly<Record<string, readonly string[]>> = {},
): FolderFiles => ({
  readFrom: async () => (config === undefined ? undefined : new TextEncoder().encode(config)),
  list: async (path) => folders[path]?.map((name) => ({ name, type: "file" })),
});

test("the configuration, and whether there is one that is whole", async () => {
  const record = new RunRecord("r", "r");
  expect(await readConfigInto(record, files(undefined))).toBe(false);
  expect(await readConfigInto(record, files('{"kind":"mer'))).toBe(false);
  expect(
    await readConfigInto(record, files('{"kind":"merging","config":{"a":1},"training":{"steps":7}}')),
  ).toBe(true);
  expect([record.standing.kind, record.standing.steps, record.config]).toEqual(["merging", 7, { a: 1 }]);
});

test("checkpoints in the order of their steps; what is being written is none", async () => {
  const record = new RunRecord("r", "r");
  await readCheckpoints(record, files(undefined, { r: ["config.json"] }));
  expect(record.checkpoints).toEqual([]);
  const names = ["step-00000200.safetensors", "step-00000100.safetensors", ".step-00000300.tmp"];
  await readCheckpoints(record, files(undefined, { r: ["checkpoints"], "r/checkpoints": names }));
  expect(record.checkpoints).toEqual([100, 200]);
});
