import type { Float32Box } from "./float32_box.ts";
import { legacyArgsort } from "./legacy_argsort.ts";

const f = Math.fround;

/** A box and how sure its finder is of it; float32 values. */
export interface ScoredBox {
  readonly box: Float32Box;
  readonly score: number;
}

/**
 * The boxes that no better kept box overlaps by an intersection over union above `threshold`, best first; of
 * equal scores the earlier is better. As torchvision's `nms` on the CPU: float32 arithmetic, the ratio compared
 * with the threshold in float64.
 */
export function suppressByUnion<T extends ScoredBox>(boxes: readonly T[], threshold: number): T[] {
  const ranked = [...boxes].sort((a, b) => b.score - a.score);
  return suppress(ranked, { threshold, edge: 0, share: shareOfUnion });
}

/**
 * The same with the intersection over the smaller area, sides counted in whole pixels (x2 − x1 + 1), and the
 * threshold rounded to float32; of equal scores NumPy's sort decides. As facenet-pytorch's `nms_numpy` with
 * method "Min".
 */
export function suppressBySmaller<T extends ScoredBox>(
  boxes: readonly T[],
  threshold: number,
): T[] {
  const order = legacyArgsort(boxes.map(({ score }) => score));
  const ranked = order.reverse().map((i) => boxes[i]);
  return suppress(ranked, { threshold: f(threshold), edge: 1, share: shareOfSmaller });
}

/** How much of two areas (float32) their intersection is, rounded to float32. */
type Share = (intersection: number, areas: readonly [number, number]) => number;

function shareOfUnion(intersection: number, [a, b]: readonly [number, number]): number {
  return f(intersection / f(f(a + b) - intersection));
}

function shareOfSmaller(intersection: number, [a, b]: readonly [number, number]): number {
  return f(intersection / Math.min(a, b));
}

function suppress<T extends ScoredBox>(
  ranked: readonly T[],
  { threshold, edge, share }: { threshold: number; edge: 0 | 1; share: Share },
): T[] {
  const corners = Float32Array.from(ranked.flatMap(({ box }) => box));
  const areas = Float32Array.from(
    ranked,
    ({ box: [x1, y1, x2, y2] }) => f(f(x2 - x1) + edge) * f(f(y2 - y1) + edge),
  );
  const suppressed = new Uint8Array(ranked.length);
  return ranked.filter((_, i) => {
    if (suppressed[i]) return false;
    for (let j = i + 1; j < ranked.length; j++) {
      const intersection = suppressed[j] ? 0 : intersect(corners, { i: 4 * i, j: 4 * j, edge });
      if (intersection > 0 && share(intersection, [areas[i], areas[j]]) > threshold) {
        suppressed[j] = 1;
      }
    }
    return true;
  });
}

/** Area that the boxes at `i` and `j` of `corners` have in common, rounded to float32. */
function intersect(
  corners: Float32Array,
  { i, j, edge }: { i: number; j: number; edge: 0 | 1 },
): number {
  const left = Math.max(corners[i], corners[j]), right = Math.min(corners[i + 2], corners[j + 2]);
  const width = f(f(right - left) + edge);
  if (width <= 0) return 0;
  const top = Math.max(corners[i + 1], corners[j + 1]);
  const bottom = Math.min(corners[i + 3], corners[j + 3]);
  const height = f(f(bottom - top) + edge);
  return height <= 0 ? 0 : f(width * height);
}
