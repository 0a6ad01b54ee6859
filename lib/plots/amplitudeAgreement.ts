/**
 * Amplitudes of one merge against those of another, as the posterior means of a variational merge against classical ones:
 * the same reflections side by side, the second brought to the scale of the first by k = Σ F₁F₂ / Σ F₂².
 */
import { InputError } from "../errors.js";
import { pearson } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { mergedIntensity } from "./mergedIntensity.js";
import { grouped } from "./numberText.js";
import { type PlotOptions, plotSpec, REFERENCE_COLOUR, seriesEncoding } from "./theme.js";
import type { PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, evenlySpread, guideLine, tip } from "./xyPlot.js";

export interface AmplitudeAgreementOptions extends PlotOptions {
  /** What the axes call the two. Default "posterior" and "classical". */
  readonly names?: readonly [string, string];
  /** At most so many points, evenly taken. Default 2000. */
  readonly points?: number;
}

/** F of `first` against F of `second`. @throws InputError where they share no reflection, MissingColumnError */
export function amplitudeAgreement(
  first: ReflectionTable,
  second: ReflectionTable,
  options: AmplitudeAgreementOptions = {},
): VegaLiteSpec {
  const { names = ["posterior", "classical"], points = 2000 } = options;
  const joined = amplitudes(first).join(amplitudes(second), { suffixes: ["1", "2"], relation: "one-to-one" });
  const measured = joined.filter((i) => joined.values("F1")[i] >= 0 && joined.values("F2")[i] >= 0);
  if (measured.length === 0)
    throw new InputError(
      `amplitudes of ${first.name} and ${second.name}: got no reflection that both have, expected some`,
    );
  const x = measured.values("F2");
  const y = measured.values("F1");
  let xy = 0;
  let xx = 0;
  for (let i = 0; i < measured.length; i++) {
    xy += x[i] * y[i];
    xx += x[i] * x[i];
  }
  const scale = xy / xx || 1;
  const centric = measured.spaceGroup.centricFlags(measured.hkl());
  const rows: PlotRow[] = evenlySpread(measured.length, points).map((i) => ({
    second: Number((scale * x[i]).toPrecision(5)),
    first: Number(y[i].toPrecision(5)),
    series: centric[i] ? "centric" : "acentric",
  }));
  const largest = Math.max(...rows.map((row) => Number(row.second)));
  const xAxis = axis("second", `F, ${names[1]}${scale === 1 ? "" : ` × ${scale.toPrecision(3)}`}`);
  const yAxis = axis("first", `F, ${names[0]}`);
  const { color } = seriesEncoding(["acentric", "centric"], options);
  return plotSpec(
    {
      title: "Agreement of amplitudes",
      subtitle:
        `${grouped(rows.length)} of ${grouped(measured.length)} reflections, ` +
        `correlation ${pearson(x, y).toFixed(4)}; dashed: equal`,
      description: `Structure factor amplitudes, ${names[0]} against ${names[1]}, on one scale.`,
      rows,
      layers: [
        guideLine(
          [
            [0, 0],
            [largest, largest],
          ],
          xAxis,
          yAxis,
          { strokeDash: [5, 4], strokeWidth: 1.5, color: REFERENCE_COLOUR },
        ),
        {
          mark: { type: "point", size: 14, opacity: 0.5 },
          encoding: {
            x: xAxis,
            y: yAxis,
            color,
            tooltip: [
              tip("series", "reflection"),
              tip("first", names[0], ".4~r"),
              tip("second", names[1], ".4~r"),
            ],
          },
        },
      ],
    },
    options,
  );
}

/** The Miller index and one column F, the mean of mates. */
function amplitudes(table: ReflectionTable): ReflectionTable {
  return table
    .select(table.millerLabels)
    .derive({ merged: true })
    .with({ label: "F", type: "F", data: mergedIntensity(table, undefined, "F") });
}
