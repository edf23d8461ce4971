import type { Point } from "../records/face.ts";
import type { RgbImage } from "../records/frame.ts";
import type { FaceDetector } from "../stages/faces/contract.ts";
import { fileClip } from "../records/clip_source.ts";
import { decodeFrames } from "../platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";
import { type DemoClip, realName } from "./demo_clips.ts";
import { type FaceTrack, steadyTrack } from "./face_track.ts";
import type { WriteClip } from "./clip_writer.ts";

/** A clip in memory, with the face in each of its frames. */
export interface RecordedClip {
  readonly clip: DemoClip;
  readonly fps: number;
  readonly frames: readonly RgbImage[];
  readonly track: FaceTrack;
}

export interface RecordingTools {
  readonly detector: FaceDetector;
  readonly writeClip: WriteClip;
  readonly clipSeconds: number;
}

/** Step of frames in which the face is detected: 25 a second exceed the speed of head motion. */
const SEARCH_STEP = 2;

/** Standard deviation of the landmarks' smoothing, in frames: removes jitter, keeps head motion. */
const SMOOTHING_SIGMA = 1.5;

/**
 * Cuts clips from one recording: keeps their frames, writes each as its REAL clip, and tracks the face.
 * @param path the recording
 * @param clips of that recording; they must not overlap
 */
export async function recordClips(
  path: string,
  clips: readonly DemoClip[],
  tools: RecordingTools,
): Promise<RecordedClip[]> {
  const { fps, stretches } = await decodeClips(path, clips, tools.clipSeconds);
  const recorded: RecordedClip[] = [];
  for (const [clip, frames] of stretches) {
    const track = await recordClip(realName(clip), { frames, fps }, tools);
    recorded.push({ clip, fps, frames, track });
  }
  return recorded;
}

/** Writes the REAL clip while tracking the face; the encoder works in parallel as another process. */
async function recordClip(
  name: string,
  { frames, fps }: { readonly frames: readonly RgbImage[]; readonly fps: number },
  { detector, writeClip }: RecordingTools,
): Promise<FaceTrack> {
  const found: (readonly Point[] | null)[] = [];
  await writeClip(name, fps, async function* () {
    for (const [i, frame] of frames.entries()) {
      const [largest] = i % SEARCH_STEP === 0 ? await detector.detect(frame) : [];
      found.push(largest?.landmarks ?? null);
      yield frame;
    }
  });
  return steadyTrack(found, SMOOTHING_SIGMA);
}

/** Decodes the frames of all clips in one pass over the recording. */
async function decodeClips(path: string, clips: readonly DemoClip[], clipSeconds: number) {
  const source = fileClip(path);
  const metadata = await probeVideo(source);
  const { fps } = metadata;
  const length = Math.ceil(clipSeconds * fps);
  const ordered = clips.toSorted((one, other) => one.start - other.start);
  const stretches = new Map(ordered.map((clip) => [clip, [] as RgbImage[]]));
  const positions = ordered.flatMap(({ start }) =>
    Array.from({ length }, (_, i) => Math.round(start * fps) + i)
  );
  let count = 0;
  for await (const { image } of decodeFrames(source, metadata, { positions })) {
    const clip = ordered[Math.floor(count++ / length)]!;
    stretches.get(clip)!.push({ ...image, data: image.data.slice() });
  }
  return { fps, stretches };
}
