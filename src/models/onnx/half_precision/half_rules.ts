/** How an operator may run in float16. */
export interface HalfRule {
  /**
   * `always`: networks spend their time there, so that it is worth a cast. `follow`: cheap; it runs in float16
   * when something comes in that way, and otherwise stays as it is, so that no cast stands there for its sake.
   */
  readonly when: "always" | "follow";
  /** Which inputs share the type of the output; the others keep theirs. */
  readonly shared: "all" | readonly number[];
}

const worthACast: HalfRule = { when: "always", shared: "all" };
const following: HalfRule = { when: "follow", shared: "all" };
const followingFirst: HalfRule = { when: "follow", shared: [0] };

/**
 * Operators of ONNX's default domain that are as good in float16. All others stay in float32: sums over many
 * numbers (reductions, average pools, softmax, normalisations), and where float16's narrow range or few digits
 * would show (division, powers, exponentials, logarithms, roots). Gemm is among them by measurement: ONNX
 * Runtime's CPU provider also adds up its products in float16, which moved EfficientNet-B4's logit by 0.08; in
 * classifiers it is the small last layer, behind an average that is float32 already.
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
  Pad: { when: "follow", shared: [0, 2] }, // the amounts between them are integers
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

/** The rule of an operator of the default domain; `null` for one that stays in float32. */
export function halfRule(operator: string): HalfRule | null {
  return Object.hasOwn(RULES, operator) ? RULES[operator]! : null;
}

/** Whether the input at a place has the type of the output. */
export function isShared({ shared }: HalfRule, place: number): boolean {
  return shared === "all" || shared.includes(place);
}

/** Whether an operator looks at the shape alone, so that its input may have any type. */
export function readsShapeOnly(operator: string): boolean {
  return operator === "Shape" || operator === "Size";
}
