import { deepStrictEqual as equal, match, ok } from "node:assert/strict";
import { AssayError } from "../../../src/records/errors.ts";
import type {
  CheckpointTensor,
  MetadataValue,
} from "../../../src/models/checkpoints/checkpoint.ts";
import { decideKind, likelyKinds } from "../../../src/models/networks/efficientnet_kind.ts";
import type { EfficientnetKind } from "../../../src/models/networks/efficientnet_origin.ts";

function facts(metadata: Readonly<Record<string, MetadataValue>>, prefix = "") {
  const name = prefix === "" ? "classifier" : "fc";
  const head = { name, weight: {} as CheckpointTensor, bias: null, classes: 1 } as const;
  return {
    variant: "b4",
    place: { library: "timm", prefix, others: [] },
    match: { head, attention: false, found: new Map() },
    weights: { file: "w.pth", metadata: new Map(Object.entries(metadata)) },
  } as const;
}

/** What timm and other training scripts store about the network. */
const STATED: readonly Readonly<Record<string, MetadataValue>>[] = [
  { arch: "tf_efficientnet_b4" },
  { arch: "tf_efficientnet_b4_ns" },
  { args: { lr: 1, model: "tf_efficientnet_b4.ns_jft_in1k" } },
  { hyper_parameters: { model_name: "timm/tf_efficientnet_b4" } },
];

for (const metadata of STATED) {
  Deno.test(`${JSON.stringify(metadata)} tells timm's implementation`, () => {
    equal(decideKind("tf-efficientnet", facts(metadata)), { kind: "tf-efficientnet", notes: [] });
    equal(likelyKinds(facts(metadata)), ["tf-efficientnet"]);
    match(
      refusal("efficientnet", metadata),
      /it is .*tf_efficientnet_b4.*as it says, whose padding/,
    );
    match(refusal("efficientnet", metadata), /Give --family tf-efficientnet-b4\./);
  });
}

Deno.test("a plain network that says so is not built as TensorFlow's", () => {
  const metadata = { arch: "efficientnet_b4" };
  match(refusal("tf-efficientnet", metadata), /Give --family efficientnet-b4\./);
  equal(decideKind("efficientnet", facts(metadata, "encoder.")).kind, "efficientnet");
});

Deno.test("other architectures beside weights are no contradiction", () => {
  for (const metadata of [{ arch: "B4" }, { arch: 4 }, { args: [1] }, {}]) {
    equal(decideKind("efficientnet", facts(metadata)).kind, "efficientnet");
    equal(likelyKinds(facts(metadata)), ["tf-efficientnet", "efficientnet"]);
  }
});

function refusal(asked: EfficientnetKind, metadata: Readonly<Record<string, MetadataValue>>) {
  try {
    decideKind(asked, facts(metadata));
  } catch (error) {
    ok(error instanceof AssayError && error.code === "CHECKPOINT_MISMATCH");
    return error.message;
  }
  throw new Error("it was taken");
}
