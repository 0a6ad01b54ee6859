/** A point for each image with a running median through them, the frame of the plots by image. */
import type { Observations } from "../statistics/index.js";
import { type ImageStatistics, imageStatistics } from "./perImage.js";
import { numberAxis, type PlotOptions, palette, plotNumber, plotSpec, referenceLine } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, evenlySpread, tip } from "./xyPlot.js";

/** An image as a point: its value is what is drawn. */
export interface ImagePoint {
  readonly batch: number;
  readonly value: number;
  readonly observations: number;
  readonly meanIOverSigma: number;
}

/** What is drawn of images. */
export interface ImagePointsPlot {
  readonly title: string;
  readonly description: string;
  /** Default "Image (batch number)". */
  readonly xTitle?: string;
  readonly yTitle: string;
  readonly format: string;
  /** Start the y axis at 0. Default false. */
  readonly zero?: boolean;
  readonly reference?: { readonly value: number; readonly label: string };
}

/** The same, of images whose statistics are known. */
export interface ImagePlot extends ImagePointsPlot {
  readonly value: (image: ImageStatistics) => number;
}

const MOST_POINTS = 4000;

/** The specification of a statistic by image. */
export function imageLine(observations: Observations, plot: ImagePlot, options: PlotOptions): VegaLiteSpec {
  const images = imageStatistics(observations);
  return imagePoints(
    images.map((image) => ({ ...image, value: plot.value(image) })),
    plot,
    options,
  );
}

/** The specification of images in order of their numbers. */
export function imagePoints(
  images: readonly ImagePoint[],
  plot: ImagePointsPlot,
  options: PlotOptions,
): VegaLiteSpec {
  const values = images.map(({ value }) => value);
  const window = Math.max(1, Math.round(images.length / 40));
  const rows = evenlySpread(images.length, MOST_POINTS).map((i) => ({
    batch: images[i].batch,
    value: plotNumber(values[i]),
    median: plotNumber(runningMedian(values, i, window)),
    observations: images[i].observations,
    strength: plotNumber(images[i].meanIOverSigma),
  }));
  const x = axis("batch", plot.xTitle ?? "Image (batch number)", {
    scale: { zero: false, nice: false },
    axis: { grid: false },
  });
  const y = axis("value", plot.yTitle, {
    scale: { zero: plot.zero ?? false },
    axis: numberAxis(plot.format),
  });
  const colours = options.colours ?? palette;
  const tooltip = [
    tip("batch", "image", ".0f"),
    tip("value", plot.yTitle, plot.format),
    tip("observations", "observations", ",.0f"),
    tip("strength", "⟨I/σ(I)⟩", ".1f"),
  ];
  return plotSpec(
    {
      title: plot.title,
      subtitle: images.length > 10 ? `Line: median of ${2 * window + 1} images` : undefined,
      description: plot.description,
      rows,
      layers: [
        ...(plot.reference ? referenceLine(plot.reference.value, plot.reference.label) : []),
        {
          mark: { type: "point", size: images.length > 400 ? 8 : 20, color: colours[0], opacity: 0.7 },
          encoding: { x, y, tooltip },
        },
        ...(images.length > 10
          ? [{ mark: { type: "line", color: colours[1] }, encoding: { x, y: { ...y, field: "median" } } }]
          : []),
      ],
    },
    options,
  );
}

function runningMedian(values: readonly number[], at: number, reach: number): number {
  const near = values.slice(Math.max(0, at - reach), at + reach + 1).filter(Number.isFinite);
  near.sort((a, b) => a - b);
  const middle = near.length >> 1;
  return near.length % 2 === 1 ? near[middle] : (near[middle - 1] + near[middle]) / 2;
}
