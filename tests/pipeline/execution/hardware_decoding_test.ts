import { deepEqual as equal, ok } from "node:assert/strict";
import { inFolder } from "../../commands/in_folder.ts";
import { makeVideo } from "../../platform/ffmpeg/made_video.ts";
import { context, variant } from "../example_plan.ts";
import { executed, stagesOf } from "../executed.ts";
import { tinyModels } from "../tiny_models.ts";

Deno.test("a video on which the GPU fails is decoded again in software, with the same results", () =>
  inFolder(async (folder) => {
    const path = await makeVideo(folder, { size: "96x64", frames: 30 });
    const whole = { ...context, models: await tinyModels(folder) };
    const one = variant("one", { faceDetector: "whole_frame", model: ["small"], frames: 4 });
    const failed: string[] = [];
    let asked = 0;
    const onBrokenGpu = await executed(path, [one], {
      ...whole,
      wrap: (resources) => ({
        ...resources,
        decoders: {
          choose: () => Promise.resolve({ downloaded: "none", stored: `none${asked++}` }),
          noteFailure: ({ codec }) => failed.push(codec),
          notes: () => [],
        },
      }),
    });
    const bySoftware = await executed(path, [one], whole);
    equal([failed, asked], [["h264"], 1]);
    equal(onBrokenGpu.variants, bySoftware.variants);
    equal(stagesOf(onBrokenGpu, "one"), stagesOf(bySoftware, "one"));
    ok(onBrokenGpu.variants.every(({ fallback }) => fallback === null));
  }));
