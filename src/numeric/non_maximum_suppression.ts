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
  return suppress(ranked, { threshold, edge: 0, whole: "union" });
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
  return suppress(ranked, { threshold: f(threshold), edge: 1, whole: "smaller" });
}

/** What two boxes' intersection is compared with: their union, or the smaller of their areas. */
type Whole = "union" | "smaller";

function suppress<T extends ScoredBox>(
  ranked: readonly T[],
  { threshold, edge, whole }: { threshold: number; edge: 0 | 1; whole: Whole },
): T[] {
  const { left, top, right, bottom } = columnsOf(ranked);
  const areas = left.map((x1, i) => f(f(right[i] - x1) + edge) * f(f(bottom[i] - top[i]) + edge));
  const suppressed = new Uint8Array(ranked.length);
  for (let i = 0; i < ranked.length; i++) {
    if (suppressed[i]) continue;
    for (let j = i + 1; j < ranked.length; j++) {
      const width = f(
        f(Math.min(right[i], right[j]) - Math.max(left[i], left[j])) + edge,
      );
      if (width <= 0 || suppressed[j]) continue;
      const height = f(f(Math.min(bottom[i], bottom[j]) - Math.max(top[i], top[j])) + edge);
      if (height <= 0) continue;
      const common = f(width * height);
      const among = whole === "union"
        ? f(f(areas[i] + areas[j]) - common)
        : Math.min(areas[i], areas[j]);
      if (f(common / among) > threshold) suppressed[j] = 1;
    }
  }
  return ranked.filter((_, i) => !suppressed[i]);
}

/** The boxes' coordinates, each kind together. */
function columnsOf(boxes: readonly ScoredBox[]) {
  const [left, top, right, bottom] = [0, 1, 2, 3].map(() => new Float32Array(boxes.length));
  boxes.forEach(({ box }, i) => {
    left[i] = box[0];
    top[i] = box[1];
    right[i] = box[2];
    bottom[i] = box[3];
  });
  return { left, top, right, bottom };
}
