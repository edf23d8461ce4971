/**
 * Rings around the centre of a prepared face (box in the middle, with a third of it as margin on every side),
 * given as inner and outer radius relative to an ellipse near the border of a blended-in face: centre, cheeks,
 * border, and surroundings.
 */
export const FACE_REGIONS = [[0, 0.5], [0.5, 0.85], [0.85, 1.1], [1.1, 1.5]] as const;

export type FaceRegion = (typeof FACE_REGIONS)[number];

/** Half axes and centre of the ellipse, as fractions of the prepared face's side. */
const ELLIPSE = { halfWidth: 0.17, halfHeight: 0.25, centreX: 0.5, centreY: 0.52 };

/**
 * Computes weights that average each region of the central square of a prepared face.
 * @param size side of the prepared face, pixels
 * @param border pixels cut off on every side
 * @returns `[side * side][regions]`, side = size − 2 · border; each column sums to 1
 */
export function regionMeans(size: number, border: number): Float32Array {
  const side = size - 2 * border, regions = FACE_REGIONS.length;
  const matrix = new Float32Array(side * side * regions);
  for (const [column, region] of FACE_REGIONS.entries()) {
    const inside: number[] = [];
    for (let pixel = 0; pixel < side * side; pixel++) {
      const x = (pixel % side + border + 0.5) / size;
      const y = (Math.floor(pixel / side) + border + 0.5) / size;
      if (contains(region, x, y)) inside.push(pixel);
    }
    for (const pixel of inside) matrix[pixel * regions + column] = 1 / inside.length;
  }
  return matrix;
}

function contains([from, to]: FaceRegion, x: number, y: number): boolean {
  const radius = Math.hypot(
    (x - ELLIPSE.centreX) / ELLIPSE.halfWidth,
    (y - ELLIPSE.centreY) / ELLIPSE.halfHeight,
  );
  return radius >= from && radius < to;
}
