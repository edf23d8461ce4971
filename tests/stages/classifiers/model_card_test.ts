import assert from "node:assert/strict";
import { parseModelCard } from "../../../src/stages/classifiers/parse_card.ts";
import { AssayError } from "../../../src/records/errors.ts";

const CARD = {
  schemaVersion: 1,
  name: "thing",
  family: "onnx",
  description: "",
  license: "MIT",
  source: "",
  files: { fp32: { path: "thing.onnx", sha256: null } },
  input: {
    name: "image",
    size: 32,
    channels: "BGR",
    layout: "NHWC",
    scale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  output: { name: "p", activation: "softmax", index: 1, polarity: "real" },
  trainedOn: [],
  limits: "",
};

const WEIGHTS = { file: "thing.pth", url: "https://models.example/thing.pth", sha256: null };

Deno.test("a card may have architecture, weights and verification", () => {
  const verification = {
    onnxRuntime: "1.29.0",
    images: 4,
    halfPrecisionDifference: 0.001,
    forced: false,
  };
  const whole = { ...CARD, architecture: "efficientnet-b7", weights: WEIGHTS, verification };
  assert.deepEqual(parseModelCard(whole, "here"), whole);
  assert.deepEqual(parseModelCard(CARD, "here"), CARD);
  const loopback = { ...WEIGHTS, url: "http://127.0.0.1:8080/thing.pth" };
  assert.equal(parseModelCard({ ...CARD, weights: loopback }, "here").weights?.url, loopback.url);
});

const BROKEN: Readonly<Record<string, object>> = {
  "weights.url": { weights: { ...WEIGHTS, url: "http://models.example/thing.pth" } },
  "weights.file": { weights: { ...WEIGHTS, file: "../thing.pth" } },
  "weights.sha256": { weights: { ...WEIGHTS, sha256: "abc" } },
  "files.fp32.path": { files: { fp32: { path: "../thing.onnx", sha256: null } } },
  "files": { files: {} },
  "input.size": { input: { ...CARD.input, size: 0 } },
  "input.std": { input: { ...CARD.input, std: [1, 0, 1] } },
  "input.channels": { input: { ...CARD.input, channels: "GRB" } },
  "input.mean": { input: { ...CARD.input, mean: [0, 0] } },
  "output.activation": { output: { ...CARD.output, activation: "tanh" } },
  "output.index": { output: { ...CARD.output, index: -1 } },
  "output.polarity": { output: { ...CARD.output, polarity: "maybe" } },
  "family": { family: "torch" },
};

for (const [path, change] of Object.entries(BROKEN)) {
  Deno.test(`a card with a wrong ${path} is an error that names the place`, () => {
    assert.throws(
      () => parseModelCard({ ...CARD, ...change }, "here"),
      (error) =>
        error instanceof AssayError && error.code === "MODEL_CARD_BROKEN" &&
        error.exitCode === 3 && error.message.startsWith(`here: ${path}`),
    );
  });
}

Deno.test("file names that lead to another folder are an error", () => {
  for (const file of ["", ".", "..", "a/b", "/a", "..\\a"]) {
    assert.throws(
      () => parseModelCard({ ...CARD, weights: { ...WEIGHTS, file } }, "here"),
      AssayError,
    );
  }
});
