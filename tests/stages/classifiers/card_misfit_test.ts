import assert from "node:assert/strict";
import { cardMisfit, facesPerRun } from "../../../src/stages/classifiers/card_misfit.ts";
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
      assert.equal(cardMisfit(CARD, network), null);
    }
  }
  const input = { ...CARD.input, layout: "NHWC" } as const;
  const inputs = [tensor("image", [null, 32, 32, 3])];
  assert.equal(cardMisfit({ ...CARD, input }, { inputs, outputs: [LOGITS] }), null);
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
    [[tensor("image", [null, 3, 32, 32], "uint8")], [LOGITS], /"image" is uint8/],
    [[IMAGE], [tensor("logits", [null, 1], "float16")], /"logits" is float16/],
    [[IMAGE], [tensor("logits", [null, 0])], /0 columns, none of index 0/],
  ];
  for (const [inputs, outputs, says] of cases) {
    assert.match(String(cardMisfit(CARD, { inputs, outputs })), says);
  }
});

Deno.test("a fixed batch is the network's, or the card's where the network leaves it open", () => {
  const fixed = [tensor("image", [4, 3, 32, 32])];
  const { input } = CARD;
  assert.equal(cardMisfit(CARD, { inputs: fixed, outputs: [LOGITS] }), null);
  assert.equal(facesPerRun(fixed, CARD), 4);
  assert.equal(facesPerRun([IMAGE], CARD), null);
  assert.equal(facesPerRun([IMAGE], { input: { ...input, batch: 1 } }), 1);
  const other = { ...CARD, input: { ...input, batch: 2 } };
  assert.match(
    String(cardMisfit(other, { inputs: fixed, outputs: [LOGITS] })),
    /takes 4 faces in every run, and the card says 2/,
  );
});

Deno.test("columns of a fixed batch are counted for each face", () => {
  const one = { ...CARD, output: { ...CARD.output, activation: "softmax", index: 1 } } as const;
  const of = (batch: number, shape: TensorFacts["shape"]) =>
    cardMisfit(one, {
      inputs: [tensor("image", [batch, 3, 32, 32])],
      outputs: [tensor("logits", shape)],
    });
  for (const [batch, shape] of [[1, [2]], [1, [1, 2]], [3, [3, 2]], [3, [3, 2, 1, 1]]] as const) {
    assert.equal(of(batch, shape), null);
  }
  for (const [batch, shape] of [[1, [1]], [3, [3]], [3, [3, 1]]] as const) {
    assert.match(String(of(batch, shape)), /1 column, none of index 1/);
  }
});

Deno.test("a softmax over one column and a sigmoid of two are refused with the right value", () => {
  const misfit = (activation: "none" | "sigmoid" | "softmax", columns: number) =>
    cardMisfit({ ...CARD, output: { ...CARD.output, activation } }, {
      inputs: [IMAGE],
      outputs: [tensor("logits", [null, columns])],
    });
  assert.match(String(misfit("softmax", 1)), /the activation is "sigmoid", or "none"/);
  assert.match(String(misfit("sigmoid", 2)), /the activation is "softmax"/);
  for (const columns of [2, 3]) assert.equal(misfit("softmax", columns), null);
  for (const columns of [1, 3]) assert.equal(misfit("sigmoid", columns), null);
  for (const columns of [1, 2]) assert.equal(misfit("none", columns), null);
});
