import assert from "node:assert/strict";
import { join } from "node:path";
import { buildHalfPrecision } from "../../src/models/half_precision.ts";
import { withModel } from "./onnx/open_model.ts";
import { sharedTest } from "../shared_data.ts";
import { inTemporaryHome } from "../temporary_home.ts";
import {
  buildCase,
  faceLogits,
  largestDifference,
  logitCases,
  sigmoid,
  sineLogits,
} from "./networks/golden_logits.ts";

// The one test with a network of B7's size, 256 MB: whatever must be seen at that size is asked here, of one build.
sharedTest("B7 gives timm's logits within 1e-4, and P(fake) in float16 within 5e-3", async () => {
  await inTemporaryHome(async (folder) => {
    const [plain, half] = [join(folder, "fp32.onnx"), join(folder, "fp16.onnx")];
    const one = logitCases().find(({ variant }) => variant === "b7");
    assert.ok(one !== undefined);
    await buildCase(plain, one);
    const [sines, faces] = await withModel(
      plain,
      async (model) => [await sineLogits(model, one), await faceLogits(model, one)],
    );
    assert.ok(largestDifference(sines, one.sinLogits) < 1e-4, `${sines}`);
    assert.ok(largestDifference(faces, one.faceLogits) < 1e-4, `${faces}`);

    const { halfNodes, rounded, clamped } = await buildHalfPrecision(plain, half);
    assert.ok(halfNodes > 700 && rounded > 63e6 && clamped === 0);
    await Deno.remove(plain);
    const halves = await withModel(half, (model) => faceLogits(model, one));
    const difference = largestDifference(halves.map(sigmoid), faces.map(sigmoid));
    assert.ok(difference > 0 && difference < 5e-3, `P differs by ${difference}`);
  });
});
