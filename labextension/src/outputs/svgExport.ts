/**
 * A drawing of the page as a file of its own: SVG as it stands in the document, and PNG drawn from that. A browser does the
 * work, and test/browser/outputs.test.ts looks at it.
 */
import { InputError } from "friedel/browser";

/** A drawing that can be saved. */
export interface Drawing {
  readonly svg: string;
  /** In pixels of the page. */
  readonly width: number;
  readonly height: number;
}

/** The text of an SVG element that can stand alone, with its size and with a background where one is wanted. */
export function drawingOf(svg: SVGSVGElement, background?: string): Drawing {
  const box = svg.getBoundingClientRect();
  const width = Math.ceil(Number(svg.getAttribute("width")) || box.width);
  const height = Math.ceil(Number(svg.getAttribute("height")) || box.height);
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${width} ${height}`);
  if (background !== undefined) {
    const sheet = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    sheet.setAttribute("width", "100%");
    sheet.setAttribute("height", "100%");
    sheet.setAttribute("fill", background);
    copy.prepend(sheet);
  }
  return { svg: new XMLSerializer().serializeToString(copy), width, height };
}

/**
 * A drawing as PNG.
 * @param scale pixels of the picture for each of the page
 * @throws InputError where the browser cannot draw it
 */
export async function pngOf({ svg, width, height }: Drawing, scale = 3): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml;charset=utf-8" }));
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(cannotDraw())), "image/png"),
    );
  } catch (error) {
    throw error instanceof InputError ? error : cannotDraw(error);
  } finally {
    URL.revokeObjectURL(url);
  }
}

function cannotDraw(cause?: unknown): InputError {
  return new InputError("picture: the browser cannot draw this plot as PNG; save it as SVG", { cause });
}
