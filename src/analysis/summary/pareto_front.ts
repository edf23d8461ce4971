/** Cost and loss of a variant; lower is better in both. `null`: not known. */
export interface CostAndLoss {
  /** Cost, such as median time per video, milliseconds. */
  readonly cost: number | null;
  /** Loss, such as log loss, nats. */
  readonly loss: number | null;
}

/**
 * Places of the Pareto-optimal points: no other is at least as good in both and better in one. Cheapest first;
 * points that are equal in both are all included.
 */
export function paretoFront(points: readonly CostAndLoss[]): readonly number[] {
  const known = points.flatMap(({ cost, loss }, place) =>
    cost === null || loss === null ? [] : [{ cost, loss, place }]
  ).sort((a, b) => a.cost - b.cost || a.loss - b.loss || a.place - b.place);
  const front: typeof known = [];
  for (const point of known) {
    const last = front.at(-1);
    const equal = last?.loss === point.loss && last.cost === point.cost;
    if (last === undefined || point.loss < last.loss || equal) front.push(point);
  }
  return front.map(({ place }) => place);
}
