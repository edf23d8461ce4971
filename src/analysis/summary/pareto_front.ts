/** Cost and loss of a point; lower is better in both. */
export interface CostAndLoss {
  /** Cost, such as the median time per video, milliseconds; above 0. */
  readonly cost: number;
  /** Loss, such as log loss, nats. */
  readonly loss: number;
}

/** Differences up to these are noise; both are above 0. */
export interface FrontNoise {
  /** Share of the lower cost. */
  readonly cost: number;
  /** In the unit of the loss. */
  readonly loss: number;
}

/** One entry of a front: a point, and those that equal it within noise. */
export interface FrontEntry {
  /** Place of the point, the cheapest of the entry. */
  readonly place: number;
  /** Places of the others, sorted. */
  readonly equal: readonly number[];
}

/** A point in units of noise, cost on a logarithmic scale. */
interface ScaledPoint {
  readonly cost: number;
  readonly loss: number;
  readonly place: number;
}

/**
 * Finds the Pareto-optimal points where measured numbers have noise. A point *beats* another if it is better in one by
 * more than noise and not worse in the other by more than noise. No point of the front beats another, and every other
 * point is beaten by one of the front: the kernel of that relation, which is unique because the relation has no cycle
 * (cost and loss in units of noise, added up, fall along it). Points of the front that equal a cheaper one within noise
 * are part of its entry. Cheapest first.
 */
export function paretoFront(
  points: readonly CostAndLoss[],
  noise: FrontNoise,
): readonly FrontEntry[] {
  const scaled = points.map(({ cost, loss }, place): ScaledPoint => ({
    cost: Math.log(cost) / Math.log1p(noise.cost),
    loss: loss / noise.loss,
    place,
  }));
  const front: ScaledPoint[] = [];
  // A point that beats another comes before it in this order.
  for (const point of scaled.toSorted((a, b) => a.cost + a.loss - b.cost - b.loss)) {
    if (!front.some((other) => beats(other, point))) front.push(point);
  }
  return entriesOf(front.sort((a, b) => a.cost - b.cost || a.loss - b.loss || a.place - b.place));
}

/** Joins points that equal a cheaper one. @param sorted the cheapest first */
function entriesOf(sorted: readonly ScaledPoint[]): readonly FrontEntry[] {
  const entries: FrontEntry[] = [];
  let left = sorted;
  while (left.length > 0) {
    const first = left[0]!;
    const rest = left.slice(1);
    const equal = rest.filter((point) => areEqual(point, first)).map(({ place }) => place);
    entries.push({ place: first.place, equal: equal.sort((a, b) => a - b) });
    left = rest.filter((point) => !areEqual(point, first));
  }
  return entries;
}

function beats(one: ScaledPoint, other: ScaledPoint): boolean {
  const [cost, loss] = [one.cost - other.cost, one.loss - other.loss];
  return (loss < -1 && cost <= 1) || (cost < -1 && loss <= 1);
}

function areEqual(one: ScaledPoint, other: ScaledPoint): boolean {
  return Math.abs(one.cost - other.cost) <= 1 && Math.abs(one.loss - other.loss) <= 1;
}
