/**
 * The options of `friedel merge` and `friedel laue` that say what the model of a variational merge is: scale, errors, prior,
 * data sets, polychromatic beam. Names and help only; modelSettings.ts says what they stand for.
 */
import { recipes } from "../models/merging/mergingOptions.js";
import type { CommandOption } from "./command.js";

const { scale, degreesOfFreedom } = recipes.default;
const { scale: carelessScale } = recipes.careless;
const { scale: laueScale } = recipes.laue;
const { scale: stillsScale } = recipes.stills;

const scaleOptions: readonly CommandOption[] = [
  {
    name: "metadata",
    type: "text",
    value: "A,B,…",
    help: "Columns that the scale depends on, with commas between; besides those of the file dHKL (Å), Hobs, Kobs and Lobs (the indices as observed) and image (its number). By default what the file has of the columns known to matter; the choice is printed.",
  },
  {
    name: "recipe",
    type: "text",
    value: "NAME",
    choices: Object.keys(recipes),
    help: "Where all other defaults come from. laue: a scale that is the exponential of the network's output, an embedding of each image, encoded wavelengths and places; it is the default for Laue data. stills: coefficients and an embedding of each image, the asinh likelihood. careless: normal likelihood, flat prior, all observations in each step, one learning rate; slower, for comparison.",
  },
  {
    name: "mlp-layers",
    type: "integer",
    value: "N",
    minimum: 0,
    maximum: 1000,
    help: `Hidden layers of the network that gives the scale. By default ${scale.layers} (careless ${carelessScale.layers}).`,
  },
  {
    name: "mlp-width",
    type: "integer",
    value: "N",
    minimum: 1,
    maximum: 4096,
    help: `Features of each of them. By default ${scale.width}.`,
  },
  {
    name: "mlp-activation",
    type: "text",
    value: "NAME",
    choices: ["linear", "relu", "leakyRelu", "tanh", "sigmoid", "softplus", "silu"],
    help: `Function after each of them. By default ${scale.activation}.`,
  },
  {
    name: "mlp-initialiser",
    type: "text",
    value: "NAME",
    choices: [
      ...["zeros", "ones", "identity", "lecunNormal", "lecunUniform"],
      ...["heNormal", "heUniform", "glorotNormal", "glorotUniform"],
    ],
    help: `How their weights start. By default ${scale.initialiser}; for Laue data and stills ${laueScale.initialiser}.`,
  },
  {
    name: "mlp-residual",
    type: "flag",
    help: "Hidden layers after the first add to what comes in, which lets deep networks learn. On with the recipe stills.",
  },
  {
    name: "disable-mlp",
    type: "flag",
    help: "No network: the scale is that of images and --scale-terms alone, for few observations.",
  },
  {
    name: "scale-terms",
    type: "text",
    value: "TERM,TERM,…",
    help: "Known physics that multiplies the network's scale: lp (Lorentz and polarisation factors, where they are not corrected), smooth-rotation, damage (a relative B factor), absorption (spherical harmonics). With parameters after colons: lp:column=LP, smooth-rotation:spacing=10, damage:linear, absorption:degree=6:odd-degree=3. none: no terms, which is the default.",
  },
  {
    name: "scale-link",
    type: "text",
    value: "KIND",
    choices: ["linear", "log"],
    help: "linear: the network gives the scale; log: its logarithm, for scales that vary by orders of magnitude, as those of Laue data and stills do.",
  },
  {
    name: "disable-image-scales",
    type: "flag",
    help: "No factor for each image besides the network; --no-disable-image-scales has it where the recipe has none.",
  },
  {
    name: "image-terms",
    type: "flag",
    help: "Coefficients of each image: scale, B factor, and with a column of Ewald offsets the width and centre of its Ewald shell. On with the recipe stills.",
  },
  {
    name: "laue-lorentz",
    type: "flag",
    help: "The scale of Laue data holds the Lorentz factor of their spots, λ⁴/sin²θ. On with the recipe laue; --no-laue-lorentz for intensities that were divided by it.",
  },
  {
    name: "image-layers",
    type: "integer",
    value: "N",
    minimum: 0,
    maximum: 100,
    help: "Layers of the network whose weights each image has for itself, after the common ones. By default none. They want many observations on an image.",
  },
  {
    name: "image-embedding",
    type: "integer",
    value: "N",
    minimum: 0,
    maximum: 1024,
    help: `Numbers learned of each image, which the network sees beside the metadata. By default none; for Laue data ${laueScale.imageEmbedding}; with the recipe stills ${stillsScale.imageEmbedding}.`,
  },
  {
    name: "one-hot-images",
    type: "flag",
    help: "Let the network see which image it is: an offset of each image's in the first layer.",
  },
  {
    name: "positional-encoding-frequencies",
    type: "integer",
    value: "L",
    minimum: 0,
    maximum: 32,
    help: `Metadata are given as L sines and cosines besides, of doubling frequency, so that the network resolves fine detail. By default none; for Laue data ${laueScale.positionalEncoding?.frequencies}.`,
  },
  {
    name: "positional-encoding-keys",
    type: "text",
    value: "A,B,…",
    help: "Which metadata are encoded so. By default the wavelength and the place on the detector.",
  },
].map((option) => ({ ...option, group: "of merging by variational inference: the model" }) as CommandOption);

