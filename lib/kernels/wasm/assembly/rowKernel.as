// The interpreter of row programs: walks the bytecode of lib/kernels/wasm/encode.ts over blocks of 32 rows, forward and
// backward. Registers are feature-major, 128 bytes (32 float32) a feature, at offsets from the worker's workspace.
// An instruction is a row of 32-bit words:
//   0 opcode · 1 value offset of the output · 2 its width · 3 its adjoint offset, −1 where there is no gradient
//   4 where to find what to clear before the adjoint: pairs of offset, bytes · 5 how many pairs · 6… operands

const BLOCK: i32 = 32;
const FEATURE: usize = 128;

@inline function word(at: usize, k: i32): i32 { return load<i32>(at + (<usize>k << 2)); }
@inline function pointer(at: usize, k: i32): usize { return <usize>load<u32>(at + (<usize>k << 2)); }

// The run's header, as encode.ts writes it: 6 and 7 seed, 8 step, 10 and 11 what to clear before the outputs' gradients.
@inline function instructionTable(run: usize): usize { return pointer(run, 0); }
@inline function instructionCount(run: usize): i32 { return word(run, 1); }
@inline function rowList(run: usize): usize { return pointer(run, 2); }
@inline function wantsGradient(run: usize): bool { return word(run, 3) != 0; }
@inline function outputTable(run: usize): usize { return pointer(run, 4); }
@inline function outputCount(run: usize): i32 { return word(run, 5); }
@inline function laneGradients(run: usize): i32 { return word(run, 9); }

export function runShard(run: usize, start: i32, end: i32, workspace: usize, lanes: usize, sums: usize, gradients: usize): void {
  memory.fill(lanes, 0, <usize>laneGradients(run) << 4);
  for (let o = 0; o < outputCount(run); o++) store<f64>(sums + (<usize>o << 3), 0);
  const rows = workspace; // the first 128 bytes: the data rows of the lanes; the next: rows of a gathered vector
  for (let first = start; first < end; first += BLOCK) {
    const count = min(BLOCK, end - first);
    const list = rowList(run);
    // Lanes without a row repeat the last one; their adjoints are 0.
    for (let r = 0; r < BLOCK; r++) {
      const place = first + min(r, count - 1);
      store<i32>(rows + (<usize>r << 2), list ? load<i32>(list + (<usize>place << 2)) : place);
    }
    const table = instructionTable(run);
    for (let k = 0; k < instructionCount(run); k++) forward(pointer(table, k), run, workspace, rows);
    collectOutputs(run, workspace, first, count, sums);
    if (!wantsGradient(run)) continue;
    seedOutputs(run, workspace, first, count);
    for (let k = instructionCount(run) - 1; k >= 0; k--) {
      const at = pointer(table, k);
      if (word(at, 3) < 0) continue;
      clear(pointer(at, 4), word(at, 5), workspace);
      backward(at, workspace, lanes, rows, first, count);
    }
  }
  if (wantsGradient(run)) sumLanes(lanes, gradients, laneGradients(run));
}

// The four lanes of each sum, added in float64; two at a time, so that an odd count reads and writes one more (the
// places are multiples of 128 bytes).
function sumLanes(lanes: usize, sums: usize, count: i32): void {
  const end = sums + (<usize>count << 3);
  for (let to = sums; to < end; to += 16) {
    const a = halves(v128.load(lanes)), b = halves(v128.load(lanes, 16));
    v128.store(to, f64x2.add(v128.shuffle<i64>(a, b, 0, 2), v128.shuffle<i64>(a, b, 1, 3)));
    lanes += 32;
  }
}

// Lanes 0 + 2 and 1 + 3.
@inline function halves(v: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(v), f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3)));
}

// An output: 0 value offset · 1 adjoint offset or −1 · 2 its gradient (float32) · 3 gradients by row or 0 · 4 values by row or 0
function collectOutputs(run: usize, workspace: usize, first: i32, count: i32, sums: usize): void {
  for (let o = 0; o < outputCount(run); o++) {
    const at = outputTable(run) + <usize>o * 20;
    const from = workspace + pointer(at, 0), to = pointer(at, 4);
    let sum = load<f64>(sums + (<usize>o << 3));
    for (let r = 0; r < count; r++) {
      const value = load<f32>(from + (<usize>r << 2));
      sum += <f64>value;
      if (to) store<f32>(to + (<usize>(first + r) << 2), value);
    }
    store<f64>(sums + (<usize>o << 3), sum);
  }
}

