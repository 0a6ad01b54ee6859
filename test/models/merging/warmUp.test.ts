/** The scale fitted by itself. Oracles: the formula, difference quotients, the reference interpreter. */
import { describe, expect, test } from "vitest";
import { runRowProgramReference } from "../../../lib/kernels/index.js";
import { columnNames } from "../../../lib/models/merging/mergingProgram.js";
import { termName } from "../../../lib/models/merging/rowSource.js";
import { scaleProgram } from "../../../lib/models/merging/scale/scaleModel.js";
import { warmUpProgram } from "../../../lib/models/merging/warmUp.js";
import { expectGradients } from "../../kernels/gradients.js";
import { expectAgreement } from "../../kernels/wasm/agreement.js";
import { made, relatedInputs, smallScale } from "./made.js";

describe.each([1, 2, 3])("the scale by itself, %d terms", (terms) => {
  const scale = smallScale({
    link: "log",
    imageScales: false,
    imageEmbedding: 2,
    oneHotImages: true,
    activation: "tanh",
  });
  const program = warmUpProgram(scale, terms);
  const { columns = {}, indices = {}, parameters } = relatedInputs(scale, { terms });
  // positive and negative intensities
  const inputs = { columns, indices, parameters };
  const options = { outputGradients: { nll: 0.9, kl: 1.3 } };

  test("nll is Σ log µ + max(I, 0)/µ, µ = Σ_h Σ_ih c_h + σ, kl the penalty of images", () => {
    // features that are known well: samples are their means
    const deviation = "imageEmbedding/logDeviation";
    const logDeviation = parameters[deviation].map(() => -25);
    const known = { ...inputs, parameters: { ...parameters, [deviation]: logDeviation } };
    const { sums } = runRowProgramReference(program, known, { gradient: false });
    const expectedOf = new Float64Array(made.rows).map((_, row) => columns[columnNames.sigma][row]);
    for (let k = 0; k < terms; k++) {
      const of = (name: string) => columns[termName(name, k)];
      const own = { ...inputs, columns: { ...columns, [columnNames.metadata]: of(columnNames.metadata) } };
      const { mean } = runRowProgramReference(scaleProgram(scale), own, { gradient: false }).perRow;
      mean.forEach((value, row) => {
        expectedOf[row] += value * of(columnNames.expected)[row];
      });
    }
    const nll = expectedOf.reduce((sum, mu, row) => {
      const intensity = columns[columnNames.intensity][row];
      return sum + Math.log(mu) + Math.max(0, intensity) / mu;
    }, 0);
    expect(sums.nll).toBeCloseTo(nll, 8);
    const features = parameters["imageEmbedding/features"];
    const kl = Array.from(indices[columnNames.image]).reduce((sum, m, row) => {
      const square = features[2 * m] ** 2 + features[2 * m + 1] ** 2;
      return sum + columns[columnNames.imageShare][row] * (square / 2 - 1 + 50);
    }, 0);
    expect(sums.kl).toBeCloseTo(kl, 8);
  });

  test("gradients are its slopes", () => {
    expectGradients(program, inputs, options, { step: 1e-4 });
  });

  test("WASM agrees with the reference", () => {
    expectAgreement(program, inputs, options);
  });
});

test("a scale without a penalty has a kl of 0", () => {
  const scale = smallScale({ link: "log", imageScales: false });
  const inputs = relatedInputs(scale, { terms: 2 });
  const { sums } = runRowProgramReference(warmUpProgram(scale, 2), inputs, { gradient: false });
  expect(sums.kl).toBe(0);
});
