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
    expect(memory.arenaStart).toBe(large + MEGABYTE);
    memory.endStep();
    expect(Array.from(memory.float32(kept, 4))).toEqual([1, 2, 3, 4]);
  });

  test("views of earlier generations see what later ones write, and the other way round", () => {
    const memory = new EngineMemory();
    const address = memory.allocate(16);
    const old = memory.float32(address, 4);
    for (let size = MEGABYTE; size < 2 ** 28; size *= 4) memory.allocate(size);
    const young = memory.float32(address, 4);
    expect(young.buffer).not.toBe(old.buffer);
    young[0] = 5;
    old[1] = 6;
    expect(Array.from(old)).toEqual([5, 6, 0, 0]);
    expect(Array.from(young)).toEqual([5, 6, 0, 0]);
    expect([old, young, old.subarray(1)].map((view) => memory.addressOf(view))).toEqual([
      address,
      address,
      address + 4,
    ]);
  });

  test("arrays elsewhere have no address in it; those in memory that was released are refused", () => {
    const [memory, other] = [new EngineMemory(), new EngineMemory()];
    const address = memory.allocate(256);
    const view = memory.float32(address, 64);
    expect(memory.addressOf(new Float32Array(4))).toBeUndefined();
    expect(other.addressOf(view)).toBeUndefined();
    memory.release(address);
    expect(() => memory.addressOf(view)).toThrow(
      `engine memory: got an array at ${address} whose memory was released, expected one that is held`,
    );
    memory.allocate(128);
    expect(() => memory.addressOf(view)).toThrow("was released");
  });

  test("another memory's growth leaves its arrays its own", () => {
    const [memory, other] = [new EngineMemory(), new EngineMemory()];
    const before = memory.allocate(400);
    const held = memory.float32(before, 100);
    other.allocate(12 * MEGABYTE);
    const after = memory.allocate(400);
    expect(memory.addressOf(held)).toBe(before);
    expect(memory.addressOf(memory.float32(after, 100))).toBe(after);
  });

  test("past the limit: an error that names both numbers, and nothing changed", () => {
    const memory = new EngineMemory({ limitBytes: MEGABYTE });
    const start = memory.arenaStart;
    const message = `engine memory: got a request for 2097152 bytes on top of ${start}, expected at most 1048576 in all`;
    expect(() => memory.allocate(2 * MEGABYTE)).toThrow(InputError);
    expect(() => memory.allocate(2 * MEGABYTE)).toThrow(message);
    expect(() => memory.beginStep(2 * MEGABYTE)).toThrow(message);
    expect(memory.arenaStart).toBe(start);
    expect(memory.allocate(4)).toBe(start);
  });

  test("what is given back is used again, first fit, and neighbours join", () => {
    const memory = new EngineMemory();
    const [a, b, c, d] = [100, 300, 128, 8].map((bytes) => memory.allocate(bytes));
    expect([b - a, c - b, d - c]).toEqual([128, 384, 128]);
    memory.release(c);
    memory.release(a);
    expect(memory.allocate(129)).toBe(d + 128);
    expect(memory.allocate(0)).toBe(a);
    memory.release(b);
    expect(memory.allocate(512)).toBe(b);
  });

  test("the arena moves down when the last allocations are given back", () => {
    const memory = new EngineMemory();
    const start = memory.arenaStart;
    const [a, b, c] = [1, 2, 3].map((bytes) => memory.allocate(bytes));
    memory.release(b);
    expect(memory.arenaStart).toBe(c + 128);
    memory.release(c);
    expect(memory.arenaStart).toBe(b);
    memory.release(a);
    expect(memory.arenaStart).toBe(start);
  });

  test("what is out of turn is refused", () => {
    const memory = new EngineMemory({ limitBytes: MEGABYTE });
    const address = memory.allocate(4);
    memory.beginStep(128);
    expect(() => memory.beginStep(128)).toThrow("got a second step");
    expect(() => memory.allocate(4)).toThrow("got a lasting allocation during a step");
    expect(() => memory.release(address)).toThrow("got a release during a step, expected it between steps");
    memory.endStep();
    memory.release(address);
    expect(() => memory.release(address)).toThrow("was it released already?");
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