function clear(list: usize, pairs: i32, workspace: usize): void {
  for (let c = 0; c < pairs; c++) memory.fill(workspace + pointer(list, 2 * c), 0, pointer(list, 2 * c + 1));
}

function seedOutputs(run: usize, workspace: usize, first: i32, count: i32): void {
  clear(pointer(run, 10), word(run, 11), workspace);
  for (let o = 0; o < outputCount(run); o++) {
    const at = outputTable(run) + <usize>o * 20;
    if (word(at, 1) < 0) continue;
    const to = workspace + pointer(at, 1), byRow = pointer(at, 3);
    for (let r = 0; r < count; r++) {
      const seed = byRow ? load<f32>(byRow + (<usize>(first + r) << 2)) : load<f32>(at, 8);
      const d = to + (<usize>r << 2);
      store<f32>(d, load<f32>(d) + seed);
    }
  }
}

// Brings what lies at data + stride × place into features, for the 32 places listed.
function loadRows(out: usize, data: usize, stride: usize, places: usize, width: usize): void {
  if (width == 1) {
    for (let r: usize = 0; r < FEATURE; r += 16) {
      store<u32>(out + r, load<u32>(data + <usize>load<u32>(places + r) * stride));
      store<u32>(out + r, load<u32>(data + <usize>load<u32>(places + r, 4) * stride), 4);
      store<u32>(out + r, load<u32>(data + <usize>load<u32>(places + r, 8) * stride), 8);
      store<u32>(out + r, load<u32>(data + <usize>load<u32>(places + r, 12) * stride), 12);
    }
    return;
  }
  for (let r: usize = 0; r < FEATURE; r += 4) {
    let from = data + <usize>load<u32>(places + r) * stride, to = out + r;
    for (const end = from + (width << 2); from < end; from += 4) {
      store<u32>(to, load<u32>(from));
      to += FEATURE;
    }
  }
}

