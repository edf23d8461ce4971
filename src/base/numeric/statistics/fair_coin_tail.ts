/**
 * Computes the probability of at most `heads` heads in `tosses` tosses of a fair coin, summed from the largest
 * term down.
 * @param heads integer, 0 … tosses
 * @returns in [0, 1]; 0 only when the probability is below the smallest float64
 */
export function fairCoinTail(heads: number, tosses: number): number {
  if (!(Number.isInteger(heads) && Number.isInteger(tosses) && heads >= 0 && heads <= tosses)) {
    throw new RangeError(`${heads} heads in ${tosses} tosses are impossible`);
  }
  if (2 * heads > tosses) {
    return heads === tosses ? 1 : 1 - fairCoinTail(tosses - heads - 1, tosses);
  }
  // Terms relative to the largest, in decreasing order.
  let [sum, term] = [0, 1];
  for (let k = heads; k >= 0 && sum + term !== sum; k--) {
    sum += term;
    term *= k / (tosses - k + 1);
  }
  return sum * Math.exp(logBinomial(heads, tosses) - tosses * Math.LN2);
}

/** Computes the logarithm of the binomial coefficient. */
function logBinomial(chosen: number, all: number): number {
  let sum = 0;
  for (let k = 1; k <= chosen; k++) sum += Math.log((all - chosen + k) / k);
  return sum;
}
