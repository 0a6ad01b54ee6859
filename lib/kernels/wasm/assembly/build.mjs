// biome-ignore-all lint/correctness/noNodejsModules: a build script, not part of the library
/**
 * Makes ../wasmModules.ts: joins the AssemblyScript sources of this folder with the code written here (dense layers
 * with their tiles unrolled, one loop per elementwise function), compiles them twice, with relaxed and with plain
 * multiply-add, and writes both as base64 with the hash of the sources.
 * Usage: node lib/kernels/wasm/assembly/build.mjs path/to/assemblyscript/bin/asc.js     (assemblyscript 0.28.20)
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const sourceFiles = [
  "vectorMath.as",
  "normalMath.as",
  "noise.as",
  "rowKernel.as",
  "gradients.as",
  "build.mjs",
];
const times = (count, line) => Array.from({ length: count }, (_, k) => line(k)).join(" ");

/**
 * Tiles of at most four features. V8 brings the loads of an iteration before its arithmetic, so accumulators and what is
 * loaded must fit its 15 vector registers of x86 at once, or accumulators go to the stack at every iteration: four
 * features of two vectors need 8 + 4 + 2. Eight accumulators are as many as two multiply-adds in every cycle, each ready
 * after four, keep busy; so tiles of two features take four vectors at once.
 */
const TILE = 4;
const VECTORS = { 1: 4, 2: 4, 3: 2, 4: 2 };
const eachTile = (body) => `
  for (let f: usize = 0; f < <usize>total; f += ${TILE}) {
    switch (min(${TILE}, total - <i32>f)) {
      ${Array.from({ length: TILE }, (_, k) => `case ${k + 1}: ${body(k + 1)}; break;`).join("\n      ")}
      default:
    }
  }`;

