/** What the view of reciprocal space says of itself. */
import type { HelpText } from "../common/help.js";

export const reciprocalHelp: readonly HelpText[] = [
  {
    id: "reciprocal.cloud",
    title: "Reciprocal space: the cloud",
    text: [
      "Each reflection stands at s = h a* + k b* + l c*, at the distance 1/d from the origin. Colour and size are a column or an expression of columns, on the scale that the legend shows.",
      "Drag to turn, Shift and drag to move, wheel or + and − to zoom, 1, 2, 3 to look along a*, b*, c*, Home to show all. Click a reflection to see what is known of it.",
      "While a large cloud turns, an even random sample of it is drawn; at rest all reflections are.",
    ],
    formula: "s = h a* + k b* + l c*,  |s| = 1/d",
  },
  {
    id: "reciprocal.section",
    title: "Reciprocal space: sections",
    text: [
      "A section is the plane hu + kv + lw = n of a zone [uvw], undistorted, as a precession photograph shows it: hk0, h1l, hhl, or a zone such as [1 1 0] with its level.",
      "Rings mark reflections that are missing: allowed by the space group, within the resolution of the data, and without any equivalent in them. Crosses mark systematic absences.",
      "Page Up and Page Down go to the next level.",
    ],
    formula: "hu + kv + lw = n",
  },
  {
    id: "reciprocal.scale",
    title: "Scales of colour and size",
    text: [
      "linear and log run between the values that leave out ½ % of the reflections at each end; quantile gives each part of the map an equal share of the reflections; diverging has zero in its middle.",
      "Reflections without a value are grey.",
    ],
  },
];
