/** Random numbers as pure functions of (seed, stream, step, index): Philox4x32-10 and the distributions on top. */
export { exponential, fillGamma, gamma, studentT } from "./gamma.js";
export { fillNormal, normal, normalQuantile } from "./normal.js";
export { permutation, randomInteger, shuffle } from "./permutation.js";
export { philox4x32, philoxBlock, type RandomStream, randomStream } from "./philox.js";
export { fillPoisson, poisson } from "./poisson.js";
export { Draws, fillUniform, uniform } from "./uniform.js";
