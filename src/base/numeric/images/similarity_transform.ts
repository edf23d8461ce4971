/** A point in the plane. */
export type PlanePoint = readonly [x: number, y: number];

/** Rotation, uniform scale and translation: `(x, y)` becomes `(a·x − b·y + shiftX, b·x + a·y + shiftY)`. */
export interface SimilarityTransform {
  readonly a: number;
  readonly b: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

export function transformPoint(t: SimilarityTransform, [x, y]: PlanePoint): PlanePoint {
  return [t.a * x - t.b * y + t.shiftX, t.b * x + t.a * y + t.shiftY];
}

/**
 * Fits the similarity without reflection that maps `from` to `to` with least squared error: a linear regression
 * of complex numbers.
 * @throws RangeError when the lists differ in length or all points of `from` are equal
 */
export function fitSimilarity(
  from: readonly PlanePoint[],
  to: readonly PlanePoint[],
): SimilarityTransform {
  if (from.length !== to.length) {
    throw new RangeError(`${from.length} points cannot be matched to ${to.length}`);
  }
  const [fromX, fromY] = centroid(from);
  const [toX, toY] = centroid(to);
  let spread = 0, cosine = 0, sine = 0;
  for (let i = 0; i < from.length; i++) {
    const x = from[i]![0] - fromX, y = from[i]![1] - fromY;
    const u = to[i]![0] - toX, v = to[i]![1] - toY;
    spread += x * x + y * y;
    cosine += x * u + y * v;
    sine += x * v - y * u;
  }
  if (!(spread > 0)) throw new RangeError("a similarity needs two distinct points");
  const a = cosine / spread, b = sine / spread;
  return { a, b, shiftX: toX - a * fromX + b * fromY, shiftY: toY - b * fromX - a * fromY };
}

/**
 * Inverts a transform.
 * @throws RangeError when its scale is 0
 */
export function inverseSimilarity(t: SimilarityTransform): SimilarityTransform {
  const square = t.a * t.a + t.b * t.b;
  if (!(square > 0)) throw new RangeError("a similarity of scale 0 has no inverse");
  const a = t.a / square, b = -t.b / square;
  return { a, b, shiftX: -a * t.shiftX + b * t.shiftY, shiftY: -b * t.shiftX - a * t.shiftY };
}

/** Computes the scale of a transform; never negative. */
export function similarityScale(t: SimilarityTransform): number {
  return Math.hypot(t.a, t.b);
}

/** Computes the root mean square distance between `t(from)` and `to`, in units of `to`. */
export function similarityResidual(
  t: SimilarityTransform,
  from: readonly PlanePoint[],
  to: readonly PlanePoint[],
): number {
  let sum = 0;
  for (let i = 0; i < from.length; i++) {
    const [x, y] = transformPoint(t, from[i]!);
    sum += (x - to[i]![0]) ** 2 + (y - to[i]![1]) ** 2;
  }
  return Math.sqrt(sum / from.length);
}

function centroid(points: readonly PlanePoint[]): PlanePoint {
  let x = 0, y = 0;
  for (const point of points) {
    x += point[0];
    y += point[1];
  }
  return [x / points.length, y / points.length];
}
