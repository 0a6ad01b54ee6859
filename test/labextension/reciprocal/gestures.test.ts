/** What moves of mouse and fingers mean. */
import { describe, expect, test } from "vitest";
import { Gestures, type PointerLike, wheelFactor } from "../../../labextension/src/reciprocal/gestures.js";

function recorded() {
  const told: string[] = [];
  const gestures = new Gestures({
    turn: (from, to) => told.push(`turn ${from}>${to}`),
    shift: (from, to) => told.push(`shift ${from}>${to}`),
    zoom: (factor, at) => told.push(`zoom ${factor.toFixed(2)}@${at}`),
    hover: (at) => at && told.push(`hover ${at}`),
    click: (at) => told.push(`click ${at}`),
    takesWheel: () => true,
  });
  return { told, gestures };
}

const pointer = (change: Partial<PointerLike> = {}): PointerLike => ({
  pointerId: 1,
  clientX: 0,
  clientY: 0,
  button: 0,
  buttons: 0,
  shiftKey: false,
  ...change,
});

describe("mouse", () => {
  test("a press and a release at one place are a click, with a little shake too", () => {
    const { told, gestures } = recorded();
    gestures.press(pointer(), [10, 10]);
    gestures.move(pointer({ buttons: 1 }), [12, 11]);
    gestures.release(pointer(), [12, 11]);
    expect(told).toEqual(["click 12,11"]);
  });

  test("a drag turns, and is no click", () => {
    const { told, gestures } = recorded();
    gestures.press(pointer(), [10, 10]);
    gestures.move(pointer({ buttons: 1 }), [30, 10]);
    gestures.move(pointer({ buttons: 1 }), [40, 20]);
    gestures.release(pointer(), [40, 20]);
    expect(told).toEqual(["turn 10,10>30,10", "turn 30,10>40,20"]);
    expect(gestures.isActive).toBe(false);
  });

  test.each([{ button: 2 }, { button: 1 }, { shiftKey: true }])("%j moves the picture", (change) => {
    const { told, gestures } = recorded();
    gestures.press(pointer(change), [10, 10]);
    gestures.move(pointer({ buttons: 2 }), [30, 10]);
    gestures.release(pointer(change), [30, 10]);
    expect(told).toEqual(["shift 10,10>30,10"]);
  });

  test("without a button it hovers", () => {
    const { told, gestures } = recorded();
    gestures.move(pointer(), [5, 6]);
    expect(told).toEqual(["hover 5,6"]);
  });
});

test("two fingers zoom about their middle, and move the picture", () => {
  const { told, gestures } = recorded();
  gestures.press(pointer({ pointerId: 1 }), [100, 100]);
  gestures.press(pointer({ pointerId: 2 }), [200, 100]);
  gestures.move(pointer({ pointerId: 2, buttons: 1 }), [300, 100]);
  expect(told).toEqual(["zoom 2.00@200,100", "shift 150,100>200,100"]);
  gestures.cancel({ pointerId: 2 });
  gestures.release(pointer({ pointerId: 1 }), [100, 100]);
  expect(told.length).toBe(2);
});

test("the wheel: towards the reader is farther, in pixels, lines or pages, never wild", () => {
  expect(wheelFactor({ deltaY: -100, deltaMode: 0 })).toBeCloseTo(Math.exp(0.2), 9);
  expect(wheelFactor({ deltaY: 3, deltaMode: 1 })).toBeCloseTo(Math.exp(-48 / 500), 9);
  expect(wheelFactor({ deltaY: 1e6, deltaMode: 2 })).toBeCloseTo(Math.exp(-0.6), 9);
});
