import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { RgbImage } from "../../src/records/frame.ts";
import { AssayError } from "../../src/records/errors.ts";
import { demoDatasetIsBuilt } from "../../src/demo/demo_dataset_state.ts";
import { demoClips } from "../../src/demo/demo_clips.ts";
import { decodeFrames } from "../../src/platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../../src/platform/ffmpeg/video_probe.ts";
import { openDataset } from "../../src/datasets/open_dataset.ts";
import { inTemporaryHome } from "../temporary_home.ts";
import { buildSmallDemo, builtTest, smallRecipe } from "./small_demo.ts";
import { fileClip } from "../../src/records/clip_source.ts";

async function framesOf(path: string): Promise<RgbImage[]> {
  const frames: RgbImage[] = [], metadata = await probeVideo(fileClip(path));
  for await (const { image } of decodeFrames(fileClip(path), metadata, { positions: "all" })) {
    frames.push({ ...image, data: image.data.slice() });
  }
  return frames;
}

/** Mean difference of two frames over the pixels that `keep` keeps. */
function difference(
  [one, other]: readonly [RgbImage, RgbImage],
  keep: (x: number, y: number) => boolean,
): number {
  let sum = 0, count = 0;
  for (let i = 0; i < one.data.length; i++) {
    const pixel = Math.floor(i / 3);
    if (!keep(pixel % one.width, Math.floor(pixel / one.width))) continue;
    sum += Math.abs(one.data[i]! - other.data[i]!);
    count += 1;
  }
  return sum / count;
}

builtTest("a small demo", async (t) => {
  await inTemporaryHome(async (home) => {
    const recipe = await smallRecipe(5), clips = demoClips(recipe), folder = join(home, "one");
    const built = await buildSmallDemo(folder, recipe);

    await t.step("has the planned labels, groups and splits", async () => {
      const { videos, missing } = await openDataset(folder, { datasetsFolder: home });
      equal(videos.length, 2 * clips.length);
      equal(missing.length, 0);
      for (const { name, split } of clips) {
        const pair = videos.filter(({ id }) => id.startsWith(name));
        deepEqual(pair.map(({ label }) => label).sort(), ["FAKE", "REAL"]);
        ok(pair.every((video) => video.split === split && video.group === pair[0]!.group));
      }
    });

    await t.step("differs between FAKE and REAL in every frame, in the face only", async () => {
      for (const { name } of clips.filter((_, i) => i % 4 === 0)) {
        const real = await framesOf(join(folder, `${name}.mp4`));
        const fake = await framesOf(join(folder, `${name}-fake.mp4`));
        equal(fake.length, real.length);
        for (const [i, frame] of real.entries()) requireNewFace([frame, fake[i]!]);
      }
    });

    await t.step("has the same bytes when it is rebuilt", async () => {
      deepEqual(await buildSmallDemo(join(home, "two"), recipe), built);
      equal(await demoDatasetIsBuilt(folder), true);
    });
  });
});

function requireNewFace(pair: readonly [RgbImage, RgbImage]): void {
  const [{ width, height }] = pair;
  const changed = difference(
    pair,
    (x, y) => Math.abs(x / width - 0.53) < 0.08 && Math.abs(y / height - 0.52) < 0.1,
  );
  const faraway = difference(pair, (x, y) => x < width / 5 || y < height / 12);
  ok(changed > 1.5 && faraway < 0.5 * changed, `${changed} in the face, ${faraway} far away`);
}

builtTest("a recording that is not the card's is refused, and nothing is left behind", async () => {
  await inTemporaryHome(async (folder) => {
    const recipe = await smallRecipe(5);
    const [first, ...rest] = recipe.sources;
    const sources = [{ ...first!, sha256: "0".repeat(64) }, ...rest];
    await rejects(
      buildSmallDemo(folder, { ...recipe, sources }),
      (error) => error instanceof AssayError && error.code === "SOURCE_CHANGED",
    );
    equal(await demoDatasetIsBuilt(folder), false);
    ok(readdirSync(folder).every((name) => !name.endsWith(".mp4") && !name.startsWith(".")));
  });
});
