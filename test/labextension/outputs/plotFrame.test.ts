/** The bar above a plot: what it offers, and what it says when that fails. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { plotFrame } from "../../../labextension/src/outputs/plotFrame.js";
import { InputError } from "../../../lib/errors.js";
import { asFake, installFakeDocument } from "../fakeDocument.js";

const payload = { version: 1, title: "Wilson plot", help: "A line at high resolution." } as const;
const drawing = async () => ({ svg: "<svg/>", width: 4, height: 3 });

beforeEach(() => void installFakeDocument());
afterEach(() => vi.unstubAllGlobals());

test("what the plot means is shown on request", () => {
  const frame = asFake(plotFrame(payload, { drawing }));
  const note = frame.tags("p")[0];
  const explain = frame.button("?");
  expect([note.hidden, explain.getAttribute("aria-expanded")]).toEqual([true, "false"]);
  explain.click();
  expect([note.hidden, explain.getAttribute("aria-expanded")]).toEqual([false, "true"]);
  expect(note.textContent).toBe(payload.help);
  explain.click();
  expect(note.hidden).toBe(true);
});

test("there are only buttons that do something", () => {
  const labels = (frame: Element) =>
    asFake(frame)
      .tags("button")
      .map(({ textContent }) => textContent);
  expect(labels(plotFrame({ ...payload, help: "" }, { drawing }))).toEqual(["Copy SVG", "SVG", "PNG"]);
  const open = vi.fn();
  const frame = plotFrame(payload, { drawing, open });
  expect(labels(frame)).toEqual(["?", "Open in tab", "Copy SVG", "SVG", "PNG"]);
  asFake(frame).button("Open in tab").click();
  expect(open).toHaveBeenCalledOnce();
});

test("SVG is copied as it is drawn then; a failure is a sentence, and goes with the next success", async () => {
  const writeText = vi.fn(async () => {});
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  let drawn = false;
  const frame = asFake(
    plotFrame(payload, {
      drawing: async () => {
        if (!drawn) throw new InputError("plot: is not drawn yet");
        return drawing();
      },
    }),
  );
  const alerts = () => frame.all((node) => node.getAttribute("role") === "alert");
  frame.button("Copy SVG").click();
  await vi.waitFor(() => expect(alerts()[0].textContent).toBe("plot: is not drawn yet"));
  drawn = true;
  frame.button("Copy SVG").click();
  await vi.waitFor(() => expect(writeText).toHaveBeenCalledWith("<svg/>"));
  await vi.waitFor(() => expect(frame.textContent).toContain("copied"));
  expect(alerts()).toEqual([]);
});
