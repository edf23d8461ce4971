import assert from "node:assert/strict";
import { join } from "node:path";
import { modelCardSchema } from "../../../src/stages/classifiers/model_card_schema.ts";
import {
  buildSeededEfficientnet,
  efficientnetInterface,
} from "../../../src/models/networks/efficientnet.ts";
import { buildHalfPrecision } from "../../../src/models/half_precision.ts";
import { withModel } from "../onnx/open_model.ts";
import { sharedTest } from "../../shared_data.ts";
import { inTemporaryHome } from "../../temporary_home.ts";
import {
  buildCase,
  faceLogits,
  largestDifference,
  logitCases,
  sigmoid,
  sineLogits,
} from "./golden_logits.ts";

sharedTest("B0, B3 and B4 give timm's logits within 1e-4", async () => {
  await inTemporaryHome(async (folder) => {
    for (const one of logitCases().filter(({ variant }) => variant !== "b7")) {
      const path = join(folder, "model.onnx");
      await buildCase(path, one);
      await withModel(path, async (model) => {
        const sines = largestDifference(await sineLogits(model, one), one.sinLogits);
        const faces = largestDifference(await faceLogits(model, one), one.faceLogits);
        assert.ok(
          sines < 1e-4 && faces < 1e-4,
          `${one.variant} ${one.inputSize} ${sines} ${faces}`,
        );
      });
    }
  });
});

sharedTest("B0 in float16 gives P(fake) of faces within 5e-3", async () => {
  await inTemporaryHome(async (folder) => {
    const [plain, half] = [join(folder, "fp32.onnx"), join(folder, "fp16.onnx")];
    const one = logitCases().find(({ inputSize }) => inputSize === 380);
    assert.ok(one?.variant === "b0");
    await buildCase(plain, one);
    const report = await buildHalfPrecision(plain, half);
    assert.ok(report.halfNodes > 200 && report.clamped === 0, JSON.stringify(report));
    const logits = await withModel(half, (model) => faceLogits(model, one));
    const difference = largestDifference(logits.map(sigmoid), one.faceLogits.map(sigmoid));
    assert.ok(difference < 5e-3, `P differs by ${difference}`);
    assert.ok(difference > 0, "float16 must show");
  });
});

Deno.test("equal seeds give equal models, other seeds others, and scores differ between images", async () => {
  await inTemporaryHome(async (folder) => {
    const build = async (name: string, seed: number) => {
      const path = join(folder, name);
      await buildSeededEfficientnet(path, { variant: "b0", seed });
      return await Deno.readFile(path);
    };
    const first = await build("first.onnx", 1);
    assert.deepEqual(await build("second.onnx", 1), first);
    assert.notDeepEqual(await build("third.onnx", 2), first);
    await withModel(first, async ({ run }) => {
      const data = Float32Array.from(
        { length: 2 * 3 * 96 * 96 },
        (_, i) => Math.sin(i * 0.01) * (i < 3 * 96 * 96 ? 1 : 2),
      );
      const { logit } = await run({ image: { data, dims: [2, 3, 96, 96] } });
      const [one, other] = [...logit!.data].map(Number);
      assert.ok(Math.abs(one! - other!) > 1e-3 && Math.abs(one!) < 20, `${one} ${other}`);
    });
  });
});

Deno.test("an EfficientNet's input and output make a valid card", () => {
  const card = modelCardSchema.parse({
    schemaVersion: 1,
    name: "b7",
    family: "onnx",
    description: "",
    license: "",
    source: "",
    files: { fp32: { path: "fp32.onnx", sha256: null } },
    trainedOn: [],
    limits: "",
    ...efficientnetInterface(380),
  });
  assert.equal(card.input.size, 380);
});
