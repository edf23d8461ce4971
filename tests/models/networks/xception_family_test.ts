import { deepStrictEqual as equal, match } from "node:assert/strict";
import { join } from "node:path";
import type { BuiltNetwork } from "../../../src/models/networks/network_family.ts";
import { xceptionFamily } from "../../../src/models/networks/xception_family.ts";
import { sha256File } from "../../../src/platform/files/hash.ts";
import { inTemporaryHome } from "../../temporary_home.ts";
import { errorOf } from "../model_folder.ts";
import { hashedCheckpoint, type HashedNetwork } from "./hashed_checkpoint.ts";
import { type MadeTensor, writeSafetensors } from "./made_safetensors.ts";

function network(change: Partial<HashedNetwork> = {}): MadeTensor[] {
  const whole: HashedNetwork = {
    name: "xception",
    family: "xception",
    library: "xception",
    variant: "",
    prefix: "",
    head: "fc",
    side: 0,
    classes: 2,
    namesSha256: "",
    logits: [],
    ...change,
  };
  return hashedCheckpoint(whole, { seed: 1, headGain: 1 });
}

async function built(tensors: readonly MadeTensor[]): Promise<BuiltNetwork & { sha256: string }> {
  let made: (BuiltNetwork & { sha256: string }) | undefined;
  await inTemporaryHome(async (home) => {
    const [path, target] = [join(home, "w.safetensors"), join(home, "m.onnx")];
    writeSafetensors(path, tensors);
    const network = await xceptionFamily.build(path, { target, size: null, asked: null });
    made = { ...network, sha256: await sha256File(target) };
  });
  return made!;
}

const extra = (name: string, ...shape: number[]): MadeTensor => ({
  name,
  shape,
  numbers: () => new Float32Array(shape.reduce((product, side) => product * side, 1)),
});

Deno.test("names of timm, DeepfakeBench, FaceForensics++ and icpr2020dfdc are one network, prepared as theirs", async () => {
  const timm = await built(network());
  equal([timm.input.size, timm.input.std, timm.output.index], [299, [0.5, 0.5, 0.5], 1]);
  const bench = await built([
    ...network({ prefix: "backbone.", head: "last_linear" }),
    extra("backbone.adjust_channel.0.weight", 512, 2048, 1, 1),
    extra("backbone.adjust_channel.0.bias", 512),
    extra("backbone.adjust_channel.1.running_mean", 512),
  ]);
  equal([bench.sha256, bench.input.size], [timm.sha256, 256]);
  match(bench.notes.join(" "), /names are those of DeepfakeBench/);
  const forensics = await built(network({ prefix: "model.", head: "last_linear.1" }));
  equal([forensics.sha256, forensics.input.size], [timm.sha256, 299]);
  const icpr = await built(network({ prefix: "xception.", head: "last_linear", classes: 1 }));
  equal([icpr.input.size, icpr.input.mean[0], icpr.output.activation], [224, 0.485, "sigmoid"]);
});

Deno.test("an incomplete network is refused with what is missing", async () => {
  const error = await errorOf(
    built(network().filter(({ name }) => name !== "block5.rep.1.conv1.weight")),
  );
  match(error.message, /xception: 1 missing \(block5\.rep\.1\.conv1\.weight\)\. Export it/);
  const noHead = await errorOf(built(network().filter(({ name }) => !name.startsWith("fc"))));
  match(noHead.message, /1 missing \(a linear layer \[1 or 2, 2048\]\)/);
  const other = await errorOf(built([extra("cls_token", 1), extra("blocks.0.attn.qkv.weight", 1)]));
  match(other.message, /a Vision Transformer \(ViT\), not of xception/);
});
