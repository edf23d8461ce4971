import type { Variant } from "../../src/config/variant.ts";
import { PRESETS } from "../../src/config/presets.ts";
import type { ModelCard } from "../../src/stages/classifiers/model_card.ts";
import { STAGES } from "../../src/records/run_result.ts";
import type { PlanContext } from "../../src/pipeline/plan/make_plan.ts";
import type { PlannedModel } from "../../src/pipeline/plan/plan.ts";
import type { StageVersions } from "../../src/pipeline/keys/keys.ts";

export const card: ModelCard = {
  schemaVersion: 1,
  name: "small",
  family: "onnx",
  description: "",
  license: "MIT",
  source: "a test",
  files: {
    fp32: { path: "small.onnx", sha256: null },
    fp16: { path: "small16.onnx", sha256: null },
  },
  input: {
    name: "x",
    size: 32,
    channels: "RGB",
    layout: "NCHW",
    scale: 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  output: { name: "y", activation: "sigmoid", index: 0, polarity: "fake" },
  trainedOn: [],
  limits: "",
};

export const models: readonly PlannedModel[] = [
  { card, folder: "/models/small", sha256: { fp32: "a1", fp16: "a2" }, interface: "i1" },
  {
    card: { ...card, name: "large", input: { ...card.input, size: 64 } },
    folder: "/models/large",
    sha256: { fp32: "b1", fp16: "b2" },
    interface: "i2",
  },
];

export const versions = Object.fromEntries(STAGES.map((stage) => [stage, "v1"])) as StageVersions;

export const context: PlanContext = {
  provider: "cpu",
  threads: 1,
  versions,
  fileHash: (file) => `hash of ${file}`,
  models,
};

/** A reference variant with changes. */
export function variant(name: string, changes: Partial<Variant> = {}): Variant {
  return { ...PRESETS.reference, model: ["small"], name, ...changes };
}
