/** Downloads and the clipboard, on a document without a browser. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  canvasBlob,
  copyText,
  downloadBytes,
  downloadCanvas,
  downloadText,
  safeFileName,
} from "../../../labextension/src/common/download.js";
import { type FakeDocument, FakeElement, installFakeDocument } from "../fakeDocument.js";

let page: FakeDocument;
let blobs: Blob[];
let saved: { name: string | null; url: string | null }[];

beforeEach(() => {
  page = installFakeDocument();
  blobs = [];
  saved = [];
  vi.useFakeTimers();
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    blobs.push(blob as Blob);
    return `blob:${blobs.length}`;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation(() => {});
  vi.spyOn(FakeElement.prototype, "click").mockImplementation(function (this: FakeElement) {
    saved.push({ name: this.getAttribute("download"), url: this.getAttribute("href") });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("text and bytes are saved under their name, and the address is given back in the end", async () => {
  downloadText("a/b.csv", "h,k\n", "text/csv");
  downloadBytes("x.mtz", Uint8Array.of(77, 84, 90));
  expect(saved).toEqual([
    { name: "a_b.csv", url: "blob:1" },
    { name: "x.mtz", url: "blob:2" },
  ]);
  expect(await blobs[0].text()).toBe("h,k\n");
  expect(blobs[0].type).toBe("text/csv;charset=utf-8");
  expect(new Uint8Array(await blobs[1].arrayBuffer())).toEqual(Uint8Array.of(77, 84, 90));
  expect(page.body.childNodes).toEqual([]);
  expect(URL.revokeObjectURL).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(URL.revokeObjectURL).toHaveBeenCalledTimes(2);
});

test("a canvas is saved as PNG; one that cannot be is an error with its size", async () => {
  const canvas = (blob: Blob | null) =>
    ({ width: 3, height: 2, toBlob: (done: (blob: Blob | null) => void) => done(blob) }) as HTMLCanvasElement;
  await downloadCanvas("view.png", canvas(new Blob(["png"])));
  expect(saved[0].name).toBe("view.png");
  await expect(canvasBlob(canvas(null))).rejects.toThrow("the browser cannot save 3 × 2 pixels");
});

test.each([
  ['CC1/2: "all" <x>|?*', "CC1_2_ _all_ _x_"],
  ["..", "friedel"],
  ["", "friedel"],
  ["a\u0000b", "a_b"],
])("%j as a file name", (name, expected) => {
  expect(safeFileName(name)).toBe(expected);
});

test("text is copied by the clipboard, else by a selection, else there is a sentence", async () => {
  const writeText = vi.fn(async () => {});
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  await copyText("h k l");
  expect(writeText).toHaveBeenCalledWith("h k l");
  vi.stubGlobal("navigator", {});
  await expect(copyText("h k l")).resolves.toBeUndefined();
  page.copies = false;
  await expect(copyText("h k l")).rejects.toThrow(
    "clipboard: the browser does not let this page write to it",
  );
  expect(page.body.childNodes).toEqual([]);
});
