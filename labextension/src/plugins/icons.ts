/**
 * Icons of our own, drawn on 16 × 16. Their colour is that of JupyterLab's icons in either theme, by its class
 * `jp-icon3`; what carries the meaning is teal, which reads on light and on dark alike.
 */
import { LabIcon } from "@jupyterlab/ui-components";

function svg(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">${content}</svg>`;
}

function spot(x: number, y: number, radius: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}"/>`;
}

/** A pair of Friedel mates on either side of the origin. */
export const friedelIcon: LabIcon = new LabIcon({
  name: "friedel:friedel",
  svgstr: svg(
    '<g class="jp-icon3" fill="#616161">' +
      '<path d="M3.4 11.8 12.6 4.2" stroke="#616161" class="jp-icon3" stroke-width="1" fill="none"/>' +
      `${spot(8, 8, 1.1)}${spot(3.2, 12, 2.4)}${spot(12.8, 4, 2.4)}</g>`,
  ),
});

/** A file of reflections: spots on a lattice, of unequal intensity, on a sheet. */
export const mtzIcon: LabIcon = new LabIcon({
  name: "friedel:mtz",
  svgstr: svg(
    '<path class="jp-icon3" fill="#616161" d="M3 1h7l3.5 3.5V15H3zM4.2 2.2v11.6h8.1V5.4H9.3V2.2z"/>' +
      `<g class="friedel-icon-spots" fill="#0b7285">${spot(6, 7, 0.9)}${spot(8.3, 7.6, 0.5)}${spot(10.6, 8.2, 0.8)}` +
      `${spot(5.8, 9.4, 0.5)}${spot(8.1, 10, 1.2)}${spot(10.4, 10.6, 0.4)}${spot(5.6, 11.8, 0.7)}${spot(7.9, 12.4, 0.4)}</g>`,
  ),
});

/** Reciprocal space: spots within a resolution ring. */
export const reciprocalIcon: LabIcon = new LabIcon({
  name: "friedel:reciprocal",
  svgstr: svg(
    '<circle cx="8" cy="8" r="6.4" fill="none" stroke="#0b7285" stroke-width="1"/>' +
      `<g class="jp-icon3" fill="#616161">${spot(8, 8, 0.8)}${spot(11, 7, 1.1)}${spot(5, 9, 1.1)}${spot(9, 11, 0.7)}` +
      `${spot(7, 5, 0.7)}${spot(10, 4, 0.9)}${spot(6, 12, 0.9)}${spot(4, 6, 0.6)}${spot(12, 10, 0.6)}</g>`,
  ),
});

/** A training: a loss that falls and levels off. */
export const trainingIcon: LabIcon = new LabIcon({
  name: "friedel:training",
  svgstr: svg(
    '<path class="jp-icon3" fill="#616161" d="M1.5 1.5h1.2v11.8h11.8v1.2h-13z"/>' +
      '<path fill="none" stroke="#0b7285" stroke-width="1.5" d="M4.2 3c.6 5.6 2.4 7.6 9.8 8"/>',
  ),
});

/** A report: plots on a page. */
export const reportIcon: LabIcon = new LabIcon({
  name: "friedel:report",
  svgstr: svg(
    '<path class="jp-icon3" fill="#616161" d="M2 1h12v14H2zm1.2 1.2v11.6h9.6V2.2z"/>' +
      '<path fill="none" stroke="#0b7285" stroke-width="1.2" d="M4.5 7.2 6.6 5l2 1.2 2.9-2.6"/>' +
      '<path class="jp-icon3" fill="#616161" d="M4.5 12.5V10H6v2.5zm2.6 0V9h1.5v3.5zm2.6 0v-2h1.5v2z"/>',
  ),
});

/** What a plot means. */
export const helpIcon: LabIcon = new LabIcon({
  name: "friedel:help",
  svgstr: svg(
    '<circle cx="8" cy="8" r="6.4" fill="none" stroke="#0b7285" stroke-width="1.2"/>' +
      '<path class="jp-icon3" fill="#616161" d="M5.6 6.3a2.4 2.4 0 1 1 3.6 2.1c-.5.3-.6.5-.6 1v.3H7.3v-.5c0-.9.4-1.4 1.1-1.8a1.1 1.1 0 1 0-1.6-1zM7.2 10.7h1.5v1.5H7.2z"/>',
  ),
});
