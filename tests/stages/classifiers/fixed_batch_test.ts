import { deepEqual, equal } from "node:assert/strict";
import { join } from "node:path";
import { onnxFamily } from "../../../src/stages/classifiers/onnx_classifier.ts";
import { parseModelCard } from "../../../src/stages/classifiers/parse_card.ts";
import {
  EXPORT_SIZE,
  integers,
  type MadeExport,
  madeExport,
  node,
} from "../../models/onnx/made_export.ts";
import { inTemporaryHome } from "../../temporary_home.ts";
import { madeCard } from "./made_classifier.ts";

const FACES = 7;
const faces = Uint8Array.from(
  { length: FACES * EXPORT_SIZE ** 2 * 3 },
  (_, i) => (i * 2654435761 >>> 8) % 256,
);

async function scoresOf(made: MadeExport, batchSize: number) {
  const card = parseModelCard({
    schemaVersion: 1,
    ...madeCard(),
    input: { ...madeCard().input, size: EXPORT_SIZE },
    output: { name: "score", activation: "sigmoid", index: 0, polarity: "fake" },
    files: { fp32: { path: "made.onnx", sha256: null } },
  }, "a test's card");
  return await inHome(async (folder) => {
    Deno.writeFileSync(join(folder, "made.onnx"), madeExport(made));
    const options = { provider: "cpu", precision: "fp32", batchSize, threads: 1 } as const;
    const classifier = await onnxFamily.load(card, folder, options);
    try {
      const scores: number[] = [];
      const bytes = EXPORT_SIZE ** 2 * 3;
      for (let first = 0; first < FACES; first += classifier.batchSize) {
        const count = Math.min(classifier.batchSize, FACES - first);
        scores.push(...await classifier.score(faces.subarray(first * bytes), count));
      }
      return { scores, batchSize: classifier.batchSize };
    } finally {
      await classifier.release();
    }
  });
}

async function inHome<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const results: T[] = [];
  await inTemporaryHome(async (folder) => void results.push(await run(folder)));
  return results[0]!;
}

Deno.test("a network of a fixed batch scores faces as one of any batch does, whatever the batch size", async () => {
  const { scores: expected } = await scoresOf({}, 1);
  for (const batch of [1, 3, 4]) {
    const made = {
      batch,
      constants: [integers("shape", [batch, 1])],
      head: [node("Reshape", ["logits shape", "score"])],
    };
    for (const [asked, expectedSize] of [[1, batch], [2, Math.ceil(2 / batch) * batch], [12, 12]]) {
      const { scores, batchSize } = await scoresOf(made, asked!);
      equal(batchSize, expectedSize);
      deepEqual(scores, expected, `batch ${batch}, asked for ${asked}`);
    }
  }
});
