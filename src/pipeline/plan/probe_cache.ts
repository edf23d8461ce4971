import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ClipSource, VideoMetadata } from "../../records/video.ts";
import { readTextFile } from "../../platform/files/regular_file.ts";
import { readClipState } from "../../platform/files/clip_contents.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import { assayHome } from "../../platform/files/project.ts";
import { probeVideo } from "../../platform/ffmpeg/video_probe.ts";

/** Version of the stored metadata, raised when fields are added. */
const KNOWLEDGE = 3;

/**
 * Probes a video, or returns its stored metadata if its source, the state of the files and the build of ffprobe
 * are the same. Only for `plan`, which estimates; a run always probes the file.
 * @throws AssayError when the video cannot be probed
 */
export async function cachedProbe(
  source: ClipSource,
  ffprobeBuild: string,
): Promise<VideoMetadata> {
  const state = await readClipState(source);
  const key = sha256Hex(JSON.stringify([KNOWLEDGE, source, state, ffprobeBuild]));
  const file = join(assayHome(), "stages", "probe", `${key.slice(0, 32)}.json`);
  const known = await readTextFile(file).then(JSON.parse).catch(() => null);
  if (known !== null) return known as VideoMetadata;
  const metadata = await probeVideo(source);
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${crypto.randomUUID()}`;
  await writeFile(temporary, JSON.stringify(metadata));
  await rename(temporary, file);
  return metadata;
}