const errorOptions: readonly CommandOption[] = [
  {
    name: "likelihood",
    type: "text",
    value: "KIND",
    choices: ["normal", "studentt", "laplace", "asinh"],
    help: "How observed intensities scatter about what is predicted. By default Student's t, whose heavy tails weigh outliers down; with the recipe stills asinh, for errors that are factors of strong intensities.",
  },
  {
    name: "studentt-likelihood-dof",
    type: "text",
    value: "DOF",
    help: `Degrees of freedom of Student's t: the fewer, the less an outlier counts. A number, or learned. By default ${degreesOfFreedom}. With --likelihood asinh those of its tails.`,
  },
  {
    name: "normal-likelihood",
    type: "flag",
    help: "The same as --likelihood normal: for data without outliers. One wild observation can spoil its reflection.",
  },
  {
    name: "error-model",
    type: "text",
    value: "KIND",
    choices: ["none", "proportional", "evans"],
    help: "How the sigmas are refined with all else. proportional: √((aσ)² + (bI)²); evans: SdFac √(σ² + SdB I + (SdAdd I)²). I is the predicted intensity. By default none; for Laue data proportional.",
  },
  {
    name: "refine-uncertainties",
    type: "flag",
    help: "The same as --error-model evans (Evans, 2011), under careless's name.",
  },
].map((option) => ({ ...option, group: "of merging by variational inference: the errors" }) as CommandOption);

