// Philox4x32-10 and the normal quantile, as in lib/random (philox.ts, uniform.ts, normal.ts): the same integers.

let philox0: u32 = 0, philox1: u32 = 0, philox2: u32 = 0, philox3: u32 = 0;

function philox(c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  for (let round = 0; round < 10; round++) {
    const a = <u64>0xd2511f53 * <u64>c0, b = <u64>0xcd9e8d57 * <u64>c2;
    c0 = <u32>(b >> 32) ^ c1 ^ k0;
    c1 = <u32>b;
    c2 = <u32>(a >> 32) ^ c3 ^ k1;
    c3 = <u32>a;
    k0 += 0x9e3779b9;
    k1 += 0xbb67ae85;
  }
  philox0 = c0; philox1 = c1; philox2 = c2; philox3 = c3;
}

// The number of an index is one half of its block.
function uniformOf(index: u32): f64 {
  const high = index & 1 ? philox2 : philox0, low = index & 1 ? philox3 : philox1;
  return (<f64>high * 1048576 + <f64>(low >> 12) + 0.5) * 2.220446049250313e-16;
}

function normalQuantile(p: f64): f64 {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const x = 0.180625 - q * q;
    return q * (((((((2509.0809287301227 * x + 33430.57558358813) * x + 67265.7709270087) * x + 45921.95393154987) * x + 13731.69376550946) * x + 1971.5909503065513) * x + 133.14166789178438) * x + 3.3871328727963665)
      / (((((((5226.495278852854 * x + 28729.085735721943) * x + 39307.89580009271) * x + 21213.794301586597) * x + 5394.196021424751) * x + 687.1870074920579) * x + 42.31333070160091) * x + 1);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  let z: f64;
  if (r <= 5) {
    const x = r - 1.6;
    z = (((((((0.0007745450142783414 * x + 0.022723844989269184) * x + 0.2417807251774506) * x + 1.2704582524523684) * x + 3.6478483247632045) * x + 5.769497221460691) * x + 4.630337846156546) * x + 1.4234371107496835)
      / (((((((1.0507500716444169e-9 * x + 0.0005475938084995345) * x + 0.015198666563616457) * x + 0.14810397642748008) * x + 0.6897673349851) * x + 1.6763848301838038) * x + 2.053191626637759) * x + 1);
  } else {
    const x = r - 5;
    z = (((((((2.0103343992922881e-7 * x + 2.7115555687434876e-5) * x + 0.0012426609473880784) * x + 0.026532189526576124) * x + 0.29656057182850487) * x + 1.7848265399172913) * x + 5.463784911164114) * x + 6.657904643501103)
      / (((((((2.0442631033899397e-15 * x + 1.421511758316446e-7) * x + 1.8463183175100548e-5) * x + 0.0007868691311456133) * x + 0.014875361290850615) * x + 0.1369298809227358) * x + 0.599832206555888) * x + 1);
  }
  return q < 0 ? -z : z;
}

// Fills `width` features of 32 lanes; rows: the lanes' rows of the data.
function fillNoise(out: usize, width: u32, rows: usize, normal: bool, stream: u32, step: u32, k0: u32, k1: u32): void {
  let held: i64 = -1;
  for (let r: u32 = 0; r < 32; r++) {
    const first = load<u32>(rows + (r << 2)) * width;
    for (let j: u32 = 0; j < width; j++) {
      const index = first + j, block = <i64>(index >> 1);
      if (block != held) {
        philox(<u32>block, 0, step, stream, k0, k1);
        held = block;
      }
      const u = uniformOf(index);
      // A uniform number near 1 would be rounded to 1, whose quantile is infinite.
      const value = normal ? <f32>normalQuantile(u) : min(<f32>u, 0.99999994);
      store<f32>(out + (j << 7) + (r << 2), value);
    }
  }
}
