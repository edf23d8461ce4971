import { deepEqual as same, equal, ok, rejects } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeFrames } from "../../../src/platform/ffmpeg/frame_stream.ts";
import { countFrames } from "../../../src/platform/ffmpeg/frame_counter.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { sha256Hex } from "../../../src/platform/files/hash.ts";
import type { ClipSource, FramesClip } from "../../../src/records/video.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { goldenPictures, plainPng } from "./made_pictures.ts";

/** Writes pictures as the frames of a clip, under names that say nothing of their kind. */
function clipOf(folder: string, pictures: readonly Uint8Array[]): FramesClip {
  const names = pictures.map((_, i) => `${i}.png`);
  pictures.forEach((bytes, i) => writeFileSync(join(folder, names[i]!), bytes));
  return { kind: "frames", folder, names };
}

async function decoded(source: ClipSource, positions: readonly number[] | "all" = "all") {
  const frames = [];
  for await (
    const { position, image } of decodeFrames(source, await probeVideo(source), { positions })
  ) {
    frames.push({ position, width: image.width, height: image.height, first: image.data[0] });
  }
  return frames;
}

Deno.test("pictures of all kinds decode to OpenCV's bytes, whatever their files are called", () =>
  inFolder(async (folder) => {
    const pictures = goldenPictures();
    ok(pictures.length > 50);
    const source = clipOf(folder, pictures.map(({ bytes }) => bytes));
    const differing: string[] = [];
    let count = 0;
    for await (
      const { position, image } of decodeFrames(source, await probeVideo(source), {
        positions: "all",
      })
    ) {
      const { name, width, height, sha256 } = pictures[position]!;
      const isSame = image.width === width && image.height === height &&
        sha256Hex(image.data) === sha256;
      if (!isSame) differing.push(name);
      count++;
    }
    same(differing, []);
    equal(count, pictures.length);
  }));

Deno.test("only the wanted pictures are read, each in its own size", () =>
  inFolder(async (folder) => {
    const source = clipOf(folder, [1, 2, 3, 4].map((side) => plainPng(side, 2 * side, side)));
    Deno.removeSync(join(folder, "0.png"));
    same(await decoded(source, [3, 1]), [
      { position: 1, width: 2, height: 4, first: 2 },
      { position: 3, width: 4, height: 8, first: 4 },
    ]);
  }));

Deno.test("a clip of pictures states their number, the first one's size, no times and no rotation", () =>
  inFolder(async (folder) => {
    const source = clipOf(folder, [plainPng(5, 4, 1), plainPng(8, 8, 2)]);
    same(await probeVideo(source), {
      ...{ frameCount: 2, isEstimate: false, packetCount: 2, leadingCount: 0, decodedCount: 2 },
      ...{ fps: 0, width: 5, height: 4, rotation: 0, codec: "png", pixelFormat: "rgb24" },
      durationSeconds: null,
    });
    same(await countFrames(source), { frames: 2, lasting: true });
  }));

Deno.test("a picture that cannot be read is a frame that is missing; without any the clip is an error", () =>
  inFolder(async (folder) => {
    const damaged = plainPng(9, 9, 1);
    damaged[damaged.length - 20]! ^= 1;
    const text = new TextEncoder().encode("not a picture");
    const source = clipOf(folder, [text, plainPng(3, 3, 7), damaged, plainPng(3, 3, 8)]);
    same((await decoded(source)).map(({ position }) => position), [1, 3]);
    await rejects(decoded(clipOf(folder, [text])), { code: "VIDEO_UNDECODABLE", exitCode: 3 });
    const metadata = await probeVideo(clipOf(folder, [plainPng(9, 9, 1)]));
    const broken = clipOf(folder, [damaged]);
    await rejects(async () => {
      for await (const _ of decodeFrames(broken, metadata, { positions: [0] }));
    }, { code: "VIDEO_UNDECODABLE" });
  }));

Deno.test("a picture above the limit is refused by its header, the first and a later one", () =>
  inFolder(async (folder) => {
    const source = clipOf(folder, [plainPng(10, 10, 1), plainPng(20, 10, 1)]);
    await rejects(probeVideo(source, { megapixels: 0.0000999 }), { code: "VIDEO_TOO_LARGE" });
    const metadata = await probeVideo(source, { megapixels: 0.0001 });
    await rejects(async () => {
      for await (
        const _ of decodeFrames(source, metadata, { positions: "all", megapixels: 0.0001 })
      );
    }, { code: "VIDEO_TOO_LARGE", exitCode: 3 });
  }));

Deno.test("an aborted signal ends the decoding of pictures with its reason", () =>
  inFolder(async (folder) => {
    const source = clipOf(folder, [plainPng(3, 3, 7), plainPng(3, 3, 8)]);
    const metadata = await probeVideo(source);
    const controller = new AbortController();
    const { signal } = controller;
    await rejects(async () => {
      for await (const _ of decodeFrames(source, metadata, { positions: "all", signal })) {
        controller.abort(new Error("stopped"));
      }
    }, { message: "stopped" });
  }));
