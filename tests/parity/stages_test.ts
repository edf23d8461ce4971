import { deepEqual as same, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import type { Measure, ParityContext } from "../../src/parity/contract.ts";
import { openGoldenFolder } from "../../src/parity/golden_folder.ts";
import { PARITY_STAGES } from "../../src/parity/stages.ts";
import { holds } from "../../src/parity/tally.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { inFolder } from "../commands/in_folder.ts";
import { sharedPath, sharedTest } from "../shared_data.ts";
import { type Edit, editedGolden, keep, plus } from "./edited_golden.ts";

/** A stage over part of the golden data, one number of which is wrong. */
interface Case {
  readonly stage: string;
  /** What makes it short: most of a stage is tested where its code is. */
  readonly less?: readonly Edit[];
  readonly wrong: Edit;
  /** The measure that has to show it, and in how many cases. */
  readonly shows: string;
  readonly cases?: number;
}

const SMALL = ["gap.mp4", "black.mp4"];
const ofSmall = keep<{ readonly video: string }>(({ video }) => SMALL.includes(video));
const withFaces = (
  index: number,
  ...more: (string | number)[]
) => ["runs", 0, "frames", index, "faces", 0, ...more];

const CASES: readonly Case[] = [
  {
    stage: "sampling",
    wrong: { file: "sampling.json", at: ["jitter", 3, "indices", 1], to: plus(1) },
    shows: "jittered indices",
  },
  {
    stage: "reading rules",
    wrong: { file: "sampling.json", at: ["readQuirk", 0, "positions", 1], to: plus(1) },
    shows: "frames that `walk` reads",
  },
  {
    stage: "decoding",
    less: [{
      file: "decode.json",
      at: ["videos"],
      to: (videos) =>
        Object.fromEntries(SMALL.map((name) => [name, (videos as Record<string, unknown>)[name]])),
    }],
    wrong: {
      file: "decode.json",
      at: ["videos", "gap.mp4", "frames", 2, "sha256"],
      to: () => "0",
    },
    shows: "bytes of frames",
  },
  {
    stage: "half size",
    wrong: { file: "resize/pil_mf_even.bin", at: [100], to: plus(1) },
    shows: "images of even and odd sizes",
  },
  {
    stage: "face detection",
    less: [{
      file: "mtcnn/detections.json",
      at: ["images"],
      to: keep<{ readonly source: string; readonly frame: number | null }>(
        ({ source, frame }) => source === "facenet-video.mp4" && frame === 0,
      ),
    }],
    wrong: {
      file: "mtcnn/stages.json",
      at: ["cases", 0, "pnetPerScale", 2, "candidates"],
      to: plus(1),
    },
    shows: "candidates of each stage",
  },
  {
    stage: "crops and faces",
    less: [{ file: "pipeline.json", at: ["runs"], to: ofSmall }],
    wrong: { file: "pipeline.json", at: withFaces(0, "intBox", 0), to: plus(1) },
    shows: "boxes in the frame",
  },
  {
    stage: "face preparation",
    wrong: { file: "resize/iso_fv_tall_380_area.bin", at: [1000], to: plus(1) },
    shows: "INTER_AREA, both ways",
  },
  {
    stage: "classifier",
    less: [{
      file: "efficientnet/logits.json",
      at: ["cases"],
      to: keep<{ readonly inputSize: number }>(({ inputSize }) => inputSize === 224),
    }],
    wrong: { file: "efficientnet/logits.json", at: ["cases", 0, "faceLogits", 0], to: plus(2e-4) },
    shows: "logits of EfficientNet-B0 at 224 px",
  },
  {
    stage: "MesoNet",
    wrong: {
      file: "mesonet/outputs.json",
      at: ["cases", 0, "outputs", "Meso4_DF", "output"],
      to: plus(2e-5),
    },
    shows: "P(real) of images",
  },
  {
    stage: "pooling",
    wrong: { file: "strategy.json", at: ["cases", 0, "branch"], to: () => "none" },
    shows: "confident, float16",
  },
  {
    stage: "end to end",
    less: [{ file: "pipeline.json", at: ["runs"], to: ofSmall }],
    wrong: { file: "pipeline.json", at: ["runs", 0, "score"], to: plus(2e-4) },
    shows: "video scores, crops equal",
  },
  {
    stage: "metrics",
    wrong: { file: "metrics.json", at: ["datasets", 5, "brier"], to: plus(1e-8) },
    shows: "Brier, calibration error",
  },
];

/** Rows that hold what is to differ: nothing does. */
const OFTEN_EMPTY = ["face scores, crops differ", "video scores, crops differ"];

sharedTest("every stage agrees, and finds a single wrong number", async (t) => {
  same(CASES.map(({ stage }) => stage), PARITY_STAGES.map(({ title }) => title));
  for (const { stage, less = [], wrong, shows } of CASES) {
    await t.step(stage, async () => {
      const measures = await measured(stage, [...less, wrong]);
      for (const measure of measures) {
        const { what, cases, exact, within } = measure;
        if (OFTEN_EMPTY.includes(what)) equal(cases, 0, what);
        else ok(cases > 0, `${what} is compared`);
        equal(exact + within, what === shows ? cases - 1 : cases, told(measure));
      }
      ok(measures.some(({ what }) => what === shows));
    });
  }
});

sharedTest("a face whose pixels are not the original's is counted apart", async () => {
  const measures = await measured("end to end", [
    {
      file: "pipeline.json",
      at: ["runs"],
      to: keep<{ video: string; numFrames: number }>((run) =>
        run.video === "gap.mp4" && run.numFrames === 3
      ),
    },
    { file: "pipeline.json", at: withFaces(0, "faceSha256"), to: () => "0" },
  ]);
  ok(measures.every(holds));
  const cases = Object.fromEntries(measures.map(({ what, cases }) => [what, cases]));
  equal(cases["face scores, crops equal"], 4);
  equal(cases["face scores, crops differ"], 1);
  equal(cases["video scores, crops equal"], 1, "the notebook's run, which is 0.5");
  equal(cases["video scores, crops differ"], 1);
});

/** What a stage finds in golden data that differ from those on disk. */
async function measured(stage: string, edits: readonly Edit[]): Promise<readonly Measure[]> {
  const found: Measure[] = [];
  await inFolder(async (workFolder) => {
    const context: ParityContext = {
      golden: editedGolden(openGoldenFolder(sharedPath("golden")), edits),
      mtcnnFolder: join(projectRoot(), "models", "mtcnn"),
      workFolder,
      slow: false,
      note: () => {},
    };
    const { check } = PARITY_STAGES.find(({ title }) => title === stage)!;
    found.push(...(await check(context)).measures);
  });
  return found;
}

function told({ what, worst, broken }: Measure): string {
  return `${what}: ${broken.join("; ")}, worst ${worst}`;
}
