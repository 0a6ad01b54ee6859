/**
 * What the plots and values of merging mean, for the page "What the plots mean". Formulas and sources are those of
 * docs/statistics.md and docs/merging.md.
 */
import type { HelpText } from "../common/help.js";

export const plotHelp: readonly HelpText[] = [
  {
    id: "statistics.ccHalf",
    title: "CC1/2",
    text: [
      "The observations of each reflection are divided at random into two halves, which are merged apart; CC1/2 is Pearson's correlation of the two. It falls from 1 at low resolution to 0 where there is noise only, and says how far the data reach: shells with a CC1/2 significantly above 0 (customarily 0.3) hold signal.",
      "CC* is what the correlation with the true intensities would be (Karplus & Diederichs, 2012, Science 336, 1030).",
    ],
    formula: "CC* = √(2 CC1/2 / (1 + CC1/2))",
  },
  {
    id: "statistics.ccAnomalous",
    title: "CCanom",
    text: [
      "The correlation of the anomalous differences I(+) − I(−) of two random halves of the data. Where it is above about 0.3 the differences are worth using for phasing; near 0 they are noise.",
    ],
  },
  {
    id: "statistics.anomalousSignal",
    title: "Anomalous signal, |ΔI|/σ(ΔI)",
    text: [
      "The mean anomalous difference over its mean standard deviation. Noise alone gives 0.8 (√(2/π), the mean of |x| for a normal x), provided that the standard deviations are right.",
    ],
    formula: "⟨|I(+) − I(−)|⟩ / ⟨σ(ΔI)⟩",
  },
  {
    id: "statistics.rFactors",
    title: "Rmerge, Rmeas, Rpim",
    text: [
      "How far the observations of a reflection are from their mean, relative to the intensity. Rmerge grows with multiplicity and serves comparison with older papers only; Rmeas (Diederichs & Karplus, 1997) corrects for that, and tells of single measurements; Rpim (Weiss, 2001) tells of the merged ones.",
      "All of them grow without limit where intensities vanish: for the choice of a resolution limit look at CC1/2.",
    ],
    formula: "Rmeas = Σ √(n/(n−1)) Σ|I − ⟨I⟩| / ΣΣ I;  Rpim: √(1/(n−1));  Rmerge: 1",
  },
  {
    id: "statistics.signalToNoise",
    title: "⟨I/σ(I)⟩",
    text: [
      "The mean of merged intensity over its standard deviation. It depends on the error model as much as on the data: compare it between data sets only where they were scaled alike.",
    ],
  },
  {
    id: "statistics.completeness",
    title: "Completeness",
    text: [
      "Unique reflections measured, of those that the space group allows between the limits of resolution. A dip at low resolution is a shadow or saturated spots; a fall at high resolution is often the corner of the detector.",
    ],
  },
  {
    id: "statistics.multiplicity",
    title: "Multiplicity",
    text: ["Observations per unique reflection. The anomalous multiplicity counts Friedel mates apart."],
  },
  {
    id: "statistics.wilsonPlot",
    title: "Wilson plot",
    text: [
      "The logarithm of the mean intensity over what the atoms at rest would scatter, against (sin θ/λ)². At high resolution it is a straight line: its slope gives the overall B factor, its intercept the scale. A bump near 4 Å is secondary structure; spikes at 3.9, 3.7, 3.4 or 2.25 Å are ice rings.",
    ],
    formula: "ln(⟨I⟩ / Σf²) = ln k − 2B (sin θ/λ)²",
  },
  {
    id: "statistics.intensityDistribution",
    title: "Cumulative intensities and the L test",
    text: [
      "The share of reflections with an intensity below z times the local mean, beside theory for acentric and centric reflections. A sigmoidal acentric curve (too few weak reflections) means twinning.",
      "L compares reflections that are neighbours in reciprocal space and thus needs no scale (Padilla & Yeates, 2003, Acta Cryst. D59, 1124): ⟨|L|⟩ is 1/2 untwinned and 3/8 for a perfect twin.",
    ],
    formula: "acentric N(z) = 1 − e^(−z);  centric N(z) = erf(√(z/2));  L = (I₁ − I₂)/(I₁ + I₂)",
  },
  {
    id: "statistics.normalProbability",
    title: "Normal probability plot",
    text: [
      "Residuals over their standard deviations, in order, against what a standard normal variable would give. A slope of 1 means that the standard deviations are right, above 1 that they are too small; ends that bend away are outliers.",
    ],
    formula: "δ = (I − ⟨I⟩others) / √(σ² + σ²others)",
  },
  {
    id: "statistics.scaleByImage",
    title: "Scale by image",
    text: [
      "The mean scale that the model gives to the observations of each image. It should be smooth: steps are changes of beam or exposure, a steady fall is radiation damage, a wave with the rotation is absorption or a changing illuminated volume.",
    ],
  },
  {
    id: "merging.elbo",
    title: "−ELBO, NLL and KL",
    text: [
      "What a fit by variational inference brings down: the negative log likelihood (NLL) of the observations under the model plus the divergence (KL) of the surrogate posterior from the prior. The NLL falls as the model explains the data; the KL is the price of departing from the Wilson prior.",
      "Each is a mean per observation or per reflection, as docs/merging.md says, and estimated with random draws: the noise on the curves is that of the estimate.",
    ],
    formula: "−ELBO = −E_q[log p(I | F, Σ)] + KL(q(F) ‖ p(F))",
  },
  {
    id: "merging.ccPred",
    title: "CCpred",
    text: [
      "Spearman's rank correlation of observed intensities with those that the model predicts, of observations that were fitted to, and of those that were held out. The latter is what the fit is judged by: it falls while the former still rises when the model is too flexible.",
    ],
  },
];
