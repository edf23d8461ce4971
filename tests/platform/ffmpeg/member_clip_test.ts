import { deepEqual as same, rejects } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeFrames } from "../../../src/platform/ffmpeg/frame_stream.ts";
import { countFrames } from "../../../src/platform/ffmpeg/frame_counter.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { sha256Clip } from "../../../src/platform/files/clip_contents.ts";
import { sha256Hex } from "../../../src/platform/files/hash.ts";
import { fileClip } from "../../../src/records/clip_source.ts";
import type { ClipSource, MemberClip } from "../../../src/records/video.ts";
import { inTemporaryFolder, makeVideo } from "./made_video.ts";

/** ffmpeg's names of containers; mp4 with its index behind the frames as well. */
const FORMATS = ["mp4", "mov", "matroska", "avi", "mpegts", "flv", "nut"] as const;

/** Everything that is read of a clip. */
async function factsOf(source: ClipSource) {
  const metadata = await probeVideo(source);
  const frames = [];
  for await (
    const { position, image } of decodeFrames(source, metadata, { positions: [0, 7, 9] })
  ) {
    frames.push([position, sha256Hex(image.data)]);
  }
  return { metadata, frames, total: await countFrames(source), hash: await sha256Clip(source) };
}

/** Writes bytes far into a file that is otherwise empty, which takes no space. */
function writeAt(path: string, bytes: Uint8Array, start: number): MemberClip {
  using file = Deno.openSync(path, { write: true, create: true, truncate: true });
  file.seekSync(start, Deno.SeekMode.Start);
  file.writeSync(bytes);
  file.truncateSync(start + bytes.length + 1000);
  return { kind: "member", archive: path, start, end: start + bytes.length };
}

Deno.test("a member of an archive reads as its file does, in any container and beyond 4 GiB", async (t) => {
  for (const format of FORMATS) {
    await t.step(format, () =>
      inTemporaryFolder(async (folder) => {
        const path = await makeVideo(folder, { format, name: "video.bin", frames: 12 });
        const member = writeAt(join(folder, "a,b:c.zip"), readFileSync(path), 5_000_000_007);
        same(await factsOf(member), await factsOf(fileClip(path)));
      }));
  }
});

Deno.test("a member that is empty, no video, or in an archive that is gone is an error of the video", () =>
  inTemporaryFolder(async (folder) => {
    const member = writeAt(join(folder, "x.tar"), new Uint8Array(5000).fill(65), 512);
    await rejects(probeVideo(member), { code: "VIDEO_UNREADABLE", exitCode: 3 });
    await rejects(probeVideo({ ...member, end: member.start }), { code: "VIDEO_UNREADABLE" });
    await rejects(probeVideo({ ...member, archive: "/nowhere.tar" }), { code: "VIDEO_MISSING" });
  }));
