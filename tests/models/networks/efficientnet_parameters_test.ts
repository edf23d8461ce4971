import assert from "node:assert/strict";
import {
  EFFICIENTNET_VARIANTS,
  efficientnetLayout,
  type EfficientnetVariant,
} from "../../../src/models/networks/efficientnet_layout.ts";
import { efficientnetParameters } from "../../../src/models/networks/efficientnet_parameters.ts";
import { sharedJson, sharedTest } from "../../shared_data.ts";

interface GoldenKeys {
  readonly features: number;
  readonly blocksPerStage: readonly number[];
  readonly entries: readonly [key: string, shape: readonly number[], dtype: string][];
}

/** Numbers in each of timm's models with the winner's head, buffers left out, and entries of its state dict. */
const SIZES: Readonly<Record<EfficientnetVariant, readonly [numbers: number, entries: number]>> = {
  b0: [5289829, 362],
  b1: [7795465, 510],
  b2: [9111403, 510],
  b3: [12234769, 576],
  b4: [19343409, 708],
  b5: [30391833, 856],
  b6: [43043009, 988],
  b7: [66350521, 1202],
};

Deno.test("each size of EfficientNet has as many parameters as timm's", () => {
  for (const variant of EFFICIENTNET_VARIANTS) {
    const parameters = efficientnetParameters(efficientnetLayout(variant));
    const learned = parameters.filter(({ role }) => !["mean", "variance", "count"].includes(role));
    const numbers = learned.reduce(
      (sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1),
      0,
    );
    assert.deepEqual([numbers, parameters.length], SIZES[variant], variant);
  }
});

sharedTest("names, shapes, types and order of parameters are timm's for all eight sizes", () => {
  const golden = sharedJson<Record<string, GoldenKeys>>("golden", "efficientnet", "keys.json");
  for (const variant of EFFICIENTNET_VARIANTS) {
    const { features, blocksPerStage, entries } = golden[`tf_efficientnet_${variant}`]!;
    const layout = efficientnetLayout(variant);
    const ours = efficientnetParameters(layout).map(({ key, shape, dtype }) => [key, shape, dtype]);
    assert.deepEqual(ours, entries, variant);
    assert.equal(layout.features, features);
    const perStage = blocksPerStage.map((_, stage) =>
      layout.blocks.filter((block) => block.stage === stage).length
    );
    assert.deepEqual(perStage, blocksPerStage);
  }
});
