/**
 * Chance of at most `heads` heads in `tosses` tosses of a fair coin, summed from the largest term down.
 * @param heads whole number, 0 … tosses
 * @returns in [0, 1]; 0 only where the chance is below the smallest float64
 */
export function fairCoinTail(heads: number, tosses: number): number {
  if (!(Number.isInteger(heads) && Number.isInteger(tosses) && heads >= 0 && heads <= tosses)) {
    throw new RangeError(`${heads} heads in ${tosses} tosses`);
  }
  if (2 * heads > tosses) {
    return heads === tosses ? 1 : 1 - fairCoinTail(tosses - heads - 1, tosses);
  }
  // In units of the largest term; each is a smaller share of the one above it.
  let [sum, term] = [0, 1];
  for (let k = heads; k >= 0 && sum + term !== sum; k--) {
    sum += term;
    term *= k / (tosses - k + 1);
  }
  return sum * Math.exp(logBinomial(heads, tosses) - tosses * Math.LN2);
}

/** Logarithm of the number of ways to choose `chosen` of `all`. */
function logBinomial(chosen: number, all: number): number {
  let sum = 0;
  for (let k = 1; k <= chosen; k++) sum += Math.log((all - chosen + k) / k);
  return sum;
}