function denseSource() {
  let s = "";
  for (let n = 1; n <= TILE; n++) {
    const vectors = VECTORS[n];
    const bytes = 16 * vectors;
    // Of each feature of the tile and each vector: an accumulator and the place of its store.
    const each = (line) => times(n, (k) => times(vectors, (v) => line(`a${k}_${v}`, k, v)));
    const multiply = times(n, (k) => {
      const products = times(vectors, (v) => `a${k}_${v} = madd(p${v}, w${k}, a${k}_${v});`);
      return `const w${k} = v128.load32_splat(w, ${4 * k}); ${products}`;
    });
    s += `
function forward${n}(x: usize, y: usize, w0: usize, b: usize, inputs: i32, activation: i32): void {
  for (let r: usize = 0; r < FEATURE; r += ${bytes}) {
    ${each((a, k) => `let ${a} = b ? v128.load32_splat(b, ${4 * k}) : splat(0);`)}
    let w = w0;
    const end = x + r + (<usize>inputs << 7);
    for (let i = x + r; i < end; i += FEATURE) {
      ${times(vectors, (v) => `const p${v} = v128.load(i, ${16 * v});`)}
      ${multiply}
      w += ${4 * n};
    }
    if (activation) {
      const slope = splat(activation == 1 ? 0.01 : 0);
      ${each((a) => `${a} = f32x4.pmax(f32x4.mul(${a}, slope), ${a});`)}
    }
    ${each((a, k, v) => `v128.store(y + r, ${a}, ${128 * k + 16 * v});`)}
  }
}
function input${n}(dy: usize, dx: usize, w0: usize, outputs: i32, stride: usize, add: bool): void {
  for (let r: usize = 0; r < FEATURE; r += ${bytes}) {
    ${each((a, k, v) => `let ${a} = add ? v128.load(dx + r, ${128 * k + 16 * v}) : splat(0);`)}
    let w = w0;
    const end = dy + r + (<usize>outputs << 7);
    for (let o = dy + r; o < end; o += FEATURE) {
      ${times(vectors, (v) => `const p${v} = v128.load(o, ${16 * v});`)}
      ${multiply}
      w += stride;
    }
    ${each((a, k, v) => `v128.store(dx + r, ${a}, ${128 * k + 16 * v});`)}
  }
}
function weights${n}(x0: usize, dy: usize, g0: usize, inputs: i32): void {
  const stride = <usize>inputs << 4;
  let x = x0, g = g0, i = 0;
  for (; i + ${vectors} <= inputs; i += ${vectors}) {
    ${times(n, (k) => `const g${k} = g + ${k} * stride;`)}
    ${each((a, k, v) => `let ${a} = v128.load(g${k}, ${16 * v});`)}
    for (let r: usize = 0; r < FEATURE; r += 16) {
      ${times(vectors, (v) => `const p${v} = v128.load(x + r, ${128 * v});`)}
      ${times(n, (k) => `const d${k} = v128.load(dy + r, ${128 * k}); ${times(vectors, (v) => `a${k}_${v} = madd(p${v}, d${k}, a${k}_${v});`)}`)}
    }
    ${each((a, k, v) => `v128.store(g${k}, ${a}, ${16 * v});`)}
    x += ${128 * vectors}; g += ${bytes};
  }
  for (; i < inputs; i++) {
    ${times(n, (k) => `const g${k} = g + ${k} * stride; let a${k} = v128.load(g${k});`)}
    for (let r: usize = 0; r < FEATURE; r += 16) {
      const p = v128.load(x + r);
      ${times(n, (k) => `a${k} = madd(p, v128.load(dy + r, ${128 * k}), a${k});`)}
    }
    ${times(n, (k) => `v128.store(g${k}, a${k});`)}
    x += 128; g += 16;
  }
}`;
  }
  return `${s}
function denseForward(x: usize, y: usize, packed: usize, bias: usize, inputs: i32, total: i32, activation: i32): void {${eachTile(
    (n) =>
      `forward${n}(x, y + (f << 7), packed + (f * inputs << 2), bias ? bias + (f << 2) : 0, inputs, activation)`,
  )}
}
function denseInput(dy: usize, dx: usize, weights: usize, total: i32, outputs: i32, add: bool): void {${eachTile(
    (n) => `input${n}(dy, dx + (f << 7), weights + (f << 2), outputs, <usize>total << 2, add)`,
  )}
}
function denseWeights(x: usize, dy: usize, gradient: usize, inputs: i32, total: i32): void {${eachTile(
    (n) => `weights${n}(x, dy + (f << 7), gradient + (f * inputs << 4), inputs)`,
  )}
}
function pack(from: usize, to: usize, inputs: i32, size: i32): void {
  for (let i = 0; i < inputs; i++)
    for (let k = 0; k < size; k++) {
      store<f32>(to, load<f32>(from + (<usize>(k * inputs + i) << 2)));
      to += 4;
    }
}
// Brings [outputs, inputs] weights into the order in which denseForward reads them: tile, input, feature of the tile.
export function packWeights(from: usize, to: usize, inputs: i32, total: i32): void {${eachTile(
    (n) => `pack(from + (f * inputs << 2), to + (f * inputs << 2), inputs, ${n})`,
  )}
}
`;
}

/** By the order of unaryKinds in encode.ts: y of x, and dy/dx of x and y. Those in place use y alone. */
const unaries = [
  ["f32x4.neg(x)", "splat(-1)"],
  ["vexp(x)", "y"],
  ["vlog(x)", "f32x4.div(splat(1), x)"],
  ["vlog1p(x)", "f32x4.div(splat(1), f32x4.add(splat(1), x))"],
  ["vexpm1(x)", "vexp(x)"],
  ["f32x4.sqrt(x)", "f32x4.div(splat(0.5), y)"],
  ["f32x4.mul(x, x)", "f32x4.add(x, x)"],
  ["f32x4.abs(x)", "vsign(x)"],
  ["vsign(x)", "splat(0)"],
  ["f32x4.div(splat(1), x)", "f32x4.neg(f32x4.mul(y, y))"],
  ["vtanh(x)", "f32x4.sub(splat(1), f32x4.mul(y, y))"],
  ["vsigmoid(x)", "f32x4.mul(y, f32x4.sub(splat(1), y))"],
  ["vsoftplus(x)", "vsigmoid(x)"],
  ["f32x4.max(x, splat(0))", "v128.and(splat(1), f32x4.gt(y, splat(0)))"],
  ["f32x4.max(x, f32x4.mul(x, splat(0.01)))", "choose(f32x4.gt(y, splat(0)), splat(1), splat(0.01))"],
  ["lanewise(0, x, x)", "lanewise(1, x, x)"],
  ["lanewise(1, x, x)", "f32x4.neg(lanewise(0, x, x))"],
  ["lanewise(2, x, x)", "lanewise(3, x, x)"],
  ["lanewise(3, x, x)", "lanewise(4, x, x)"],
  ["verf(x)", "verfSlope(x)"],
  ["verfc(x)", "f32x4.neg(verfSlope(x))"],
  ["vlogErfc(x)", "vlogErfcSlope(x)"],
  ["vnormalCdf(x)", "vdensity(x)"],
  ["vlogNormalCdf(x)", "vreversedHazard(x)"],
  ["vreversedHazard(x)", "vreversedHazardSlope(x, y)"],
  ["vnormalQuantile(x)", "vnormalQuantileSlope(x, y)"],
  ["vnormalQuantileOfLog(x)", "vnormalQuantileOfLogSlope(x, y)"],
  ["vmeanLog(x)", "vmeanLogSlope(x)"],
];

