// Counts the frames of a video.
import { countFrames } from "../../../src/platform/ffmpeg/frame_counter.ts";

console.log(await countFrames(Deno.args[0]!));
