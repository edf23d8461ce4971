import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import type { RgbImage } from "../../../src/records/frame.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { ffmpegPath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import {
  type EncoderSettings,
  openFrameEncoder,
} from "../../../src/platform/ffmpeg/frame_encoder.ts";
import { decodeFrames } from "../../../src/platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { inTemporaryFolder } from "./made_video.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

const SIZE = { width: 64, height: 48 };
const COUNT = 30;

/** A bright square that moves over a gradient. */
function madeFrame(index: number): RgbImage {
  const data = new Uint8Array(SIZE.width * SIZE.height * 3);
  for (let i = 0; i < data.length; i++) {
    const x = Math.floor(i / 3) % SIZE.width, y = Math.floor(i / 3 / SIZE.width);
    const inSquare = Math.abs(x - 10 - index) < 8 && Math.abs(y - 24) < 8;
    data[i] = inSquare ? 220 : 60 + x;
  }
  return { ...SIZE, data };
}

async function encode(settings: EncoderSettings): Promise<void> {
  const encoder = openFrameEncoder(ffmpegPath(), settings);
  try {
    for (let i = 0; i < COUNT; i++) await encoder.write(madeFrame(i));
    await encoder.finish();
  } finally {
    await encoder.abort();
  }
}

Deno.test("a written video can be read again, frame by frame", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "video.mp4");
    await encode({ path, ...SIZE, fps: 25, crf: 12 });
    const metadata = await probeVideo(fileClip(path));
    equal(metadata.frameCount, COUNT);
    equal(metadata.fps, 25);
    let count = 0;
    for await (
      const { position, image } of decodeFrames(fileClip(path), metadata, { positions: "all" })
    ) {
      const expected = madeFrame(position).data;
      const error = image.data.reduce((sum, value, i) => sum + Math.abs(value - expected[i]!), 0);
      ok(error / expected.length < 4);
      count += 1;
    }
    equal(count, COUNT);
  });
});

Deno.test("equal frames give equal bytes", async () => {
  await inTemporaryFolder(async (folder) => {
    const paths = ["one.mp4", "two.mp4"].map((name) => join(folder, name));
    for (const path of paths) await encode({ path, ...SIZE, fps: 24, crf: 20 });
    const [one, two] = paths.map((path) => Deno.readFileSync(path));
    deepEqual(one, two);
  });
});

Deno.test("a file that cannot be written is an error, whenever ffmpeg notices", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "no such folder", "video.mp4");
    await rejects(
      encode({ path, ...SIZE, fps: 25, crf: 20 }),
      (error) => error instanceof AssayError && error.code === "ENCODER_FAILED",
    );
  });
});

Deno.test("a frame of another size is refused and the encoder can be given up", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = join(folder, "video.mp4");
    const encoder = openFrameEncoder(ffmpegPath(), {
      path,
      width: 32,
      height: 32,
      fps: 25,
      crf: 20,
    });
    await rejects(encoder.write(madeFrame(0)), RangeError);
    await encoder.abort();
  });
});
