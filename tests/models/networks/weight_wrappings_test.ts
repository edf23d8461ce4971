import { deepStrictEqual as equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { networkFamily } from "../../../src/models/networks/network_families.ts";
import type { BuiltNetwork } from "../../../src/models/networks/network_family.ts";
import { recogniseFamily } from "../../../src/models/networks/recognise_family.ts";
import { sha256File } from "../../../src/platform/files/hash.ts";
import { inTemporaryHome } from "../../temporary_home.ts";
import { errorOf } from "../model_folder.ts";
import { hashedCheckpoint, type HashedNetwork } from "./hashed_checkpoint.ts";
import { type MadeTensor, seededTensors, writeSafetensors } from "./made_safetensors.ts";

const TIMM: Omit<HashedNetwork, "logits" | "side" | "namesSha256"> = {
  name: "timm",
  family: "efficientnet-b0",
  library: "timm",
  variant: "b0",
  prefix: "",
  head: "classifier",
  classes: 2,
};

function network(change: Partial<HashedNetwork> = {}): MadeTensor[] {
  const whole = { ...TIMM, side: 0, namesSha256: "", logits: [], ...change };
  return hashedCheckpoint(whole, { seed: 3, headGain: 1 });
}

interface Import {
  readonly family?: string;
  readonly asked?: string | null;
  readonly file?: string;
}

/** Builds a network from tensors: what it is, and the hash of its file. */
async function built(
  tensors: readonly MadeTensor[],
  { family = "efficientnet-b0", asked = null, file = "w.safetensors" }: Import = {},
): Promise<BuiltNetwork & { readonly sha256: string }> {
  return await inFile(tensors, { file }, async (path, target) => {
    const made = await networkFamily(family).build(path, { target, size: null, asked });
    return { ...made, sha256: await sha256File(target) };
  });
}

async function inFile<T>(
  tensors: readonly MadeTensor[],
  { file }: { readonly file: string },
  use: (path: string, target: string) => Promise<T>,
): Promise<T> {
  let result: T | undefined;
  await inTemporaryHome(async (home) => {
    writeSafetensors(join(home, file), tensors);
    result = await use(join(home, file), join(home, "m.onnx"));
  });
  return result!;
}

const extra = (name: string, ...shape: number[]): MadeTensor => ({
  name,
  shape,
  numbers: () => new Float32Array(shape.reduce((product, side) => product * side, 1)),
});

const under = (prefix: string, tensors: readonly MadeTensor[]) =>
  tensors.map((tensor) => ({ ...tensor, name: prefix + tensor.name }));

const BARE = network();

/** Wrappings of one network, which all are the same model. */
const WRAPPINGS: Readonly<Record<string, readonly MadeTensor[]>> = {
  "module.": under("module.", BARE),
  "_orig_mod.": under("_orig_mod.", BARE),
  "model.": under("model.", BARE),
  "encoder.": under("encoder.", BARE),
  "backbone.": under("backbone.", BARE),
  "module.model.": under("module.model.", BARE),
  "model._orig_mod.": under("model._orig_mod.", BARE),
  "_orig_mod.module.net.backbone.": under("_orig_mod.module.net.backbone.", BARE),
  "a head outside the encoder": network({ prefix: "backbone.", head: "head.1" }),
  "no counters": BARE.filter(({ name }) => !name.endsWith("num_batches_tracked")),
  "an average's counter": [extra("n_averaged"), ...under("module.", BARE)],
  "an unused ImageNet head": [
    ...network({ prefix: "encoder.", head: "classifier_of_fakes" }),
    extra("encoder.classifier.weight", 1000, 1280),
    extra("encoder.classifier.bias", 1000),
  ],
  "weights of a loss and of metrics": [
    ...under("model.", BARE),
    extra("criterion.weight", 2),
    extra("loss_fn.pos_weight", 1),
    extra("val_auc.preds", 3),
    extra("train_acc.tp", 1),
  ],
  "an averaged copy": [...under("model.", BARE), ...under("ema_model.", network({ classes: 1 }))],
};

const bare = await built(BARE);

for (const [what, tensors] of Object.entries(WRAPPINGS)) {
  Deno.test(`${what} changes nothing of the model`, async () => {
    const { sha256, architecture, output } = await built(tensors);
    equal([architecture, output], ["efficientnet-b0", bare.output]);
    equal(sha256, bare.sha256);
  });
}

Deno.test("two classes are a softmax with fake at index 1, and one is a sigmoid; notes say so", async () => {
  equal([bare.output.activation, bare.output.index, bare.output.name], ["softmax", 1, "logits"]);
  match(bare.notes.join(" "), /softmax of index 1 is taken as P\(fake\); if index 0 is fake/);
  const one = await built(network({ classes: 1 }));
  equal([one.output.activation, one.output.index, one.output.name], ["sigmoid", 0, "logit"]);
});

Deno.test("a linear layer without a bias has zeros", async () => {
  const without = await built(BARE.filter(({ name }) => name !== "classifier.bias"));
  const zeros = BARE.map((tensor) =>
    tensor.name === "classifier.bias" ? extra("classifier.bias", 2) : tensor
  );
  equal(without.sha256, (await built(zeros)).sha256);
});

Deno.test("averaged weights beside others are offered, and taken when asked for", async () => {
  const both = WRAPPINGS["an averaged copy"]!;
  const { notes } = await built(both);
  match(
    notes.join(" "),
    /one under model\. It also has ema_model: --weights ema_model takes them/,
  );
  for (const asked of ["ema", "ema_model"]) {
    equal((await built(both, { asked })).output.activation, "sigmoid");
  }
  const error = await errorOf(built(both, { asked: "teacher" }));
  equal(error.code, "WEIGHTS_MISSING");
  match(error.message, /no weights called teacher, only .*ema_model/);
});

Deno.test("two networks, neither of them an average, are not chosen between", async () => {
  const both = [
    ...under("model.rgb.", BARE),
    ...under("model.frequency.", network({ classes: 1 })),
  ];
  const error = await errorOf(built(both));
  equal(error.code, "WEIGHTS_AMBIGUOUS");
  match(error.message, /Give --weights rgb or --weights frequency; a model that uses both/);
  equal((await built(both, { asked: "rgb" })).sha256, bare.sha256);
  equal((await built(both, { asked: "frequency" })).output.activation, "sigmoid");
});

Deno.test("timm's names say neither padding nor epsilon: the family does, and a note says what else they may be", async () => {
  const tf = await built(BARE, { family: "tf-efficientnet-b0" });
  ok(tf.sha256 !== bare.sha256);
  match(tf.notes.join(" "), /TensorFlow's padding, epsilon 0\.001/);
  match(tf.notes.join(" "), /if it was trained as the latter, give --family efficientnet-b0\./);
  match(bare.notes.join(" "), /symmetric padding, epsilon 0\.00001/);
  match(
    bare.notes.join(" "),
    /if it was trained as the latter, give --family tf-efficientnet-b0\./,
  );
  const named = await built(BARE, { file: "tf_efficientnet_b0_best.safetensors" });
  match(named.notes.join(" "), /as the file's name suggests, give --family tf-efficientnet-b0/);
});

Deno.test("the older name of DeepFakeClassifier's family is an alias that says so", async () => {
  const tensors = seededTensors("b0", 1);
  const [older, newer] = [
    await built(tensors),
    await built(tensors, { family: "tf-efficientnet-b0" }),
  ];
  equal([older.sha256, older.architecture], [newer.sha256, "tf-efficientnet-b0"]);
  match(older.notes.join(" "), /efficientnet-b0 is the older name of tf-efficientnet-b0/);
  equal(newer.notes.some((note) => note.includes("older name")), false);
  equal(newer.input.size, 380);
});

Deno.test("names that only one library has decide what is built", async () => {
  const lukemelas = network({ library: "efficientnet_pytorch", prefix: "net.", head: "net._fc" });
  for (const family of ["efficientnet-b0", "tf-efficientnet-b0", "efficientnet-pytorch-b0"]) {
    const { architecture, input } = await built(lukemelas, { family });
    equal([architecture, input.size, input.std], ["efficientnet-pytorch-b0", 380, [1, 1, 1]]);
  }
  const torchvision = network({ library: "torchvision", head: "classifier.1" });
  equal((await built(torchvision)).architecture, "efficientnet-b0");
  const wrong = await errorOf(built(torchvision, { family: "tf-efficientnet-b0" }));
  match(wrong.message, /is torchvision's EfficientNet.* Give --family efficientnet-b0\./);
  const timm = await errorOf(built(BARE, { family: "efficientnet-pytorch-b0" }));
  match(timm.message, /Give --family efficientnet-b0\./);
});

Deno.test("projects are known by names, and faces are prepared as theirs", async () => {
  const bench = network({
    library: "efficientnet_pytorch",
    prefix: "backbone.efficientnet.",
    head: "backbone.last_layer",
  });
  const { input, notes } = await built(bench);
  equal([input.size, input.mean], [256, [0.5, 0.5, 0.5]]);
  match(notes.join(" "), /names are those of DeepfakeBench/);
  match(notes.join(" "), /none before the first convolution/);
  const icpr = network({
    library: "efficientnet_pytorch",
    prefix: "efficientnet.",
    head: "classifier",
    classes: 1,
  });
  equal((await built(icpr)).input.size, 224);
});

/** Weights that no family takes, and what is said. */
const REFUSED: Readonly<Record<string, readonly [tensors: readonly MadeTensor[], says: RegExp]>> = {
  "a neck between encoder and head": [
    [...BARE, extra("neck.weight", 512, 1280), extra("neck.bias", 512)],
    /2 unexpected \(neck\.weight, neck\.bias\).*torch\.onnx\.export\(model\.eval\(\)/,
  ],
  "two heads": [
    [...BARE, extra("aux.weight", 1, 1280), extra("aux.bias", 1)],
    /two linear layers of one or two outputs \(classifier\.weight, aux\.weight\)/,
  ],
  "ImageNet's head": [
    network({ classes: 1000 }),
    /classifier\.weight tells ImageNet's classes, not real from fake\. Train it/,
  ],
  "five classes": [network({ classes: 5 }), /is for 5 classes/],
  "no head": [
    BARE.filter(({ name }) => !name.startsWith("classifier")),
    /1 missing \(a linear layer \[1 or 2, 1280\]\)/,
  ],
  "another network": [
    [extra("layer1.0.conv1.weight", 1), extra("layer4.0.bn1.weight", 1), extra("fc.weight", 1)],
    /holds the weights of a ResNet or one of its kin .* not of efficientnet-b0\. Export it/,
  ],
  "a network whose first layer is called the same": [
    [extra("conv_stem.weight", 16, 3, 3, 3), extra("conv_head.bias", 1280)],
    /holds the weights of MobileNetV3/,
  ],
  "an unknown network": [
    [extra("a.weight", 1)],
    /parameters have other names \(a\.weight, …\)\. Export it/,
  ],
};

for (const [what, [tensors, says]] of Object.entries(REFUSED)) {
  Deno.test(`refused with what to do: ${what}`, async () => {
    const error = await errorOf(built(tensors));
    equal([error.code, error.exitCode], ["CHECKPOINT_MISMATCH", 3]);
    match(error.message, says);
  });
}

Deno.test("families are recognised by names, where those tell", async () => {
  const families = async (tensors: readonly MadeTensor[]) =>
    await inFile(
      tensors,
      { file: "w.safetensors" },
      async (path) => await recogniseFamily(path, null),
    );
  equal(await families(under("model.", BARE)), ["tf-efficientnet-b0", "efficientnet-b0"]);
  equal(await families(seededTensors("b0", 1)), ["tf-efficientnet-b0"]);
  equal(
    await families(network({ library: "torchvision", head: "classifier.1" })),
    ["efficientnet-b0"],
  );
  equal(
    await families(network({ library: "efficientnet_pytorch", head: "_fc" })),
    ["efficientnet-pytorch-b0"],
  );
  match(
    (await errorOf(families([extra("cls_token", 1), extra("blocks.0.attn.qkv.weight", 1)])))
      .message,
    /a Vision Transformer \(ViT\).*Export it/,
  );
});
