/** How an operator may run in float16. */
export interface HalfRule {
  /**
   * `always`: the operator dominates the running time, so a cast pays off. `follow`: it is cheap, and runs in
   * float16 only if an input already is, to avoid a cast.
   */
  readonly when: "always" | "follow";
  /** Inputs that have the type of the output; the others keep theirs. */
  readonly shared: "all" | readonly number[];
}

const worthACast: HalfRule = { when: "always", shared: "all" };
const following: HalfRule = { when: "follow", shared: "all" };
const followingFirst: HalfRule = { when: "follow", shared: [0] };

/**
 * Operators of ONNX's default domain that lose nothing relevant in float16. All others stay in float32: sums
 * over many numbers (reductions, average pools, softmax, normalisations), and operators for which float16's
 * range or precision is too small (division, powers, exponentials, logarithms, roots). Gemm stays in float32 by
 * measurement: ONNX Runtime's CPU provider accumulates it in float16, which changed EfficientNet-B4's logit by
 * 0.08; in classifiers it is the small last layer, after an average that is float32 anyway.
 */
const RULES: Readonly<Record<string, HalfRule>> = {
  Conv: worthACast,
  ConvTranspose: worthACast,
  MatMul: worthACast,

  Abs: following,
  Add: following,
  Clip: following,
  Concat: following,
  Elu: following,
  Erf: following,
  Gelu: following,
  HardSigmoid: following,
  HardSwish: following,
  LeakyRelu: following,
  Max: following,
  Min: following,
  Mul: following,
  Neg: following,
  PRelu: following,
  Relu: following,
  Sigmoid: following,
  Sub: following,
  Sum: following,
  Tanh: following,
  Pad: { when: "follow", shared: [0, 2] }, // the amounts are integers
  Where: { when: "follow", shared: [1, 2] },

  DepthToSpace: followingFirst,
  Dropout: followingFirst,
  Expand: followingFirst,
  Flatten: followingFirst,
  Gather: followingFirst,
  GlobalMaxPool: followingFirst,
  Identity: followingFirst,
  MaxPool: followingFirst,
  Reshape: followingFirst,
  Resize: followingFirst, // its scales are always float32
  Slice: followingFirst,
  SpaceToDepth: followingFirst,
  Split: followingFirst,
  Squeeze: followingFirst,
  Tile: followingFirst,
  Transpose: followingFirst,
  Unsqueeze: followingFirst,
  Upsample: followingFirst,
};

/** Returns the rule of an operator of the default domain; `null` for one that stays in float32. */
export function halfRule(operator: string): HalfRule | null {
  return Object.hasOwn(RULES, operator) ? RULES[operator]! : null;
}

/** Tells whether an input has the type of the output. */
export function isShared({ shared }: HalfRule, place: number): boolean {
  return shared === "all" || shared.includes(place);
}

/** Tells whether an operator reads only the shape, so that its input may have any type. */
export function readsShapeOnly(operator: string): boolean {
  return operator === "Shape" || operator === "Size";
}
