import { equal, match, ok } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelCard } from "../../src/stages/classifiers/model_card.ts";
import { leadingStage } from "../../src/records/stage_counts.ts";
import type { Stage } from "../../src/records/run_result.ts";
import { patch } from "../pipeline/copied_checkout.ts";
import { faceTest } from "../platform/ffmpeg/made_face_video.ts";
import { assayIn, proofGround } from "./check_ground.ts";
import { inFolder } from "./in_folder.ts";

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
  // Half precision moves these scores by less than a gate allows; the first differing stage is still given.
  { what: "fp16", set: "precision=fp16", begins: "classify", outcome: "pass" },
  { what: "another model", set: "model=other", begins: "classify", outcome: "fail" },
  { what: "another model of another size", set: "model=large", begins: "crop", outcome: "fail" },
  { what: "mean", input: { mean: [0.5, 0.5, 0.5] }, begins: "classify", outcome: "fail" },
  { what: "std", input: { std: [0.5, 0.5, 0.5] }, begins: "classify", outcome: "fail" },
  { what: "order of channels", input: { channels: "BGR" }, begins: "classify", outcome: "fail" },
  {
    what: "indices off by one",
    patch: {
      file: "src/stages/frames/uniform.ts",
      from: "const last = frameCount - 1;",
      to: "const last = frameCount - 2;",
    },
    ...{ begins: "sample", outcome: "fail" },
  },
  {
    what: "decoding off by one",
    patch: {
      file: "src/platform/ffmpeg/frame_selection.ts",
      from: "return `eq(n,${start})`",
      to: "return `eq(n,${Math.max(start - 1, 0)})`",
    },
    ...{ begins: "decode", outcome: "fail" },
  },
  {
    what: "rounding of the margin",
    patch: {
      file: "src/stages/faces/crop.ts",
      from: "const added = Math.floor(",
      to: "const added = Math.ceil(",
    },
    ...{ begins: "crop", outcome: "fail" },
  },
  {
    what: "what a mean stands for",
    patch: {
      file: "src/stages/pooling/confident.ts",
      from: 'probability: mean(scores, format), branch: "mean"',
      to: 'probability: 1 - mean(scores, format), branch: "mean"',
    },
    ...{ begins: "pool", outcome: "fail" },
  },
  {
    what: "a comment",
    patch: {
      file: "src/stages/faces/crop.ts",
      from: "const added = Math.floor(",
      to: "const added = /* rounded down */ Math.floor(",
    },
    ...{ begins: null, outcome: "pass" },
  },
];

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
  "check judges one change at a time correctly and names the first differing stage",
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
              ["check", "--baseline", "main", "--json", ...set],
            );
            ok(stdout !== "", stderr);
            const { outcome, headline, begins } = JSON.parse(stdout);
            equal(leadingStage(begins.reference), change.begins);
            equal(outcome, change.outcome, headline);
            equal(code, change.outcome === "pass" ? 0 : 1);
            match(
              headline,
              change.begins ? new RegExp(`First differing stage: ${change.begins} `) : /identical/,
            );
          } finally {
            undo();
          }
        });
      }
    }),
);
