import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { networkFamily } from "../../../src/models/networks/network_families.ts";
import { sha256Hex } from "../../../src/platform/files/hash.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { inTemporaryHome } from "../../temporary_home.ts";
import { type OpenModel, withModel } from "../onnx/open_model.ts";
import { hashedCheckpoint, type HashedNetwork, type HashOptions } from "./hashed_checkpoint.ts";
import { writeSafetensors } from "./made_safetensors.ts";

const GOLDEN = JSON.parse(
  readFileSync(join(projectRoot(), "tests", "golden", "networks", "logits.json"), "utf8"),
) as HashOptions & { readonly cases: readonly HashedNetwork[] };

/** Logits of images of sines, the k-th `sin(0.001 (k + 1) i)`. */
async function sineLogits(model: OpenModel, { side, classes, logits }: HashedNetwork) {
  const length = 3 * side * side;
  const data = new Float32Array(logits.length * length);
  for (const k of logits.keys()) {
    for (let i = 0; i < length; i++) data[k * length + i] = Math.sin(i * (0.001 * (k + 1)));
  }
  const outputs = await model.run({ image: { data, dims: [logits.length, 3, side, side] } });
  const { data: numbers, dims } = outputs[classes === 1 ? "logit" : "logits"]!;
  equal(dims, [logits.length, classes]);
  return [...numbers].map(Number);
}

for (const network of GOLDEN.cases) {
  Deno.test(`${network.name} gives PyTorch's logits`, async () => {
    await inTemporaryHome(async (home) => {
      const tensors = hashedCheckpoint(network, GOLDEN);
      const [weights, target] = [join(home, "w.safetensors"), join(home, "m.onnx")];
      const bare = network.library === "xception" ? network.prefix : "";
      const names = tensors.map(({ name, shape }) =>
        `${name.slice(bare.length)} [${shape.join(", ")}]`
      );
      equal(sha256Hex(names.join("\n")), network.namesSha256, "names of the state dict");
      writeSafetensors(weights, tensors);
      const family = networkFamily(network.family);
      const { output } = await family.build(weights, { target, size: null, asked: null });
      equal(output.activation, network.classes === 1 ? "sigmoid" : "softmax");
      await withModel(target, async (model) => {
        const found = await sineLogits(model, network);
        for (const [i, logit] of network.logits.flat().entries()) {
          const error = Math.abs(found[i]! - logit);
          ok(error < 1e-4, `${found} differs from ${network.logits} by ${error}`);
        }
      });
    });
  });
}
