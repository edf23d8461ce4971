import { rmSync } from "node:fs";
import { inputTensor } from "../stages/classifiers/input_tensor.ts";
import type { EfficientnetVariant } from "../models/networks/efficientnet_layout.ts";
import { efficientnetInterface } from "../models/networks/efficientnet.ts";
import { OnnxSession, type TensorData } from "../platform/onnxruntime/onnx_session.ts";
import type { ParityContext, ParityStage, StageFindings } from "./contract.ts";
import type { GoldenFolder } from "./golden_folder.ts";
import { buildSeededClassifier } from "./seeded_classifier.ts";
import { largestFloat32Difference, measuresOf, type Tally, tally } from "./tally.ts";

/** Logits computed by timm with weights made by a formula. */
interface GoldenLogits {
  /** Name in timm, such as `tf_efficientnet_b0`. */
  readonly model: string;
  readonly inputSize: number;
  readonly seed: number;
  readonly fcGain: number;
  /** Logits of waves, the k-th `sin(0.001 (k + 1) i)`. */
  readonly sinLogits: readonly number[];
  /** Logits of three face crops. */
  readonly faceLogits: readonly number[];
}

/** Networks that are checked without --slow; building the others takes minutes. */
const QUICK: readonly string[] = ["b0"];

/** EfficientNet's logits, compared with timm's networks in float32. */
export const logits: ParityStage = { title: "classifier", check };

async function check(context: ParityContext): Promise<StageFindings> {
  const { golden, slow, note } = context;
  const { cases } = golden.json<{ cases: readonly GoldenLogits[] }>(
    "efficientnet",
    "logits.json",
  );
  const tallies: Tally[] = [];
  const leftOut: string[] = [];
  for (const one of cases) {
    const variant = one.model.slice(-2) as EfficientnetVariant;
    const name = `EfficientNet-${variant.toUpperCase()} at ${one.inputSize} px`;
    if (!slow && !QUICK.includes(variant)) {
      leftOut.push(`${name} (slow; add --slow)`);
      continue;
    }
    note(`building ${name}`);
    const found = tally({ what: `logits of ${name}`, tolerance: 1e-4 });
    await compareNetwork(one, { variant, context, found });
    tallies.push(found);
  }
  return { measures: measuresOf(tallies), leftOut };
}

async function compareNetwork(
  one: GoldenLogits,
  { variant, context, found }: {
    variant: EfficientnetVariant;
    context: ParityContext;
    found: Tally;
  },
): Promise<void> {
  const { seed, fcGain: headGain } = one;
  const path = await buildSeededClassifier(context.workFolder, { variant, seed, headGain });
  const network = await OnnxSession.open(path, { provider: "cpu", threads: 1 });
  try {
    for (const [name, { image, expected }] of inputs(one, context.golden)) {
      const { logit } = await network.run({ image });
      found.add(name, largestFloat32Difference(logit!.data as Float32Array, [expected]));
    }
  } finally {
    await network.release();
    rmSync(path);
  }
}

/** Makes the inputs, waves and faces preprocessed by the model card, each with its expected logit. */
function* inputs(
  { inputSize, sinLogits, faceLogits }: GoldenLogits,
  golden: GoldenFolder,
): Generator<[string, { image: TensorData; expected: number }]> {
  const { input } = efficientnetInterface(inputSize);
  const image = inputTensor(input, 1);
  for (const [k, expected] of sinLogits.entries()) {
    image.data.forEach((_, i) => image.data[i] = Math.sin(i * (0.001 * (k + 1))));
    yield [`wave ${k}`, { image, expected }];
  }
  for (const [k, expected] of faceLogits.entries()) {
    image.fill(golden.bytes("efficientnet", `face${k}_${inputSize}.bin`));
    yield [`face ${k}`, { image, expected }];
  }
}
