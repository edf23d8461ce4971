import type { DecoderNote } from "../../records/decoder_note.ts";
import { AssayError } from "../../records/errors.ts";
import type { DecodedFrame } from "../../records/frame.ts";
import type { ClipSource, VideoMetadata } from "../../records/video.ts";
import { DEFAULT_PATIENCE } from "../host/countdown.ts";
import { ffmpegPath } from "./ffmpeg_tools.ts";
import { decodeFrames, type HardwareDecoding } from "./frame_stream.ts";
import { isStream } from "./clip_stream.ts";
import { runTool } from "../host/tool_process.ts";

/** Chooses the decoder (GPU or software) of each video. */
export interface DecoderChoice {
  /** Returns how the GPU decodes a video; `null`: by software. Decides on the first video of a kind. */
  choose(source: ClipSource, metadata: VideoMetadata): Promise<HardwareDecoding | null>;
  /** Notes that the GPU failed on a video of this kind, so that software decoded it again. */
  noteFailure(metadata: VideoMetadata): void;
  /** Returns the decisions so far. */
  notes(): readonly DecoderNote[];
}

/** Access to ffmpeg; tests pass their own. */
export interface DecodingTools {
  /** Lists the hardware accelerators that this ffmpeg was built with, by ffmpeg's names. */
  accelerators(): Promise<readonly string[]>;
  readonly decode: typeof decodeFrames;
}

/** Decoding with the linked ffmpeg. */
export const FFMPEG_DECODING: DecodingTools = {
  async accelerators() {
    const { stdout } = await runTool(ffmpegPath(), ["-hide_banner", "-hwaccels"], {
      patience: DEFAULT_PATIENCE,
    });
    return parseAccelerators(stdout);
  },
  decode: decodeFrames,
};

/** Choice for runs without a GPU. */
export const SOFTWARE_ONLY: DecoderChoice = {
  choose: () => Promise.resolve(null),
  noteFailure: () => {},
  notes: () => [],
};

/** Pixel format that an NVIDIA decoder delivers for a stream's; other formats have no lossless conversion back. */
const DOWNLOADED: Readonly<Record<string, string>> = { yuv420p: "nv12", yuv420p10le: "p010le" };

/**
 * Positions of the frames that are decoded both ways: the first few, and later ones, which depend on more and
 * more frames before them.
 */
const COMPARED = [0, 1, 2, 3, 5, 8, 13, 21, 34, 55];

/**
 * Lets the GPU decode a kind of video (codec, pixel format and size) once it has decoded the first video of
 * that kind to the same bytes as software.
 */
export function createDecoderChoice(tools: DecodingTools): DecoderChoice {
  const kinds = new Map<string, Promise<Decision>>();
  const notes: DecoderNote[] = [];
  let listed: Promise<readonly string[]> | null = null;

  async function decide(
    kind: string,
    source: ClipSource,
    metadata: VideoMetadata,
  ): Promise<Decision> {
    const downloaded = DOWNLOADED[metadata.pixelFormat];
    const hardware = downloaded ? { downloaded, stored: metadata.pixelFormat } : null;
    const reason = hardware === null
      ? "the GPU cannot return this pixel format without loss"
      : (await (listed ??= tools.accelerators())).includes("cuda")
      ? await compareWithGpu(source, metadata, { tools, hardware })
      : "this ffmpeg was built without CUDA";
    notes.push({ kind, decoder: reason === null ? "cuda" : "software", reason });
    return reason === null ? hardware : null;
  }

  return {
    choose(source, metadata) {
      if (!isStream(source)) return Promise.resolve(null);
      const kind = kindOf(metadata);
      let decision = kinds.get(kind);
      if (!decision) kinds.set(kind, decision = decide(kind, source, metadata));
      return decision;
    },
    noteFailure(metadata) {
      const reason = "the GPU failed on some of these videos; software decoded them again";
      notes.push({ kind: kindOf(metadata), decoder: "software", reason });
    },
    notes: () => notes,
  };
}

type Decision = HardwareDecoding | null;

/** Names the kind of a video, such as `h264 yuv420p 1920x1080`. */
function kindOf({ codec, pixelFormat, width, height }: VideoMetadata): string {
  return `${codec} ${pixelFormat} ${width}x${height}`;
}

/** Reads the accelerators out of the output of `ffmpeg -hwaccels`. */
export function parseAccelerators(text: string): readonly string[] {
  const [, ...names] = text.split("\n").map((line) => line.trim());
  return names.filter((name) => name !== "");
}

/** Returns why the GPU must not decode such videos; `null`: its frames are identical to software's. */
async function compareWithGpu(
  source: ClipSource,
  metadata: VideoMetadata,
  { tools: { decode }, hardware }: { tools: DecodingTools; hardware: HardwareDecoding },
): Promise<string | null> {
  const positions = COMPARED.filter((position) => position < metadata.frameCount);
  try {
    return await compareFrames(
      decode(source, metadata, { positions }),
      decode(source, metadata, { positions, hardware }),
    );
  } catch (error) {
    if (error instanceof AssayError) return "the GPU decodes them with errors";
    throw error;
  }
}

/** Returns how the second sequence of frames differs from the first; `null`: it does not. Closes both. */
async function compareFrames(
  software: AsyncGenerator<DecodedFrame, void, void>,
  gpu: AsyncGenerator<DecodedFrame, void, void>,
): Promise<string | null> {
  try {
    let compared = 0;
    for await (const { position, image } of software) {
      const { value } = await gpu.next();
      if (!value || value.position !== position) return "the GPU decodes fewer frames";
      if (!sameBytes(image.data, value.image.data)) return "the GPU decodes different pixels";
      compared++;
    }
    if (!(await gpu.next()).done) return "the GPU decodes more frames";
    return compared === 0 ? "the first video of this kind has no frames to compare" : null;
  } finally {
    await software.return();
    await gpu.return();
  }
}

function sameBytes(ones: Uint8Array, others: Uint8Array): boolean {
  return ones.length === others.length && ones.every((byte, i) => byte === others[i]);
}
