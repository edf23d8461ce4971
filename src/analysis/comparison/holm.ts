/**
 * P-values adjusted for being looked at together: calling out those at most α keeps the chance of any false
 * one at most α, whatever ties the tests to one another.
 * Source: Holm, Scandinavian Journal of Statistics 6, 1979.
 * @param pValues each in [0, 1]; `null`: not tested, stays so and counts for nothing
 */
export function holmAdjusted(pValues: readonly (number | null)[]): readonly (number | null)[] {
  const adjusted: (number | null)[] = pValues.map(() => null);
  const tested = pValues
    .flatMap((p, place) => p === null ? [] : [{ p, place }])
    .sort((a, b) => a.p - b.p);
  let largest = 0;
  tested.forEach(({ p, place }, rank) => {
    largest = Math.max(largest, Math.min(1, (tested.length - rank) * p));
    adjusted[place] = largest;
  });
  return adjusted;
}
