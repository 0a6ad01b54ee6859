/** The store in memory keeps copies, appends, and is held by one training at a time. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { memoryStore } from "../../lib/training/memoryStore.js";

test("files are copies, in and out", async () => {
  const store = memoryStore();
  const bytes = Uint8Array.of(1, 2);
  await store.write("b/x", bytes);
  bytes[0] = 9;
  const read = await store.read("b/x");
  expect(read).toEqual(Uint8Array.of(1, 2));
  if (read !== undefined) read[0] = 9;
  expect(await store.read("b/x")).toEqual(Uint8Array.of(1, 2));
  expect(await store.read("y")).toBeUndefined();
  await store.append("a", "é");
  await store.append("a", "1\n", true);
  expect(new TextDecoder().decode(await store.read("a"))).toBe("é1\n");
  expect(await store.list()).toEqual(["a", "b/x"]);
  await store.remove("a");
  await store.remove("a");
  expect(await store.list()).toEqual(["b/x"]);
});

test("one training at a time", async () => {
  const store = memoryStore("here");
  expect(await store.holder?.()).toBeUndefined();
  const unlock = await store.lock?.();
  expect(await store.holder?.()).toBe("a training of this process");
  await expect(store.lock?.()).rejects.toThrow(InputError);
  await unlock?.();
  expect(await store.holder?.()).toBeUndefined();
  await (await store.lock?.())?.();
});
