import { fileClip } from "../records/clip_source.ts";
import { decodeFrames } from "../platform/ffmpeg/frame_stream.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";
import type { ParityStage } from "./contract.ts";
import { missingVideo } from "./golden_videos.ts";
import { equality, measuresOf, type Tally, tally } from "./tally.ts";

interface GoldenVideo {
  readonly frameCount: number;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly frames: readonly { readonly index: number; readonly sha256: string }[];
}

/** Frame counts, sizes and bytes, compared with OpenCV 4.6. */
export const decoding: ParityStage = {
  title: "decoding",
  async check({ golden, note }) {
    const { videos } = golden.json<{ videos: Record<string, GoldenVideo> }>("decode.json");
    const facts = tally({ what: "frame count, rate and size" });
    const frames = tally({ what: "bytes of frames" });
    const leftOut: string[] = [];
    for (const [name, expected] of Object.entries(videos)) {
      const path = await golden.video(name);
      if (path === null) {
        leftOut.push(missingVideo(name));
        continue;
      }
      note(`decoding ${name}`);
      await compareVideo(name, { path, expected, facts, frames });
    }
    return { measures: measuresOf([facts, frames]), leftOut };
  },
};

async function compareVideo(
  name: string,
  { path, expected, facts, frames }: {
    path: string;
    expected: GoldenVideo;
    facts: Tally;
    frames: Tally;
  },
): Promise<void> {
  const metadata = await probeVideo(fileClip(path));
  const { frameCount, fps, width, height } = metadata;
  facts.add(
    name,
    equality([frameCount, fps, width, height], [
      expected.frameCount,
      expected.fps,
      expected.width,
      expected.height,
    ]),
  );
  const found = new Map<number, string>();
  const positions = expected.frames.map(({ index }) => index);
  for await (const { position, image } of decodeFrames(fileClip(path), metadata, { positions })) {
    found.set(position, sha256Hex(image.data));
  }
  for (const { index, sha256 } of expected.frames) {
    frames.add(`${name}: frame ${index}`, equality(found.get(index), sha256));
  }
}
