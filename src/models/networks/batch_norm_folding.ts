/** What a batch normalisation has learned, one number for each channel. */
export interface BatchNorm {
  /** Gamma. */
  readonly scale: Float32Array;
  /** Beta. */
  readonly shift: Float32Array;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  /** Added to the variance. */
  readonly epsilon: number;
}

/**
 * A convolution's weights as if its outputs were then multiplied by the normalisation's factors, in float64
 * and rounded once.
 * @param weights `[outputs, …]`, row-major
 */
export function foldedWeights(
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

/** What a normalisation multiplies each channel by, in float64 and rounded once. */
export function foldedFactors(norm: BatchNorm): Float32Array<ArrayBuffer> {
  return Float32Array.from(norm.scale, (_, channel) => factorOf(norm, channel));
}

/** What it then adds: also the bias that folding leaves a convolution that had none. */
export function foldedBias(norm: BatchNorm): Float32Array<ArrayBuffer> {
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
