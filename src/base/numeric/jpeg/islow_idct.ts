const CONST_BITS = 13;
const PASS1_BITS = 2;

/**
 * Transforms a block of dequantised coefficients into samples, 0 to 255, bit by bit as `jpeg_idct_islow` of libjpeg
 * (jidctint.c), the transform that OpenCV uses.
 * @param coefficients 64, in natural order; they are overwritten
 * @param options `at`: place of the block's first sample in `target`; `stride`: samples from a row to the next
 */
export function inverseTransform(
  coefficients: Int32Array,
  { target, at, stride }: {
    readonly target: Uint8Array;
    readonly at: number;
    readonly stride: number;
  },
): void {
  for (let x = 0; x < 8; x++) {
    transformLine(coefficients, { first: x, step: 8, bits: CONST_BITS - PASS1_BITS });
  }
  for (let y = 0; y < 8; y++) {
    transformLine(coefficients, { first: 8 * y, step: 1, bits: CONST_BITS + PASS1_BITS + 3 });
    for (let x = 0; x < 8; x++) {
      const sample = coefficients[8 * y + x]! + 128;
      target[at + y * stride + x] = sample < 0 ? 0 : sample > 255 ? 255 : sample;
    }
  }
}

/** One dimension of the transform, in place; the sums are divided by 2 to the power of `bits`, rounded. */
function transformLine(
  c: Int32Array,
  { first, step, bits }: { readonly first: number; readonly step: number; readonly bits: number },
): void {
  const c0 = c[first]!, c1 = c[first + step]!, c2 = c[first + 2 * step]!, c3 = c[first + 3 * step]!;
  const c4 = c[first + 4 * step]!, c5 = c[first + 5 * step]!, c6 = c[first + 6 * step]!;
  const c7 = c[first + 7 * step]!;
  const half = 1 << (bits - 1);

  const even = Math.imul(c2 + c6, 4433);
  const e2 = even - Math.imul(c6, 15137), e3 = even + Math.imul(c2, 6270);
  const e0 = (c0 + c4) << CONST_BITS, e1 = (c0 - c4) << CONST_BITS;
  const a0 = e0 + e3 + half, a3 = e0 - e3 + half, a1 = e1 + e2 + half, a2 = e1 - e2 + half;

  const z5 = Math.imul(c7 + c3 + c5 + c1, 9633);
  const z1 = -Math.imul(c7 + c1, 7373), z2 = -Math.imul(c5 + c3, 20995);
  const z3 = z5 - Math.imul(c7 + c3, 16069), z4 = z5 - Math.imul(c5 + c1, 3196);
  const o0 = Math.imul(c7, 2446) + z1 + z3, o1 = Math.imul(c5, 16819) + z2 + z4;
  const o2 = Math.imul(c3, 25172) + z2 + z3, o3 = Math.imul(c1, 12299) + z1 + z4;

  c[first] = (a0 + o3) >> bits;
  c[first + 7 * step] = (a0 - o3) >> bits;
  c[first + step] = (a1 + o2) >> bits;
  c[first + 6 * step] = (a1 - o2) >> bits;
  c[first + 2 * step] = (a2 + o1) >> bits;
  c[first + 5 * step] = (a2 - o1) >> bits;
  c[first + 3 * step] = (a3 + o0) >> bits;
  c[first + 4 * step] = (a3 - o0) >> bits;
}
