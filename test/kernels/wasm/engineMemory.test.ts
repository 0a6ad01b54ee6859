import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { aligned, EngineMemory } from "../../../lib/kernels/wasm/engineMemory.js";

const MEGABYTE = 2 ** 20;

describe("the engine's memory", () => {
  test("grows for what lasts and for a step, a generation each, and keeps what was written", () => {
    const memory = new EngineMemory({ limitBytes: 8 * MEGABYTE });
    const kept = memory.allocate(16);
    memory.float32(kept, 4).set([1, 2, 3, 4]);
    const before = memory.generation;
    const large = memory.allocate(MEGABYTE);
    expect(memory.generation).toBe(before + 1);
    memory.beginStep(2 * MEGABYTE);
    expect(memory.generation).toBe(before + 2);
    expect(memory.take(2 * MEGABYTE)).toBeGreaterThanOrEqual(large + MEGABYTE);
    memory.endStep();
    expect(Array.from(memory.float32(kept, 4))).toEqual([1, 2, 3, 4]);
  });

  test("a step's arena is handed out aligned, forgotten at its end, and never grows the memory", () => {
    const memory = new EngineMemory();
    memory.beginStep(1000 * 128);
    const size = memory.byteLength;
    const [a, b] = [memory.take(5), memory.take(129)];
    expect(a % 128).toBe(0);
    expect(b).toBe(a + 128);
    expect(() => memory.take(1000 * 128)).toThrow(
      "step arena: got a request for 128000 bytes, expected at most",
    );
    expect(memory.byteLength).toBe(size);
    memory.endStep();
    memory.beginStep(256);
    expect(memory.take(4)).toBe(a);
    memory.endStep();
  });

  test("past the limit: an error that names both numbers, and nothing changed", () => {
    const memory = new EngineMemory({ limitBytes: MEGABYTE });
    const mark = memory.mark;
    const message = `engine memory: got a request for 2097152 bytes on top of ${mark}, expected at most 1048576 in all`;
    expect(() => memory.allocate(2 * MEGABYTE)).toThrow(InputError);
    expect(() => memory.allocate(2 * MEGABYTE)).toThrow(message);
    expect(() => memory.beginStep(2 * MEGABYTE)).toThrow(message);
    expect(memory.mark).toBe(mark);
    expect(memory.allocate(4)).toBe(mark);
  });

  test("lasting allocations are given back to a mark", () => {
    const memory = new EngineMemory();
    const first = memory.allocate(100);
    const mark = memory.mark;
    const second = memory.allocate(100);
    memory.releaseTo(mark);
    expect(memory.allocate(8)).toBe(second);
    expect(second).toBe(first + 128);
  });

  test("what is out of turn is refused", () => {
    const memory = new EngineMemory();
    expect(() => memory.take(4)).toThrow("step arena: got a request without a step");
    memory.beginStep(128);
    expect(() => memory.beginStep(128)).toThrow("got a second step");
    expect(() => memory.allocate(4)).toThrow("got a lasting allocation during a step");
    expect(() => new EngineMemory({ limitBytes: 10 })).toThrow("engine memory limit: got 10 bytes");
  });

  test("views of numbers share the bytes", () => {
    const memory = new EngineMemory();
    const address = memory.allocate(16);
    memory.float32(address, 1)[0] = 1;
    expect(memory.int32(address, 1)[0]).toBe(0x3f800000);
    memory.float64(address, 2).set([1, -2]);
    expect(Array.from(memory.float64(address, 2))).toEqual([1, -2]);
  });
});

test("alignment rounds up to 128", () => {
  expect([0, 1, 128, 129].map(aligned)).toEqual([0, 128, 128, 256]);
});
