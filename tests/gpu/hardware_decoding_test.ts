import assert from "node:assert/strict";
import { fullHdVideo } from "../../benches/gpu/video.ts";
import { createDecoderChoice, FFMPEG_DECODING } from "../../src/platform/ffmpeg/decoder_choice.ts";
import { decodeFrames, type HardwareDecoding } from "../../src/platform/ffmpeg/frame_stream.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { probeVideo } from "../../src/platform/ffmpeg/video_probe.ts";
import { gpuTest } from "./gpu_test_case.ts";
import { fileClip } from "../../src/records/clip_source.ts";

const clip = join(projectRoot(), "datasets", "demo", "cap12-001.mp4");

gpuTest("what the GPU is chosen to decode has software's bytes, to the last frame", async () => {
  const choice = createDecoderChoice(FFMPEG_DECODING);
  for (const path of [clip, await fullHdVideo()]) {
    const hardware = await choice.choose(fileClip(path), await probeVideo(fileClip(path)));
    if (hardware === null) continue;
    assert.deepEqual(await digests(path, hardware), await digests(path, null));
  }
  for (const { kind, decoder, reason } of choice.notes()) {
    console.log(`${kind}: ${decoder}${reason ? ` (${reason})` : ""}`);
  }
}, { files: [clip] });

async function digests(path: string, hardware: HardwareDecoding | null): Promise<string[]> {
  const found: string[] = [];
  const options = { positions: "all", hardware } as const;
  for await (
    const { image } of decodeFrames(fileClip(path), await probeVideo(fileClip(path)), options)
  ) {
    found.push(sha256Hex(image.data));
  }
  assert.ok(found.length > 0);
  return found;
}
