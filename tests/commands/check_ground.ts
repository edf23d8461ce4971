import { equal } from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callCopy, copyCheckout } from "../pipeline/copied_checkout.ts";
import { madeFaceVideo } from "../platform/ffmpeg/made_face_video.ts";
import { tinyModels } from "../pipeline/tiny_models.ts";
import type { Outcome } from "./run_assay.ts";

const CONFIG = {
  version: 1,
  dataset: "clips",
  model: "small",
  provider: "cpu",
  variants: { reference: { frames: 4 } },
  gates: { timing: false },
};

/** A checkout of its own with two clips, three models, a run `first`, and the baseline `main` made of it. */
export async function proofGround(folder: string): Promise<void> {
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
  const made = await assayIn(folder, ["eval", "--out", "first"]);
  equal(made.code, 0, made.stderr);
  const accept = ["check", "--run", "first", "--accept", "main", "--reason", "as it was"];
  const accepted = await assayIn(folder, accept);
  equal(accepted.code, 0, accepted.stderr);
}

/** `small` and `large`, and `other`, which takes faces as `small` does and says the opposite. */
async function placeModels(folder: string): Promise<void> {
  const files = join(folder, "files");
  mkdirSync(files);
  const [small, large] = (await tinyModels(files)).map(({ card }) => card);
  if (!small || !large) throw new Error("a tiny model is missing");
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

/** Calls a command of Assay in that checkout. */
export function assayIn(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const home = { ASSAY_HOME: join(folder, "home") };
  return callCopy(folder, ["main.ts", ...args], { task: args[0]!, env: { ...env, ...home } });
}