function forward(at: usize, run: usize, base: usize, rows: usize): void {
  const out = base + pointer(at, 1), width = word(at, 2);
  switch (word(at, 0)) {
    case 0: // column: 6 data · 7 bytes between rows
      loadRows(out, pointer(at, 6), pointer(at, 7), rows, width);
      break;
    case 1: { // gather: 6 vector · 7 index · 8 bytes between rows of it · 9 adjoints by row
      const picked = rows + FEATURE;
      loadRows(picked, pointer(at, 7), pointer(at, 8), rows, 1);
      loadRows(out, pointer(at, 6), width << 2, picked, width);
      break;
    }
    case 2: // noise: 6 stream · 7 whether normal
      fillNoise(out, width, rows, word(at, 7) != 0, word(at, 6), word(run, 8), word(run, 6), word(run, 7));
      break;
    case 3: // parameter: 6 data · 7 gradient
      for (let j = 0; j < width; j++) {
        const v = v128.load32_splat(pointer(at, 6) + (<usize>j << 2));
        for (let r: usize = 0; r < FEATURE; r += 16) v128.store(out + (<usize>j << 7) + r, v);
      }
      break;
    case 4: { // constant: 6 value
      const v = v128.load32_splat(at, 24);
      for (let r: usize = 0; r < FEATURE; r += 16) v128.store(out + r, v);
      break;
    }
    case 5: // dense: 6 input · 7 its width · 8 its adjoint · 9 whether to add to it · 10 weights · 11 packed · 12 bias · 13, 14 gradients · 15 activation: 1 leakyRelu, 2 relu
      denseForward(base + pointer(at, 6), out, pointer(at, 11), pointer(at, 12), word(at, 7), width, word(at, 15));
      break;
    case 6: // unary: 6 kind · 7 input · 8 its adjoint · 9 whether to add to it
      unaryForward(word(at, 6), base + pointer(at, 7), out, <usize>width << 7);
      break;
    case 7: // binary: 6 kind · 7 a · 8 bytes between features · 9 adjoint · 10 whether to add · 11…14 the same of b
      binaryForward(word(at, 6), base + pointer(at, 7), pointer(at, 8), base + pointer(at, 11), pointer(at, 12), out, width);
      break;
    case 8: // where: 6 condition · 7 bytes between features · 8 a · 9 bytes · 10 adjoint · 11 b · 12 bytes · 13 adjoint
      for (let j: usize = 0; j < <usize>width; j++)
        for (let r: usize = 0; r < FEATURE; r += 16) {
          const c = v128.load(base + pointer(at, 6) + j * pointer(at, 7) + r);
          const a = v128.load(base + pointer(at, 8) + j * pointer(at, 9) + r);
          const b = v128.load(base + pointer(at, 11) + j * pointer(at, 12) + r);
          v128.store(out + (j << 7) + r, choose(f32x4.ne(c, splat(0)), a, b));
        }
      break;
    case 9: // sum: 6 input · 7 its width · 8 its adjoint
      for (let r: usize = 0; r < FEATURE; r += 16) {
        let s = splat(0);
        for (let j: usize = 0; j < pointer(at, 7); j++) s = f32x4.add(s, v128.load(base + pointer(at, 6) + (j << 7) + r));
        v128.store(out + r, s);
      }
      break;
    case 10: { // concat: 6 how many · then of each input: value, width, adjoint
      let to = out;
      for (let k = 0; k < word(at, 6); k++) {
        const bytes = pointer(at, 8 + 3 * k) << 7;
        memory.copy(to, base + pointer(at, 7 + 3 * k), bytes);
        to += bytes;
      }
      break;
    }
    case 11: // layerNorm: 6 input · 7 its adjoint · 8 gain · 9 offset · 10, 11 gradients · 12 epsilon
      for (let r: usize = 0; r < FEATURE; r += 16) {
        const x = base + pointer(at, 6) + r;
        normalise(x, width, load<f32>(at, 48));
        for (let j: usize = 0; j < <usize>width; j++) {
          const n = f32x4.mul(f32x4.sub(v128.load(x + (j << 7)), normMean), normScale);
          const g = v128.load32_splat(pointer(at, 8) + (j << 2)), b = v128.load32_splat(pointer(at, 9) + (j << 2));
          v128.store(out + (j << 7) + r, madd(g, n, b));
        }
      }
      break;
    default:
  }
}

let normMean: v128 = i32x4.splat(0), normScale: v128 = i32x4.splat(0);

function normalise(x: usize, width: i32, epsilon: f32): void {
  const n = splat(<f32>width);
  let sum = splat(0), squares = splat(0);
  for (let j: usize = 0; j < <usize>width; j++) sum = f32x4.add(sum, v128.load(x + (j << 7)));
  normMean = f32x4.div(sum, n);
  for (let j: usize = 0; j < <usize>width; j++) {
    const d = f32x4.sub(v128.load(x + (j << 7)), normMean);
    squares = madd(d, d, squares);
  }
  normScale = f32x4.div(splat(1), f32x4.sqrt(f32x4.add(f32x4.div(squares, n), splat(epsilon))));
}

@inline function addTo(at: usize, v: v128): void { v128.store(at, f32x4.add(v128.load(at), v)); }

