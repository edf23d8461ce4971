/** Parameters of a batch normalisation, one number per channel. */
export interface BatchNorm {
  /** Factor (gamma). */
  readonly scale: Float32Array;
  /** Summand (beta). */
  readonly shift: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  /** Number added to the variance. */
  readonly epsilon: number;
}

/**
 * Multiplies a convolution's weights by the normalisation's factors, in float64 and rounded once.
 * @param weights `[outputs, …]`, row-major
 */
export function foldWeights(
  weights: Float32Array,
  norm: Pick<BatchNorm, "scale" | "variance" | "epsilon">,
): Float32Array<ArrayBuffer> {
  const outputs = norm.scale.length;
  const each = weights.length / outputs;
  const folded = new Float32Array(weights.length);
  for (let output = 0; output < outputs; output++) {
    const factor = factorOf(norm, output);
    for (let i = output * each; i < (output + 1) * each; i++) folded[i] = weights[i]! * factor;
  }
  return folded;
}

/** Computes the factor of each channel, in float64 and rounded once. */
export function foldFactors(norm: BatchNorm): Float32Array<ArrayBuffer> {
  return Float32Array.from(norm.scale, (_, channel) => factorOf(norm, channel));
}

/** Computes the summand of each channel, which is also the bias of the folded convolution. */
export function foldBias(norm: BatchNorm): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    norm.shift,
    (shift, output) => shift - norm.mean[output]! * factorOf(norm, output),
  );
}

function factorOf(
  { scale, variance, epsilon }: Pick<BatchNorm, "scale" | "variance" | "epsilon">,
  channel: number,
): number {
  return scale[channel]! / Math.sqrt(variance[channel]! + epsilon);
}
