import assert from "node:assert/strict";
import { efficientnetGraph } from "../../../src/models/networks/efficientnet_graph.ts";
import { efficientnetLayout } from "../../../src/models/networks/efficientnet_layout.ts";
import { seededWeights } from "../../../src/models/networks/seeded_weights.ts";
import { naiveLogit } from "./naive_efficientnet.ts";
import { withModel } from "../onnx/open_model.ts";

const LAYOUT = efficientnetLayout("b0");
const PARAMETERS = remembered(seededWeights(LAYOUT, { seed: 9, headGain: 1 }));

Deno.test("single images and batches of any size equal plain loops", async () => {
  await withModel(efficientnetGraph(LAYOUT, PARAMETERS), async ({ run }) => {
    for (const [height, width] of [[32, 32], [33, 47], [50, 31], [64, 17], [1, 5]] as const) {
      const length = 3 * height * width;
      const images = [0, 1].map((k) =>
        Float32Array.from({ length }, (_, i) => 2 * Math.sin(i * (0.037 + 0.02 * k)))
      );
      const both = new Float32Array(2 * length);
      for (const [k, image] of images.entries()) both.set(image, k * length);
      const { logit } = await run({ image: { data: both, dims: [2, 3, height, width] } });
      assert.deepEqual(logit!.dims, [2, 1]);
      for (const [k, image] of images.entries()) {
        const map = { data: Float64Array.from(image), channels: 3, height, width };
        const expected = naiveLogit(LAYOUT, PARAMETERS, map);
        const error = Math.abs(Number(logit!.data[k]) - expected);
        assert.ok(error < 2e-5, `${height}×${width}, image ${k}: ${logit!.data[k]}, ${expected}`);
      }
    }
  });
});

Deno.test("parameters are requested only when the graph is written", () => {
  efficientnetGraph(LAYOUT, () => assert.fail("asked for"));
});

function remembered(source: (key: string) => Float32Array<ArrayBuffer>) {
  const known = new Map<string, Float32Array<ArrayBuffer>>();
  return (key: string) => {
    const numbers = known.get(key) ?? source(key);
    known.set(key, numbers);
    return numbers;
  };
}
