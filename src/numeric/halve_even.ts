/**
 * The inner loops of halving an even number of samples with Pillow's bicubic filter. Away from the border its
 * weights in units of 2⁻²² are exact multiples of 2¹⁴: −3, −9, 29, 111, 111, 29, −9, −3 in units of 2⁻⁸. So
 * `(Σ weight·value + 128) >> 8` equals the 22-bit sum that Pillow takes.
 */

/**
 * Halves a row horizontally, three outputs a turn: each channel's taps slide through local variables, so that
 * a value is loaded once instead of four times.
 * @returns how many of the `count` outputs were made: a multiple of three
 */
export function halveEvenRow(
  source: Uint8Array,
  target: Uint8ClampedArray,
  { from, to, count }: { from: number; to: number; count: number },
): number {
  const made = count - count % 3;
  for (let channel = 0; channel < 3; channel++) {
    let read = from + channel;
    let a = source[read], b = source[read + 3], c = source[read + 6];
    let d = source[read + 9], e = source[read + 12], f = source[read + 15];
    read += 18;
    for (let write = to + channel, end = write + made * 3; write < end; write += 9, read += 18) {
      const g = source[read], h = source[read + 3];
      target[write] = weigh(d + e, c + f, b + g, a + h);
      const i = source[read + 6], j = source[read + 9];
      target[write + 3] = weigh(f + g, e + h, d + i, c + j);
      const k = source[read + 12], l = source[read + 15];
      target[write + 6] = weigh(h + i, g + j, f + k, e + l);
      a = g, b = h, c = i, d = j, e = k, f = l;
    }
  }
  return made;
}

function weigh(inner: number, second: number, third: number, outer: number): number {
  return (Math.imul(111, inner) + Math.imul(29, second) - Math.imul(9, third) -
    Math.imul(3, outer) + 128) >> 8;
}

// Two 16-bit lanes of a 32-bit word, each with an 8-bit value.
const LANES = 0x00ff00ff;
const LOWEST_BITS = 0x00010001;
/** 128 for rounding and 64 · 256, so that no lane is negative. */
const ROUND_AND_BIAS = 0x40804080;
/** With the bias of 64, lifts a lane's 0 … 255 to 256 … 511. */
const LIFT = 0x00c000c0;
const RANGE_BITS = 0x03000300;
const IN_RANGE = 0x01000100;

/**
 * Halves rows vertically: word i of `target` from the words i of the eight rows that begin at `starts`, four
 * values a word, two at a time.
 */
export function halveEvenRows(rows: Int32Array, target: Int32Array, starts: Int32Array): void {
  const [s0, s1, s2, s3, s4, s5, s6, s7] = starts;
  for (let i = 0; i < target.length; i++) {
    const a = rows[s0 + i], b = rows[s1 + i], c = rows[s2 + i], d = rows[s3 + i];
    const e = rows[s4 + i], f = rows[s5 + i], g = rows[s6 + i], h = rows[s7 + i];
    let even = weighLanes(
      (d & LANES) + (e & LANES),
      (c & LANES) + (f & LANES),
      (b & LANES) + (g & LANES),
      (a & LANES) + (h & LANES),
    );
    let odd = weighLanes(
      ((d >>> 8) & LANES) + ((e >>> 8) & LANES),
      ((c >>> 8) & LANES) + ((f >>> 8) & LANES),
      ((b >>> 8) & LANES) + ((g >>> 8) & LANES),
      ((a >>> 8) & LANES) + ((h >>> 8) & LANES),
    );
    if ((even & RANGE_BITS) !== IN_RANGE || (odd & RANGE_BITS) !== IN_RANGE) {
      even = clampLanes(even);
      odd = clampLanes(odd);
    }
    target[i] = (even & LANES) | ((odd & LANES) << 8);
  }
}

/**
 * The weighted sum in both lanes at once, as 256 + result, still unclamped. A lane is too narrow for
 * 111·inner, so half of `inner` is taken out before the sum and added to the result:
 * (111 − 128)·inner + 128·(inner mod 2) + … stays within ±16383.
 */
function weighLanes(inner: number, second: number, third: number, outer: number): number {
  const rest = Math.imul(29, second) - Math.imul(17, inner) - Math.imul(9, third) -
      Math.imul(3, outer) + ((inner & LOWEST_BITS) << 7) + ROUND_AND_BIAS | 0;
  return ((rest >>> 8) & LANES) + ((inner >>> 1) & LANES) + LIFT;
}

/** Clamps lanes of 256 + value to 0 … 255 (in the low eight bits of each). */
function clampLanes(lifted: number): number {
  const above = (lifted >>> 9) & LOWEST_BITS;
  const below = ~((lifted >>> 8) | (lifted >>> 9)) & LOWEST_BITS;
  return ((lifted & LANES) | Math.imul(above, 255)) & ~Math.imul(below, 255);
}