const priorOptions: readonly CommandOption[] = [
  {
    name: "wilson-b",
    type: "number",
    value: "Å²",
    help: "B factor of the prior's fall-off with resolution, exp(−B/2d²) of intensities. By default it is fitted to the data; 0 is flat.",
  },
  {
    name: "wilson-prior-b",
    type: "number",
    value: "B",
    help: "The same as careless counts it, exp(−B/4d²): twice the B factor. For command lines that were written for careless.",
  },
  {
    name: "anisotropy",
    type: "flag",
    help: "A fall-off that depends on the direction, exp(−½ sᵀBs), its tensor B fitted to the data within the point group's symmetry: for crystals that diffract further one way than another.",
  },
  {
    name: "anisotropy-tensor",
    type: "text",
    value: "B11,B22,B33,B12,B13,B23",
    help: "The same with the tensor given, in Å² and the crystal's Cartesian axes (a along x, c* along z).",
  },
  {
    name: "reference",
    type: "text",
    value: "FILE",
    help: "Amplitudes hang on those of this merged file, of the same crystal form: an earlier data set, or calculated from a model. For weak or incomplete data. What is held out here must not have been used there.",
  },
  {
    name: "reference-f",
    type: "text",
    value: "LABEL",
    help: "Its column of amplitudes, or those of F(+) and F(−) with a comma between. By default F, FP, FC … as there is.",
  },
  {
    name: "reference-sigma",
    type: "text",
    value: "LABEL",
    help: "That of their standard deviations, or both with a comma between. By default none: amplitudes of the reference count as exact.",
  },
  {
    name: "reference-correlation",
    type: "number",
    value: "R",
    minimum: 0.000001,
    maximum: 0.999999,
    help: "Correlation of the amplitudes with those of the reference. By default 0.9; too high a one gives the reference back.",
  },
  {
    name: "mates-correlation",
    type: "number",
    value: "R",
    minimum: 0,
    maximum: 0.999999,
    help: "Tie F(−) to F(+) by the double-Wilson prior with this correlation, such as 0.995: where mates differ little, as in weak anomalous data. 0: not tied. Needs --anomalous.",
  },
  {
    name: "double-wilson-r",
    type: "text",
    value: "R,R,…",
    help: "Tie data sets by the double-Wilson prior: the correlation of each file with its parent, 0 for one that has none; one number for all. Needs --separate-files. By default 0.99 where anything is tied.",
  },
  {
    name: "double-wilson-parents",
    type: "text",
    value: "P,P,…",
    help: "The parent of each file: its number, from 0, or None. By default the first file is the parent of all others.",
  },
  {
    name: "double-wilson-reindexing-ops",
    type: "text",
    value: "OP;OP;…",
    help: 'For each file the operator that brings its indices to those of its parent, with semicolons between: "h,k,l;k,h,-l", or as careless has it "x,y,z;y,x,-z".',
  },
  {
    name: "optimize-double-wilson-r",
    type: "flag",
    help: "Learn those correlations, from what is given on.",
  },
].map((option) => ({ ...option, group: "of merging by variational inference: the prior" }) as CommandOption);

const dataSetOptions: readonly CommandOption[] = [
  {
    name: "separate-files",
    type: "flag",
    help: "Scale the files together but merge each apart, into files of their own: --out merged.mtz gives merged_0.mtz, merged_1.mtz … in the order of the inputs.",
  },
  {
    name: "shared-images",
    type: "flag",
    help: "Images of the same number are the same image in all files: for files that hold parts of the same images, such as one of the F(+) and one of the F(−).",
  },
].map((option) => ({ ...option, group: "of merging several files" }) as CommandOption);

/** Of polychromatic data. In `friedel merge` each of them makes the data polychromatic, as `laue` does. */
export const laueOptions: readonly CommandOption[] = [
  {
    name: "wavelength-key",
    type: "text",
    value: "LABEL",
    help: "Column of each reflection's wavelength in Å. By default Wavelength, or lambda.",
  },
  {
    name: "wavelength-range",
    type: "text",
    value: "LOW,HIGH",
    help: "Shortest and longest wavelength of the beam in Å, with a comma between: harmonics are looked for within. By default those of the data.",
  },
  {
    name: "drop-outside-range",
    type: "flag",
    help: "Leave out spots of wavelengths outside --wavelength-range, and say how many. Without they are an error.",
  },
  {
    name: "harmonics",
    type: "flag",
    default: true,
    help: "Take each spot for the sum of all harmonics on its ray. Without, for the one reflection that it was indexed as.",
  },
  {
    name: "harmonics-d-min",
    type: "number",
    value: "Å",
    minimum: 0.1,
    help: "High-resolution limit of the harmonics. By default that of the data before --d-min, which harmonics do not heed: those beyond it are fitted, and not merged.",
  },
].map((option) => ({ ...option, group: "of Laue data" }) as CommandOption);

/** What the model is made of, as the help page has it. */
export const modelOptions: readonly CommandOption[] = [
  ...scaleOptions,
  ...errorOptions,
  ...priorOptions,
  ...dataSetOptions,
  {
    name: "laue",
    type: "flag",
    group: "of Laue data",
    help: "The data are polychromatic: each reflection has a wavelength. friedel laue is the same.",
  },
  ...laueOptions,
];
