import { deepEqual as same, equal, ok } from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ModelCard } from "../../src/stages/classifiers/model_card.ts";
import { openGoldenFolder } from "../../src/parity/golden_folder.ts";
import { goldenRuns } from "../../src/parity/golden_runs.ts";
import { buildSeededClassifier } from "../../src/parity/seeded_classifier.ts";
import { efficientnetInterface } from "../../src/models/networks/efficientnet.ts";
import { inFolder } from "../commands/in_folder.ts";
import { sharedPath, sharedTest } from "../shared_data.ts";
import { copyCheckout, runCopy } from "../pipeline/copied_checkout.ts";
import { card as example } from "../pipeline/example_plan.ts";

const FRAMES = 8;

/** What the original's submission says of each golden video that is here, with so many frames. */
async function goldenSubmission() {
  const golden = openGoldenFolder(sharedPath("golden"));
  const { runs, classifier } = goldenRuns(golden);
  const scores = new Map<string, { path: string; score: number }>();
  for (const { video, mode, numFrames, jitter, score, facesDetected } of runs) {
    // A video without a face is 0.5 whatever the number of frames.
    const fits = mode === "reference" && jitter === 0 &&
      (numFrames === FRAMES || facesDetected === 0);
    const path = fits && !video.startsWith("facenet") ? await golden.video(video) : null;
    if (path !== null) scores.set(video, { path, score });
  }
  return { classifier, scores };
}

sharedTest(
  "predict gives the submission that the original gives",
  () =>
    inFolder(async (folder) => {
      const { classifier, scores } = await goldenSubmission();
      ok(scores.has("gap.mp4") && scores.has("black.mp4"));
      copyCheckout(folder);
      await putClassifier(join(folder, "models", "b0"), classifier);
      const videos = join(folder, "videos");
      mkdirSync(videos);
      for (const [name, { path }] of scores) copyFileSync(path, join(videos, name));
      const config = { version: 1, dataset: "videos", model: "b0", variants: { reference: {} } };
      writeFileSync(join(folder, "eval.jsonc"), JSON.stringify(config));
      const out = join(folder, "run");
      await runCopy(folder, [
        "main.ts",
        "predict",
        videos,
        "--set",
        `frames=${FRAMES}`,
        "--out",
        out,
      ]);
      const [header, ...lines] = readFileSync(join(out, "submission.csv"), "utf8").trim().split(
        "\n",
      );
      equal(header, "filename,label");
      const rows = lines.map((line) => line.split(","));
      same(rows.map(([name]) => name), [...scores.keys()].sort());
      for (const [name, label] of rows) {
        const { score } = scores.get(name!)!;
        ok(Math.abs(Number(label) - score) <= 1e-4, `${name}: ${label} instead of ${score}`);
      }
    }),
);

/** The golden data's classifier as a model of its own. */
async function putClassifier(
  folder: string,
  { seed, fcGain, inputSize }: { seed: number; fcGain: number; inputSize: number },
): Promise<void> {
  const path = await buildSeededClassifier(folder, { variant: "b0", seed, headGain: fcGain });
  const card: ModelCard = {
    ...example,
    name: "b0",
    files: { fp32: { path: path.slice(folder.length + 1), sha256: null } },
    ...efficientnetInterface(inputSize),
  };
  writeFileSync(join(folder, "card.json"), JSON.stringify(card));
}
