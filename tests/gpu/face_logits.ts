import { inputTensor } from "../../src/stages/classifiers/input_tensor.ts";
import type { Provider } from "../../src/records/provider.ts";
import { efficientnetInterface } from "../../src/models/networks/efficientnet.ts";
import { verificationImages } from "../../src/models/verification_images.ts";
import { OnnxSession } from "../../src/platform/onnxruntime/onnx_session.ts";
import { sharedBytes, sharedIsHere } from "../shared_data.ts";
import { FACE_SIZE } from "./benchmark_file.ts";

/** Images that networks are compared on: those of verification, and real faces where they are at hand. */
export function comparedFaces(): Uint8Array[] {
  const real = sharedIsHere
    ? [0, 1, 2].map((k) => sharedBytes("golden", "efficientnet", `face${k}_${FACE_SIZE}.bin`))
    : [];
  return [...verificationImages(FACE_SIZE), ...real];
}

/** Logits of faces, `batchSize` at a time; the last batch is padded. */
export async function faceLogits(
  path: string,
  faces: readonly Uint8Array[],
  { provider, batchSize }: { readonly provider: Provider; readonly batchSize: number },
): Promise<number[]> {
  const { input } = efficientnetInterface(FACE_SIZE);
  const session = await OnnxSession.open(path, { provider, threads: 2 });
  const image = inputTensor(input, batchSize);
  const logits: number[] = [];
  try {
    for (let first = 0; first < faces.length; first += batchSize) {
      const batch = faces.slice(first, first + batchSize);
      const bytes = new Uint8Array(batch.length * FACE_SIZE * FACE_SIZE * 3);
      batch.forEach((face, i) => bytes.set(face, i * face.length));
      image.fill(bytes);
      const { logit } = await session.run({ image });
      logits.push(...Array.from(logit!.data, Number).slice(0, batch.length));
    }
    return logits;
  } finally {
    await session.release();
  }
}
