// Decodes the first frame of a video and one that is far away, and says when it has the first.
import { decodeFrames } from "../../../src/platform/ffmpeg/frame_stream.ts";
import type { VideoMetadata } from "../../../src/records/video.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

const metadata: VideoMetadata = {
  frameCount: 1e9,
  fps: 25,
  // Frames so large that few of them are as many pixels as are decoded in silence.
  width: 5000,
  height: 4000,
  rotation: 0,
  codec: "h264",
  pixelFormat: "yuv420p",
  durationSeconds: null,
};
for await (
  const { position } of decodeFrames(fileClip(Deno.args[0]!), metadata, { positions: [0, 1e8] })
) {
  console.log(position);
}
