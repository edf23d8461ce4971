import { deepEqual as same, equal, ok } from "node:assert/strict";
import { type Stage, STAGES } from "../../../src/records/run_result.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { copyCheckout, patch, runCopy } from "../copied_checkout.ts";
import { partsAt, type stagesOf } from "../executed.ts";
import { faceTest, madeFaceVideo } from "../../platform/ffmpeg/made_face_video.ts";

const DRIVER = "tests/pipeline/print_stages.ts";
const HELPERS = ["example_plan.ts", "executed.ts", "tiny_models.ts"];

/** What the stage cache holds. */
const CACHED: readonly Stage[] = ["decode", "detect", "crop"];

/** What of it is still good where a stage's source has changed; left out: nothing. */
const CACHED_BEFORE: Readonly<Partial<Record<Stage, readonly Stage[]>>> = {
  crop: ["detect"],
  classify: CACHED,
};

/** One line of preprocessing changed. */
interface Patch {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Where keys part: at the first stage that the file may act on. */
  readonly keys: Stage;
  /** Where digests part; `null`: nowhere. */
  readonly digests: Stage | null;
}

const PATCHES: readonly Patch[] = [
  {
    what: "the rows behind a row of a half-size frame",
    file: "src/base/numeric/pillow/half_size.ts",
    from: "const first = down.first[y]!,",
    to: "const first = Math.max(down.first[y]! - 1, 0),",
    keys: "detect",
    digests: "detect",
  },
  {
    what: "the rounding of margins",
    file: "src/stages/faces/crop.ts",
    from: "const added = Math.floor(",
    to: "const added = Math.ceil(",
    keys: "crop",
    digests: "crop",
  },
  {
    what: "the choice of interpolation",
    file: "src/stages/faces/preparation.ts",
    from: 'longer > size ? "down" : "up"',
    to: 'longer > size ? "up" : "down"',
    keys: "crop",
    digests: "crop",
  },
  {
    what: "the normalisation of a classifier's input",
    file: "src/stages/classifiers/input_tensor.ts",
    from: "divides ? 255 : scale",
    to: "divides ? 256 : scale",
    keys: "classify",
    digests: "classify",
  },
  {
    what: "a comment",
    file: "src/stages/faces/crop.ts",
    from: "const added = Math.floor(",
    to: "const added = /* rounded down */ Math.floor(",
    keys: "crop",
    digests: null,
  },
];

faceTest(
  "a line of preprocessing that is patched shows at its stage, over a stage cache full of older results too",
  (t) =>
    inFolder(async (folder) => {
      const video = await madeFaceVideo(folder, { frames: 12 });
      copyCheckout(folder, [DRIVER, ...HELPERS.map((name) => `tests/pipeline/${name}`)]);
      const run = async (): Promise<ReturnType<typeof stagesOf>> =>
        JSON.parse(await runCopy(folder, [DRIVER, video, folder, "fp32"]));
      const before = await run();
      const fromCache = (stages: typeof before) =>
        STAGES.filter((stage) => stages[stage].mode === "cached");
      same(fromCache(before), []);
      ok(STAGES.every((stage) => before[stage].digest !== null));
      for (const { what, keys, digests, ...change } of PATCHES) {
        await t.step(what, async () => {
          const undo = patch(folder, change);
          try {
            const after = await run();
            equal(partsAt(before, after, "key"), keys);
            equal(partsAt(before, after, "digest"), digests);
            same(fromCache(after), CACHED_BEFORE[keys] ?? []);
          } finally {
            undo();
          }
        });
      }
      const again = await run();
      equal(partsAt(before, again, "key"), null);
      equal(partsAt(before, again, "digest"), null);
      same(fromCache(again), CACHED);
    }),
);
