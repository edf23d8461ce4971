/** A convex, egg-shaped region of a face with a soft border; lengths in face units. */
export interface FaceMask {
  /** Height of the centre below the eyes. */
  readonly centreY: number;
  /** Half width at the centre. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** How much narrower the chin is than the brow, 0 … 0.4 of the half width. */
  readonly taper: number;
  /** Width of the soft border, a fraction of the radius in (0, 1]; it lies inside the outline. */
  readonly feather: number;
}

/** How much of the blended-in face shows at `(x, y)`, 0 … 1; smooth, 0 outside the outline. */
export function maskWeight(mask: FaceMask, x: number, y: number): number {
  const vertical = (y - mask.centreY) / mask.halfHeight;
  const horizontal = x / (mask.halfWidth * (1 - mask.taper * Math.max(-1, Math.min(1, vertical))));
  const radius = Math.sqrt(horizontal * horizontal + vertical * vertical);
  const depth = Math.max(0, Math.min(1, (1 - radius) / mask.feather));
  return depth * depth * (3 - 2 * depth);
}

/** `[left, top, right, bottom]` in face units: outside it the mask is 0. */
export function maskBounds(mask: FaceMask): readonly [number, number, number, number] {
  const halfWidth = mask.halfWidth * (1 + mask.taper);
  return [-halfWidth, mask.centreY - mask.halfHeight, halfWidth, mask.centreY + mask.halfHeight];
}
