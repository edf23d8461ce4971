import { equal, ok } from "node:assert/strict";
import { fileClip } from "../../../src/records/clip_source.ts";
import { join } from "node:path";
import {
  FRAME_EXTENSIONS,
  isFrameName,
  isOtherVideoName,
  isVideoName,
  stemOf,
  VIDEO_EXTENSIONS,
} from "../../../src/datasets/tree/clip_names.ts";
import { ffmpegPath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { probeVideo } from "../../../src/platform/ffmpeg/video_probe.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { runTool } from "../../../src/platform/host/tool_process.ts";
import { inTemporaryFolder } from "../../platform/ffmpeg/made_video.ts";

const H264 = "libx264", MPEG1 = "mpeg1video", MPEG2 = "mpeg2video";

/** What usually is in a file of each extension: ffmpeg's muxer and encoder. */
const USUAL: Readonly<Record<typeof VIDEO_EXTENSIONS[number], readonly [string, string]>> = {
  ...{ mp4: ["mp4", H264], m4v: ["mp4", H264], mov: ["mov", H264], qt: ["mov", H264] },
  ...{ "3gp": ["3gp", H264], "3g2": ["3g2", H264], f4v: ["f4v", H264] },
  ...{ mkv: ["matroska", H264], webm: ["webm", "libvpx"], avi: ["avi", "mpeg4"] },
  ...{ divx: ["avi", "mpeg4"], wmv: ["asf", "wmv2"], asf: ["asf", "wmv2"] },
  ...{ ts: ["mpegts", H264], mts: ["mpegts", H264], m2t: ["mpegts", H264], m2ts: ["mpegts", H264] },
  ...{ mpg: ["mpeg", MPEG1], mpeg: ["mpeg", MPEG2], mpe: ["mpeg", MPEG1], vob: ["vob", MPEG2] },
  ...{ m1v: ["mpeg1video", MPEG1], m2v: ["mpeg2video", MPEG2], flv: ["flv", "flv"] },
  ...{ ogv: ["ogg", "libtheora"], ogg: ["ogg", "libtheora"], ivf: ["ivf", "libvpx"] },
  ...{ nut: ["nut", H264] },
};

Deno.test("a video of every extension in the list is opened", () =>
  inTemporaryFolder(async (folder) => {
    const made = VIDEO_EXTENSIONS.map(async (extension) => {
      const [format, encoder] = USUAL[extension];
      const path = join(folder, `video.${extension}`);
      const result = await runTool(ffmpegPath(), [
        ...["-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=25:d=0.4"],
        ...["-c:v", encoder, "-pix_fmt", "yuv420p", "-f", format, `file:${path}`],
      ]);
      ok(result.success, `${extension}: ${result.stderr}`);
      equal((await probeVideo(fileClip(path))).width, 64, extension);
    });
    await Promise.all(made);
  }));

Deno.test("an extension is a video's, a frame's or another film's, in any case, and no two", () => {
  for (const extension of [...VIDEO_EXTENSIONS, ...FRAME_EXTENSIONS, "gif", "mxf", "rm", "txt"]) {
    for (const name of [`a.${extension}`, `b.c.${extension.toUpperCase()}`]) {
      const kinds = [isVideoName, isFrameName, isOtherVideoName].filter((isOne) => isOne(name));
      equal(kinds.length, extension === "txt" ? 0 : 1, name);
    }
  }
  for (const name of ["mp4", "clip.1", "a"]) ok(!isVideoName(name), name);
});

Deno.test("the stem of a name lacks a video's extension alone", () => {
  equal(stemOf("a.b.MP4"), "a.b");
  equal(stemOf("clip.1"), "clip.1");
  equal(stemOf("a"), "a");
});

Deno.test("docs/labels.md lists the extensions of videos", async () => {
  const text = await Deno.readTextFile(join(projectRoot(), "docs", "labels.md"));
  const section = text.slice(text.indexOf("These extensions are taken"));
  equal(
    [...section.matchAll(/`\.(\w+)`/g)].map((match) => match[1]).join(),
    VIDEO_EXTENSIONS.join(),
  );
});
