// Runs a network that never ends over three videos, with little patience, and exits as a command does:
// `run_endless.ts VIDEO FOLDER`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { AssayError } from "../../../src/records/errors.ts";
import { DEFAULT_LIMITS } from "../../../src/records/limits.ts";
import type { DatasetVideo, VideoId } from "../../../src/records/video.ts";
import { executePlan } from "../../../src/pipeline/execution/execute.ts";
import { makePlan } from "../../../src/pipeline/plan/make_plan.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { endlessNetwork } from "../../models/endless_network.ts";
import { card, context, variant } from "../example_plan.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

const [path, folder] = Deno.args;
if (!path || !folder) throw new Error("VIDEO and FOLDER are missing");
writeFileSync(join(folder, "endless.onnx"), endlessNetwork(card.input.size));
const endless = {
  ...card,
  files: { fp32: { path: "endless.onnx", sha256: null } },
  input: { ...card.input, name: "image" },
  output: { ...card.output, name: "logit" },
};
const whole = variant("whole", { faceDetector: "whole_frame", detectorScale: 1, boxScale: 1 });
const models = [{ card: endless, folder, sha256: { fp32: "endless" }, interface: "i" }];
const plan = makePlan([whole], { ...context, models });
const videos = ["a", "b", "c", "d"].map((name): DatasetVideo => {
  const id = `${name}.mp4` as VideoId;
  return { id, source: fileClip(path), label: null, group: id, split: null, tags: {} };
});
try {
  const limits = { ...DEFAULT_LIMITS, silenceSeconds: 3 };
  const folders = { models: join(projectRoot(), "models") };
  const options = { folders, timing: "attributed", workers: 1, limits } as const;
  for await (const event of executePlan(plan, videos, options)) {
    if (event.kind !== "video") continue;
    const { filename, variants: [verdict] } = event.record;
    console.log(filename, verdict?.fallback, verdict?.error);
  }
} catch (error) {
  if (!(error instanceof AssayError)) throw error;
  console.log(error.code);
  Deno.exit(error.exitCode);
}
