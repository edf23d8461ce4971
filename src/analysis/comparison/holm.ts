/**
 * P-values with Holm's correction for multiple comparisons: rejecting those at most α keeps the family-wise error
 * rate at most α, under any dependence between the tests.
 * Source: Holm, Scandinavian Journal of Statistics 6, 1979.
 * @param pValues each in [0, 1]; `null`: not tested; stays `null` and is not counted
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
