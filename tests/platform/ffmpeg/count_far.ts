// Counts the frames of a video.
import { countFrames } from "../../../src/platform/ffmpeg/frame_counter.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

console.log(await countFrames(fileClip(Deno.args[0]!)));
