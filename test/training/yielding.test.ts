/** The event loop runs between steps, in Node's way and in the browser's. */
import { afterEach, expect, test, vi } from "vitest";
import { yieldToEventLoop } from "../../lib/training/yielding.js";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("timers and messages come in between", async () => {
  let ran = false;
  setTimeout(() => {
    ran = true;
  }, 0);
  for (let i = 0; i < 1000 && !ran; i++) await yieldToEventLoop();
  expect(ran).toBe(true);
});

test("so they do where there is no setImmediate", async () => {
  vi.resetModules();
  vi.stubGlobal("setImmediate", undefined);
  const browsers = await import("../../lib/training/yielding.js");
  let ran = false;
  setTimeout(() => {
    ran = true;
  }, 0);
  for (let i = 0; i < 1000 && !ran; i++) await browsers.yieldToEventLoop();
  expect(ran).toBe(true);
});
