import assert from "node:assert/strict";
import { toolError } from "../../../src/records/errors.ts";
import type { DecodedFrame } from "../../../src/records/frame.ts";
import type { VideoMetadata } from "../../../src/records/video.ts";
import {
  createDecoderChoice,
  type DecodingTools,
  FFMPEG_DECODING,
  parseAccelerators,
  SOFTWARE_ONLY,
} from "../../../src/platform/ffmpeg/decoder_choice.ts";
import { decodeFrames, type DecodeOptions } from "../../../src/platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { inTemporaryFolder, makeVideo } from "./made_video.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

const METADATA: VideoMetadata = {
  frameCount: 30,
  fps: 25,
  width: 2,
  height: 2,
  rotation: 0,
  codec: "h264",
  pixelFormat: "yuv420p",
  durationSeconds: null,
};
const NV12 = { downloaded: "nv12", stored: "yuv420p" };

/** The frame at each position, of one byte value. */
async function* frames(
  positions: readonly number[],
  value: (position: number) => number = (position) => position,
): AsyncGenerator<DecodedFrame, void, void> {
  for (const position of positions) {
    const data = new Uint8Array(12).fill(value(position));
    yield await Promise.resolve({ position, image: { width: 2, height: 2, data } });
  }
}

/** Tools whose GPU decodes as `onGpu` does. */
function tools(
  onGpu: (positions: readonly number[]) => AsyncGenerator<DecodedFrame, void, void>,
  listed: readonly string[] = ["vdpau", "cuda"],
) {
  const decoded: ("software" | "cuda")[] = [];
  const made: DecodingTools = {
    accelerators: () => Promise.resolve(listed),
    decode(_path, _metadata, { positions, hardware }: DecodeOptions) {
      decoded.push(hardware ? "cuda" : "software");
      return hardware ? onGpu(positions as number[]) : frames(positions as number[]);
    },
  };
  return { made, decoded };
}

Deno.test("the GPU decodes a kind of video after it has matched software on the first one", async () => {
  const { made, decoded } = tools(frames);
  const choice = createDecoderChoice(made);
  for (const path of ["/a", "/b", "/c"]) {
    assert.deepEqual(await choice.choose(fileClip(path), METADATA), NV12);
  }
  assert.deepEqual(decoded, ["software", "cuda"], "only the first is decoded both ways");
  assert.deepEqual(await choice.choose(fileClip("/d"), { ...METADATA, width: 4 }), NV12);
  assert.equal(decoded.length, 4, "another size is another kind");
  assert.deepEqual(choice.notes(), [
    { kind: "h264 yuv420p 2x2", decoder: "cuda", reason: null },
    { kind: "h264 yuv420p 4x2", decoder: "cuda", reason: null },
  ]);
});

const FAULTS = {
  "different pixels": (positions: readonly number[]) =>
    frames(positions, (position) => position === positions.at(-1) ? 200 : position),
  "fewer frames": (positions: readonly number[]) => frames(positions.slice(0, -1)),
  "more frames": (positions: readonly number[]) => frames([...positions, 99]),
  "with errors": async function* (positions: readonly number[]) {
    yield* frames(positions);
    throw toolError("HARDWARE_DECODING_FAILED", { what: "it failed", remedy: "none" });
  },
};

for (const [words, onGpu] of Object.entries(FAULTS)) {
  Deno.test(`software decodes a kind on which the GPU fails: ${words}`, async () => {
    const choice = createDecoderChoice(tools(onGpu).made);
    assert.equal(await choice.choose(fileClip("/a"), METADATA), null);
    assert.equal(await choice.choose(fileClip("/b"), METADATA), null);
    const [note, ...others] = choice.notes();
    assert.deepEqual([note?.decoder, others.length], ["software", 0]);
    assert.ok(note?.reason?.includes(words), note?.reason ?? "no reason");
  });
}

Deno.test("nothing is decoded twice where the GPU cannot be used", async () => {
  const without = tools(frames, ["vaapi"]);
  assert.equal(await createDecoderChoice(without.made).choose(fileClip("/a"), METADATA), null);
  const wide = tools(frames), choice = createDecoderChoice(wide.made);
  assert.equal(await choice.choose(fileClip("/a"), { ...METADATA, pixelFormat: "yuvj420p" }), null);
  assert.deepEqual([without.decoded, wide.decoded], [[], []]);
  assert.match(choice.notes()[0]!.reason!, /pixel format/);
  assert.equal(await SOFTWARE_ONLY.choose(fileClip("/a"), METADATA), null);
  assert.deepEqual(SOFTWARE_ONLY.notes(), []);
});

Deno.test("a video without frames is not evidence for the GPU", async () => {
  const choice = createDecoderChoice(tools(frames).made);
  assert.equal(await choice.choose(fileClip("/a"), { ...METADATA, frameCount: 0 }), null);
});

Deno.test("a video that the GPU failed on is noted", () => {
  const choice = createDecoderChoice(tools(frames).made);
  choice.noteFailure(METADATA);
  assert.deepEqual(choice.notes().map(({ kind, decoder }) => [kind, decoder]), [
    ["h264 yuv420p 2x2", "software"],
  ]);
});

Deno.test("accelerators are parsed from ffmpeg's list", () => {
  const text = "Hardware acceleration methods:\nvdpau\ncuda\n\n";
  assert.deepEqual(parseAccelerators(text), ["vdpau", "cuda"]);
  assert.deepEqual(parseAccelerators("Hardware acceleration methods:\n\n"), []);
});

Deno.test("whichever decoder is chosen on this machine, the frames equal software's", () =>
  inTemporaryFolder(async (folder) => {
    const path = await makeVideo(folder, { size: "320x240", frames: 20 });
    const metadata = await probeVideo(fileClip(path));
    const choice = createDecoderChoice(FFMPEG_DECODING);
    const hardware = await choice.choose(fileClip(path), metadata);
    assert.equal(choice.notes().length, 1);
    assert.equal(choice.notes()[0]!.decoder, hardware === null ? "software" : "cuda");
    const positions = [3, 17];
    assert.deepEqual(
      await bytes(path, metadata, { positions, hardware }),
      await bytes(path, metadata, { positions }),
    );
  }));

async function bytes(
  path: string,
  metadata: VideoMetadata,
  options: DecodeOptions,
): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for await (const { image } of decodeFrames(fileClip(path), metadata, options)) {
    found.push(image.data.slice());
  }
  assert.equal(found.length, 2);
  return found;
}
