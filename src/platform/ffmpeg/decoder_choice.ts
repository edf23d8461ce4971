import type { DecoderNote } from "../../records/decoder_note.ts";
import { AssayError } from "../../records/errors.ts";
import type { DecodedFrame } from "../../records/frame.ts";
import type { VideoMetadata } from "../../records/video.ts";
import { ffmpegPath } from "./ffmpeg_tools.ts";
import { decodeFrames, type HardwareDecoding } from "./frame_stream.ts";
import { runTool } from "../host/tool_process.ts";

/** Who decodes which videos. */
export interface DecoderChoice {
  /** How a GPU is to decode the video at `path`; `null`: software does. Decides on the first video of a kind. */
  choose(path: string, metadata: VideoMetadata): Promise<HardwareDecoding | null>;
  /** Notes that software decoded a video of such a kind again, because the GPU failed on it. */
  gaveUp(metadata: VideoMetadata): void;
  /** What was decided so far. */
  notes(): readonly DecoderNote[];
}

/** What a choice is made with. */
export interface DecodingTools {
  /** Names of the hardware that ffmpeg can decode on, as far as it was built. */
  accelerators(): Promise<readonly string[]>;
  readonly decode: typeof decodeFrames;
}

/** Of ffmpeg. */
export const FFMPEG_DECODING: DecodingTools = {
  async accelerators() {
    const { stdout } = await runTool(ffmpegPath(), ["-hide_banner", "-hwaccels"]);
    return parseAccelerators(stdout);
  },
  decode: decodeFrames,
};

/** For runs without a GPU. */
export const SOFTWARE_ONLY: DecoderChoice = {
  choose: () => Promise.resolve(null),
  gaveUp: () => {},
  notes: () => [],
};

/** What an NVIDIA GPU's decoder delivers for a stream's pixel format; for others there is no lossless way back. */
const DOWNLOADED: Readonly<Record<string, string>> = { yuv420p: "nv12", yuv420p10le: "p010le" };

/**
 * Frames that are decoded both ways: the first ones, and some with more and more before them that they refer to.
 */
const COMPARED = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55];

/**
 * Lets the GPU decode kinds of video whose frames it was seen to decode to the same bytes as software: codec, pixel
 * format and size make a kind, and its first video is decoded both ways.
 */
export function provenDecoding(tools: DecodingTools): DecoderChoice {
  const kinds = new Map<string, Promise<Decision>>();
  const notes: DecoderNote[] = [];
  let listed: Promise<readonly string[]> | null = null;

  async function decide(kind: string, path: string, metadata: VideoMetadata): Promise<Decision> {
    const downloaded = DOWNLOADED[metadata.pixelFormat];
    const hardware = downloaded ? { downloaded, stored: metadata.pixelFormat } : null;
    const reason = hardware === null
      ? "no lossless way from the GPU for this pixel format"
      : (await (listed ??= tools.accelerators())).includes("cuda")
      ? await differenceOnGpu(path, metadata, { tools, hardware })
      : "this ffmpeg was built without CUDA";
    notes.push({ kind, decoder: reason === null ? "cuda" : "software", reason });
    return reason === null ? hardware : null;
  }

  return {
    choose(path, metadata) {
      const kind = kindOf(metadata);
      let decision = kinds.get(kind);
      if (!decision) kinds.set(kind, decision = decide(kind, path, metadata));
      return decision;
    },
    gaveUp(metadata) {
      const reason = "the GPU failed on some of them, and software decoded those again";
      notes.push({ kind: kindOf(metadata), decoder: "software", reason });
    },
    notes: () => notes,
  };
}

type Decision = HardwareDecoding | null;

/** Such as `h264 yuv420p 1920x1080`. */
function kindOf({ codec, pixelFormat, width, height }: VideoMetadata): string {
  return `${codec} ${pixelFormat} ${width}x${height}`;
}

/** The hardware that `ffmpeg -hwaccels` lists. */
export function parseAccelerators(text: string): readonly string[] {
  const [, ...names] = text.split("\n").map((line) => line.trim());
  return names.filter((name) => name !== "");
}

/** Why the GPU may not decode such videos; `null`: its frames are software's. */
async function differenceOnGpu(
  path: string,
  metadata: VideoMetadata,
  { tools: { decode }, hardware }: { tools: DecodingTools; hardware: HardwareDecoding },
): Promise<string | null> {
  const positions = COMPARED.filter((position) => position < metadata.frameCount);
  try {
    return await differenceOf(
      decode(path, metadata, { positions }),
      decode(path, metadata, { positions, hardware }),
    );
  } catch (error) {
    if (error instanceof AssayError) return "the GPU cannot decode them without complaint";
    throw error;
  }
}

/** In what the second sequence of frames differs from the first; `null`: in nothing. Both are ended. */
async function differenceOf(
  software: AsyncGenerator<DecodedFrame, void, void>,
  gpu: AsyncGenerator<DecodedFrame, void, void>,
): Promise<string | null> {
  try {
    let compared = 0;
    for await (const { position, image } of software) {
      const { value } = await gpu.next();
      if (!value || value.position !== position) return "the GPU decodes fewer frames";
      if (!sameBytes(image.data, value.image.data)) return "the GPU decodes other pixels";
      compared++;
    }
    if (!(await gpu.next()).done) return "the GPU decodes more frames";
    return compared === 0 ? "the first such video has no frames to compare" : null;
  } finally {
    await software.return();
    await gpu.return();
  }
}

function sameBytes(ones: Uint8Array, others: Uint8Array): boolean {
  return ones.length === others.length && ones.every((byte, i) => byte === others[i]);
}
