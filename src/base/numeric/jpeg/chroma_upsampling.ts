/** Samples of a component, row by row. */
export interface SamplePlane {
  /** Size in samples; a row may be longer, which is padding. */
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly samples: Uint8Array;
}

/** How often a component's samples are repeated across and down to fill the picture. */
export interface Enlargement {
  readonly across: number;
  readonly down: number;
}

/**
 * Enlarges a row of a component to the picture's width, as libjpeg does by default (`fancy` upsampling, jdsample.c):
 * twice the size by weights of 3/4 and 1/4, other sizes by repeating samples.
 * @param y row of the picture
 * @param target the picture's width, and up to three samples more
 */
export function enlargedRow(
  plane: SamplePlane,
  { across, down }: Enlargement,
  { y, target }: { readonly y: number; readonly target: Uint8Array },
): void {
  const { stride, samples, height, width } = plane;
  const row = Math.floor(y / down);
  const near = samples.subarray(row * stride, row * stride + width);
  const beside = down === 2 && Math.min(height - 1, Math.max(0, row + (y % 2 === 0 ? -1 : 1)));
  const isSmooth = across <= 2 && (across === 1 || width > 2);
  if (beside === false || !isSmooth) {
    if (down === 1 && across === 2 && isSmooth) smoothAcross(near, target);
    else repeatAcross(near, across, target);
    return;
  }
  const far = samples.subarray(beside * stride, beside * stride + width);
  if (across === 1) smoothDown(near, far, { target, bias: y % 2 === 0 ? 1 : 2 });
  else smoothBoth(near, far, target);
}

function repeatAcross(near: Uint8Array, across: number, target: Uint8Array): void {
  for (let x = 0, at = 0; x < near.length; x++) {
    for (let i = 0; i < across; i++) target[at++] = near[x]!;
  }
}

/** `h2v1_fancy_upsample`. */
function smoothAcross(near: Uint8Array, target: Uint8Array): void {
  const last = near.length - 1;
  for (let x = 0; x <= last; x++) {
    const here = near[x]! * 3;
    target[2 * x] = x === 0 ? near[0]! : (here + near[x - 1]! + 1) >> 2;
    target[2 * x + 1] = x === last ? near[x]! : (here + near[x + 1]! + 2) >> 2;
  }
}

/** `h1v2_fancy_upsample`. */
function smoothDown(
  near: Uint8Array,
  far: Uint8Array,
  { target, bias }: { readonly target: Uint8Array; readonly bias: number },
): void {
  for (let x = 0; x < near.length; x++) target[x] = (near[x]! * 3 + far[x]! + bias) >> 2;
}

/** `h2v2_fancy_upsample`. */
function smoothBoth(near: Uint8Array, far: Uint8Array, target: Uint8Array): void {
  const last = near.length - 1;
  let before = 0, here = near[0]! * 3 + far[0]!;
  for (let x = 0; x <= last; x++) {
    const next = x === last ? 0 : near[x + 1]! * 3 + far[x + 1]!;
    target[2 * x] = x === 0 ? (here * 4 + 8) >> 4 : (here * 3 + before + 8) >> 4;
    target[2 * x + 1] = x === last ? (here * 4 + 7) >> 4 : (here * 3 + next + 7) >> 4;
    before = here;
    here = next;
  }
}