/** By the order of binaryKinds in encode.ts: value, ∂/∂a, ∂/∂b; comparisons have no derivatives. */
const binaries = [
  ["f32x4.add(a, b)", "splat(1)", "splat(1)"],
  ["f32x4.sub(a, b)", "splat(1)", "splat(-1)"],
  ["f32x4.mul(a, b)", "b", "a"],
  ["f32x4.div(a, b)", "f32x4.div(splat(1), b)", "f32x4.neg(f32x4.div(y, b))"],
  ["f32x4.max(a, b)", "v128.and(splat(1), f32x4.ge(a, b))", "v128.andnot(splat(1), f32x4.ge(a, b))"],
  ["f32x4.min(a, b)", "v128.and(splat(1), f32x4.le(a, b))", "v128.andnot(splat(1), f32x4.le(a, b))"],
  [
    "lanewise(5, a, b)",
    "v128.andnot(f32x4.mul(b, lanewise(5, a, f32x4.sub(b, splat(1)))), f32x4.eq(b, splat(0)))",
    "v128.and(f32x4.mul(y, vlog(a)), f32x4.gt(a, splat(0)))",
  ],
  ...["lt", "le", "gt", "ge", "eq"].map((kind) => [`v128.and(splat(1), f32x4.${kind}(a, b))`]),
];

/** Whether an expression reads a variable: what it does not read need not be loaded. */
const reads = (expression, name) => new RegExp(`\\b${name}\\b`).test(expression);

/**
 * Loops of a function of one number, forward and backward. Two vectors at a time: V8 makes a constant anew, by three
 * instructions, wherever it is not at hand. Exported so that none is inlined: V8 compiles them better one by one.
 */
function unarySource([value, slope], k) {
  const x = (offset) => (reads(slope, "x") ? `x = v128.load(xs + r, ${offset});` : "");
  const y = (offset) => (reads(slope, "y") ? `y = v128.load(ys + r, ${offset});` : "");
  return `
export function forwardUnary${k}(from: usize, to: usize, bytes: usize): void {
  for (let r: usize = 0; r < bytes; r += 32) {
    let x = v128.load(from + r);
    const first = ${value};
    x = v128.load(from + r, 16);
    const second = ${value};
    v128.store(to + r, first);
    v128.store(to + r, second, 16);
  }
}
export function backwardUnary${k}(xs: usize, ys: usize, dy: usize, dx: usize, add: bool, bytes: usize): void {
  let x = splat(0), y = x;
  for (let r: usize = 0; r < bytes; r += 32) {
    ${x(0)} ${y(0)}
    const first = ${slope};
    ${x(16)} ${y(16)}
    const second = ${slope};
    pass(dx + r, v128.load(dy + r), first, add);
    pass(dx + r + 16, v128.load(dy + r, 16), second, add);
  }
}`;
}