function backward(at: usize, base: usize, lanes: usize, rows: usize, first: i32, count: i32): void {
  const out = base + pointer(at, 1), width = <usize>word(at, 2), dy = base + pointer(at, 3);
  switch (word(at, 0)) {
    case 1:
      for (let r: usize = 0; r < <usize>count; r++)
        for (let j: usize = 0; j < width; j++)
          store<f32>(pointer(at, 9) + (((<usize>first + r) * width + j) << 2), load<f32>(dy + (j << 7) + (r << 2)));
      break;
    case 3:
      for (let j: usize = 0; j < width; j++) addTo(lanes + pointer(at, 7) + (j << 4), laneSum(dy + (j << 7)));
      break;
    case 5: {
      const x = base + pointer(at, 6);
      const activation = word(at, 15), biased = word(at, 14) >= 0;
      if (activation || biased)
        for (let j: usize = 0; j < width; j++) {
          const d = dy + (j << 7), sum = activation ? throughActivation(out + (j << 7), d, activation) : laneSum(d);
          if (biased) addTo(lanes + pointer(at, 14) + (j << 4), sum);
        }
      denseWeights(x, dy, lanes + pointer(at, 13), word(at, 7), <i32>width);
      if (word(at, 8) >= 0) denseInput(dy, base + pointer(at, 8), pointer(at, 10), word(at, 7), <i32>width, word(at, 9) != 0);
      break;
    }
    case 6:
      unaryBackward(word(at, 6), base + pointer(at, 7), out, dy, base + pointer(at, 8), word(at, 9) != 0, width << 7);
      break;
    case 7:
      binaryBackward(at, base, out, dy, width);
      break;
    case 8:
      for (let j: usize = 0; j < width; j++)
        for (let r: usize = 0; r < FEATURE; r += 16) {
          const taken = f32x4.ne(v128.load(base + pointer(at, 6) + j * pointer(at, 7) + r), splat(0));
          const d = v128.load(dy + (j << 7) + r);
          if (word(at, 10) >= 0) addTo(base + pointer(at, 10) + j * pointer(at, 9) + r, v128.and(d, taken));
          if (word(at, 13) >= 0) addTo(base + pointer(at, 13) + j * pointer(at, 12) + r, v128.andnot(d, taken));
        }
      break;
    case 9:
      for (let j: usize = 0; j < pointer(at, 7); j++)
        for (let r: usize = 0; r < FEATURE; r += 16) addTo(base + pointer(at, 8) + (j << 7) + r, v128.load(dy + r));
      break;
    case 10: {
      let from = dy;
      for (let k = 0; k < word(at, 6); k++) {
        const bytes = pointer(at, 8 + 3 * k) << 7;
        if (word(at, 9 + 3 * k) >= 0)
          for (let r: usize = 0; r < bytes; r += 16) addTo(base + pointer(at, 9 + 3 * k) + r, v128.load(from + r));
        from += bytes;
      }
      break;
    }
    case 11:
      layerNormBackward(at, base, lanes, dy, width);
      break;
    default:
  }
}

@inline function laneSum(from: usize): v128 {
  let s = v128.load(from);
  for (let r: usize = 16; r < FEATURE; r += 16) s = f32x4.add(s, v128.load(from + r));
  return s;
}

// Brings the adjoint of an activation's output to that of its input, in place, and sums it.
function throughActivation(y: usize, d: usize, activation: i32): v128 {
  const slope = splat(activation == 1 ? 0.01 : 0);
  let s = splat(0);
  for (let r: usize = 0; r < FEATURE; r += 16) {
    const v = v128.load(d + r), g = choose(f32x4.gt(v128.load(y + r), splat(0)), v, f32x4.mul(v, slope));
    v128.store(d + r, g);
    s = f32x4.add(s, g);
  }
  return s;
}

function layerNormBackward(at: usize, base: usize, lanes: usize, dy: usize, width: usize): void {
  const inverse = splat(1 / <f32>width), gain = pointer(at, 8);
  for (let r: usize = 0; r < FEATURE; r += 16) {
    const x = base + pointer(at, 6) + r;
    normalise(x, <i32>width, load<f32>(at, 48));
    let sum = splat(0), product = splat(0);
    for (let j: usize = 0; j < width; j++) {
      const n = f32x4.mul(f32x4.sub(v128.load(x + (j << 7)), normMean), normScale), d = v128.load(dy + (j << 7) + r);
      addTo(lanes + pointer(at, 10) + (j << 4), f32x4.mul(d, n));
      addTo(lanes + pointer(at, 11) + (j << 4), d);
      const g = f32x4.mul(d, v128.load32_splat(gain + (j << 2)));
      sum = f32x4.add(sum, g);
      product = madd(g, n, product);
    }
    if (word(at, 7) < 0) continue;
    sum = f32x4.mul(sum, inverse);
    product = f32x4.mul(product, inverse);
    for (let j: usize = 0; j < width; j++) {
      const n = f32x4.mul(f32x4.sub(v128.load(x + (j << 7)), normMean), normScale), d = v128.load(dy + (j << 7) + r);
      const g = f32x4.mul(d, v128.load32_splat(gain + (j << 2)));
      addTo(base + pointer(at, 7) + (j << 7) + r, f32x4.mul(normScale, f32x4.sub(f32x4.sub(g, sum), f32x4.mul(n, product))));
    }
  }
}
