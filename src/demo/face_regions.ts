/**
 * Rings around the middle of a prepared face (box in the centre, a third of it as margin on every side), from
 * the inner to the outer edge in radii of an ellipse that the border of a blended-in face lies near: the
 * middle of the face, its cheeks, the border, and what lies around it.
 */
export const FACE_REGIONS = [[0, 0.5], [0.5, 0.85], [0.85, 1.1], [1.1, 1.5]] as const;

export type FaceRegion = (typeof FACE_REGIONS)[number];

/** Half axes and centre of the ellipse, in sides of the prepared face. */
const ELLIPSE = { halfWidth: 0.17, halfHeight: 0.25, centreX: 0.5, centreY: 0.52 };

/**
 * Weights that take the mean over each region of a square plane cut out of the middle of a prepared face.
 * @param size side of the prepared face, pixels
 * @param border pixels that the plane lacks on every side
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
