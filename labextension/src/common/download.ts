/** Saving what a view shows as a file, by the browser's own download; and copying text. */
import { InputError } from "friedel/browser";
import { element } from "./dom.js";

/** How long a download may take to begin: the browser has read the address long before. */
const keptFor = 60_000;

export function downloadBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = element("a", { href: url, download: safeFileName(name), style: "display: none" });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), keptFor);
}

export function downloadText(name: string, text: string, type = "text/plain"): void {
  downloadBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

export function downloadBytes(name: string, bytes: BlobPart, type = "application/octet-stream"): void {
  downloadBlob(name, new Blob([bytes], { type }));
}

/**
 * Saves a canvas as PNG.
 * @throws InputError where the canvas is empty, or larger than the browser can save
 */
export async function downloadCanvas(name: string, canvas: HTMLCanvasElement): Promise<void> {
  downloadBlob(name, await canvasBlob(canvas));
}

/** A canvas as PNG. */
export function canvasBlob(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => {
      const size = `${canvas.width} × ${canvas.height} pixels`;
      if (blob) done(blob);
      else fail(new InputError(`picture: the browser cannot save ${size}; make the view smaller`));
    }, "image/png"),
  );
}

/** A name without what file systems refuse. */
export function safeFileName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must go
  const safe = name.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, "_").replace(/^[. ]+|[. ]+$/g, "");
  return safe === "" ? "friedel" : safe;
}

/**
 * Puts text on the clipboard; by the older way where the page is not from https or this machine.
 * @throws InputError where the browser does not let us
 */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copyBySelection(text))
      throw new InputError("clipboard: the browser does not let this page write to it; save a file instead");
  }
}

function copyBySelection(text: string): boolean {
  const area = element("textarea", { style: "position: fixed; opacity: 0", "aria-hidden": "true" });
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}