function elementwiseSource() {
  const cases = (table, body) =>
    table.map((entry, k) => (body(entry) ? `    case ${k}: ${body(entry)} break;` : "")).join("\n");
  const operands = (expression) =>
    ["a", "b", "y"]
      .map((name) => (reads(expression, name) ? `const ${name} = v128.load(${name}s + r);` : ""))
      .join(" ");
  return `
${unaries.map(unarySource).join("")}
function unaryForward(kind: i32, from: usize, to: usize, bytes: usize): void {
  switch (kind) {
${unaries.map((_, k) => `    case ${k}: forwardUnary${k}(from, to, bytes); break;`).join("\n")}
    default:
  }
}
// Nothing is passed on where the output's adjoint is 0, so that 0 × ∞ does not come up.
@inline function pass(at: usize, d: v128, slope: v128, add: bool): void {
  const g = v128.and(f32x4.mul(d, slope), f32x4.ne(d, splat(0)));
  v128.store(at, add ? f32x4.add(v128.load(at), g) : g);
}
function unaryBackward(kind: i32, xs: usize, ys: usize, dy: usize, dx: usize, add: bool, bytes: usize): void {
  switch (kind) {
${unaries.map((_, k) => `    case ${k}: backwardUnary${k}(xs, ys, dy, dx, add, bytes); break;`).join("\n")}
    default:
  }
}
function binaryForward(kind: i32, as: usize, stepA: usize, bs: usize, stepB: usize, to: usize, width: i32): void {
  for (let j = 0; j < width; j++) {
    switch (kind) {
${cases(binaries, ([f]) => `for (let r: usize = 0; r < FEATURE; r += 16) { const a = v128.load(as + r), b = v128.load(bs + r); v128.store(to + r, ${f}); }`)}
      default:
    }
    as += stepA; bs += stepB; to += FEATURE;
  }
}
function binaryBackward(at: usize, base: usize, ys: usize, dy: usize, width: usize): void {
  const kind = word(at, 6), stepA = pointer(at, 8), stepB = pointer(at, 12);
  const withA = word(at, 9) >= 0, withB = word(at, 13) >= 0, addA = word(at, 10) != 0, addB = word(at, 14) != 0;
  let as = base + pointer(at, 7), bs = base + pointer(at, 11), da = base + pointer(at, 9), db = base + pointer(at, 13);
  for (let j: usize = 0; j < width; j++) {
    switch (kind) {
${cases(binaries, ([, f, g]) => f && `for (let r: usize = 0; r < FEATURE; r += 16) { ${operands(`${f} ${g}`)} const d = v128.load(dy + r); if (withA) pass(da + r, d, ${f}, addA); if (withB) pass(db + r, d, ${g}, addB); }`)}
      default:
    }
    as += stepA; da += stepA; bs += stepB; db += stepB; ys += FEATURE; dy += FEATURE;
  }
}
`;
}

const sources = sourceFiles.map((name) => readFileSync(join(here, name), "utf8"));
const hash = createHash("sha256").update(sources.join("\n")).digest("hex");
/** What differs between the variants: how a × b + c is rounded; and bytes by index below 16, the same in both. */
const primitives = {
  relaxed: { madd: "f32x4.relaxed_madd(a, b, c)", pick: "i8x16.relaxed_swizzle(table, at)" },
  plain: { madd: "f32x4.add(f32x4.mul(a, b), c)", pick: "i8x16.swizzle(table, at)" },
};

function compile(variant) {
  const folder = mkdtempSync(join(tmpdir(), "friedel-asc-"));
  const { madd, pick } = primitives[variant];
  const text = `
@inline function madd(a: v128, b: v128, c: v128): v128 { return ${madd}; }
@inline function pick(table: v128, at: v128): v128 { return ${pick}; }
${sources.slice(0, -1).join("\n")}${denseSource()}${elementwiseSource()}`;
  writeFileSync(join(folder, "kernel.ts"), text);
  const options =
    "--runtime stub --noAssert -O3 --enable simd --enable relaxed-simd --enable threads --importMemory --sharedMemory --initialMemory 1 --maximumMemory 65536";
  execFileSync(process.execPath, [process.argv[2], "kernel.ts", "-o", "kernel.wasm", ...options.split(" ")], {
    cwd: folder,
    stdio: "inherit",
  });
  const bytes = readFileSync(join(folder, "kernel.wasm"));
  rmSync(folder, { recursive: true });
  console.log(`${variant}: ${bytes.length} bytes`);
  return bytes.toString("base64");
}

writeFileSync(
  join(here, "..", "wasmModules.ts"),
  `/**
 * The compiled kernels, base64 of WebAssembly modules. Written by assembly/build.mjs: change the sources there and run
 * it again, never this file.
 */

/** SHA-256 of the sources these were made from. */
export const sourceHash = "${hash}";

/** With relaxed multiply-add: one rounding where the processor has the instruction. */
export const relaxedModule =
  "${compile("relaxed")}";

/** With multiplication and addition rounded one by one: the same bits on every machine. */
export const plainModule =
  "${compile("plain")}";
`,
);
