import assert from "node:assert/strict";
import { cardMisfit } from "../../../src/stages/classifiers/card_misfit.ts";
import type { ModelCard } from "../../../src/stages/classifiers/model_card.ts";
import type { TensorFacts } from "../../../src/platform/onnxruntime/onnx_session.ts";
import { madeCard } from "./made_classifier.ts";

const CARD = { schemaVersion: 1, files: {}, ...madeCard() } as ModelCard;

function tensor(name: string, shape: TensorFacts["shape"], type = "float32"): TensorFacts {
  return { name, type, shape };
}

const IMAGE = tensor("image", [null, 3, 32, 32]);
const LOGITS = tensor("logits", [null, 1]);

Deno.test("a network that matches its card fits, also with open dimensions", () => {
  for (const shape of [[null, 3, 32, 32], [null, null, null, null], [8, 3, 32, null], []]) {
    for (const columns of [[null, 1], [null, null], [null, 1, 1, 1], [8], []]) {
      const network = { inputs: [tensor("image", shape)], outputs: [tensor("logits", columns)] };
      assert.equal(cardMisfit(CARD, { ...network, batchSize: 8 }), null);
    }
  }
  const input = { ...CARD.input, layout: "NHWC" } as const;
  const inputs = [tensor("image", [null, 32, 32, 3])];
  assert.equal(cardMisfit({ ...CARD, input }, { inputs, outputs: [LOGITS], batchSize: 1 }), null);
});

Deno.test("a contradiction between card and network is named before anything runs", () => {
  const bias = tensor("bias", [1]);
  const cases: readonly [readonly TensorFacts[], readonly TensorFacts[], RegExp][] = [
    [[tensor("x", [])], [LOGITS], /no input "image" \(inputs: x\)/],
    [[IMAGE, bias], [LOGITS], /several inputs: image, bias/],
    [[IMAGE], [bias], /no output "logits" \(outputs: bias\)/],
    [[tensor("image", [null, 3, 48, 48])], [LOGITS], /\[free, 3, 48, 48\], not NCHW .* 32 pixels/],
    [[tensor("image", [null, 32, 32, 3])], [LOGITS], /not NCHW/],
    [[tensor("image", [null, 3072])], [LOGITS], /\[free, 3072\]/],
    [[tensor("image", [4, 3, 32, 32])], [LOGITS], /batches of 4 only, not of 1/],
    [[tensor("image", [null, 3, 32, 32], "uint8")], [LOGITS], /"image" is uint8/],
    [[IMAGE], [tensor("logits", [null, 1], "float16")], /"logits" is float16/],
    [[IMAGE], [tensor("logits", [null, 0])], /no column 0/],
  ];
  for (const [inputs, outputs, says] of cases) {
    assert.match(String(cardMisfit(CARD, { inputs, outputs, batchSize: 1 })), says);
  }
});
