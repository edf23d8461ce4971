import { equal, match, ok } from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelCard } from "../../src/classifiers/model_card.ts";
import { leadingStage } from "../../src/domain/stage_counts.ts";
import type { Stage } from "../../src/domain/run_result.ts";
import { callCopy, copyCheckout, patch } from "../pipeline/copied_checkout.ts";
import { faceTest, madeFaceVideo } from "../pipeline/made_face_video.ts";
import { tinyModels } from "../pipeline/tiny_models.ts";
import { inFolder } from "./in_folder.ts";
import type { Outcome } from "./run_assay.ts";

/** One thing that is not as it was when the baseline was accepted. */
interface Change {
  readonly what: string;
  /** A parameter, as `--set` has it. */
  readonly set?: string;
  /** What is another in the model's card. */
  readonly input?: Partial<ModelCard["input"]>;
  /** A line of a copied source. */
  readonly patch?: { readonly file: string; readonly from: string; readonly to: string };
  /** Where it has to be said to begin; `null`: nothing differs. */
  readonly begins: Stage | null;
  readonly outcome: "pass" | "fail";
}

const CHANGES: readonly Change[] = [
  { what: "nothing", begins: null, outcome: "pass" },
  { what: "resize", set: "resize=cubic_down_area_up", begins: "crop", outcome: "fail" },
  { what: "margin", set: "margin=0.2", begins: "crop", outcome: "fail" },
  {
    what: "thresholds of the face detector",
    set: "detectionThresholds=[0.3,0.3,0.3]",
    ...{ begins: "detect", outcome: "fail" },
  },
  // Half precision moves these scores by less than a gate allows; where it begins is told all the same.
  { what: "fp16", set: "precision=fp16", begins: "classify", outcome: "pass" },
  { what: "another model", set: "model=other", begins: "classify", outcome: "fail" },
  { what: "another model of another size", set: "model=large", begins: "crop", outcome: "fail" },
  { what: "mean", input: { mean: [0.5, 0.5, 0.5] }, begins: "classify", outcome: "fail" },
  { what: "std", input: { std: [0.5, 0.5, 0.5] }, begins: "classify", outcome: "fail" },
  { what: "order of channels", input: { channels: "BGR" }, begins: "classify", outcome: "fail" },
  {
    what: "indices off by one",
    patch: {
      file: "src/frames/uniform.ts",
      from: "const last = frameCount - 1;",
      to: "const last = frameCount - 2;",
    },
    ...{ begins: "sample", outcome: "fail" },
  },
  {
    what: "decoding off by one",
    patch: {
      file: "src/runtime/frame_selection.ts",
      from: "return `eq(n,${start})`",
      to: "return `eq(n,${Math.max(start - 1, 0)})`",
    },
    ...{ begins: "decode", outcome: "fail" },
  },
  {
    what: "rounding of the margin",
    patch: {
      file: "src/faces/crop.ts",
      from: "const added = Math.floor(",
      to: "const added = Math.ceil(",
    },
    ...{ begins: "crop", outcome: "fail" },
  },
  {
    what: "what a mean stands for",
    patch: {
      file: "src/pooling/confident.ts",
      from: 'probability: mean(scores, format), branch: "mean"',
      to: 'probability: 1 - mean(scores, format), branch: "mean"',
    },
    ...{ begins: "pool", outcome: "fail" },
  },
  {
    what: "a comment",
    patch: {
      file: "src/faces/crop.ts",
      from: "// Adding 0 makes -0 into 0.",
      to: "// Adding 0 makes 0 of -0.",
    },
    ...{ begins: null, outcome: "pass" },
  },
];

const CONFIG = {
  version: 1,
  dataset: "clips",
  model: "small",
  provider: "cpu",
  variants: { reference: { frames: 4 } },
  gates: { timing: false },
};

/** A checkout of its own with two clips, three models, and a baseline of them. */
async function proofGround(folder: string): Promise<void> {
  copyCheckout(folder);
  const clips = join(folder, "clips");
  mkdirSync(clips);
  await madeFaceVideo(clips, { name: "fake.mp4", frames: 12 });
  await madeFaceVideo(clips, { name: "real.mp4", clip: "franck-001.mp4", frames: 20 });
  const labels = {
    "fake.mp4": { label: "FAKE", original: "x.mp4" },
    "real.mp4": { label: "REAL" },
  };
  writeFileSync(join(clips, "metadata.json"), JSON.stringify(labels));
  writeFileSync(join(folder, "eval.jsonc"), JSON.stringify(CONFIG));
  await placeModels(folder);
  const made = await assayIn(folder, "eval", ["--out", "first"]);
  equal(made.code, 0, made.stderr);
  const accept = ["--run", "first", "--accept", "main", "--reason", "as it was"];
  const accepted = await assayIn(folder, "check", accept);
  equal(accepted.code, 0, accepted.stderr);
}

/** `small` and `large`, and `other`, which takes faces as `small` does and says the opposite. */
async function placeModels(folder: string): Promise<void> {
  const files = join(folder, "files");
  mkdirSync(files);
  const [small, large] = (await tinyModels(files)).map(({ card }) => card);
  const other = { ...small, name: "other", output: { ...small.output, polarity: "real" } };
  for (const card of [small, large, other]) {
    const place = join(folder, "models", card.name);
    mkdirSync(place);
    writeFileSync(join(place, "card.json"), JSON.stringify(card));
    for (const { path } of Object.values(card.files)) {
      writeFileSync(join(place, path), readFileSync(join(files, path)));
    }
  }
}

function assayIn(folder: string, task: string, flags: readonly string[]): Promise<Outcome> {
  const env = { ASSAY_HOME: join(folder, "home") };
  return callCopy(folder, ["main.ts", task, ...flags], { task, env });
}

/** Makes a change. @returns what undoes it */
function applied(folder: string, change: Change): () => void {
  if (change.patch) return patch(folder, change.patch);
  if (!change.input) return () => {};
  const path = join(folder, "models", "small", "card.json");
  const text = readFileSync(path, "utf8");
  const card = JSON.parse(text);
  writeFileSync(path, JSON.stringify({ ...card, input: { ...card.input, ...change.input } }));
  return () => writeFileSync(path, text);
}

faceTest(
  "check judges one change at a time rightly and names the stage where it began",
  (t) =>
    inFolder(async (folder) => {
      await proofGround(folder);
      for (const change of CHANGES) {
        await t.step(change.what, async () => {
          const undo = applied(folder, change);
          try {
            const set = change.set === undefined ? [] : ["--set", change.set];
            const { code, stdout, stderr } = await assayIn(
              folder,
              "check",
              ["--baseline", "main", "--json", ...set],
            );
            ok(stdout !== "", stderr);
            const { outcome, headline, begins } = JSON.parse(stdout);
            equal(leadingStage(begins.reference), change.begins);
            equal(outcome, change.outcome, headline);
            equal(code, change.outcome === "pass" ? 0 : 1);
            match(
              headline,
              change.begins ? new RegExp(`It began at ${change.begins} `) : /the same/,
            );
          } finally {
            undo();
          }
        });
      }
    }),
);
