import { toolError } from "../../records/errors.ts";
import type { RgbImage } from "../../records/frame.ts";

export interface EncoderSettings {
  /** Absolute path of the MP4 file that is written; an existing file is replaced. */
  readonly path: string;
  /** Pixels, even. */
  readonly width: number;
  /** Pixels, even. */
  readonly height: number;
  /** Frames per second. */
  readonly fps: number;
  /** x264's constant rate factor, 0 (lossless) … 51. */
  readonly crf: number;
}

/** An encoder that writes a video frame by frame. */
export interface FrameEncoder {
  /** Writes a frame; resolves when the encoder has accepted it. */
  write(frame: RgbImage): Promise<void>;
  /**
   * Completes the file.
   * @throws AssayError ENCODER_FAILED (exit 4)
   */
  finish(): Promise<void>;
  /** Stops and leaves the file incomplete. Does nothing after `finish`. */
  abort(): Promise<void>;
}

/**
 * Starts an H.264 encoder that writes MP4. Equal frames and settings give equal bytes with the same ffmpeg: one
 * thread encodes, and neither the time nor the tool's version nor the machine is recorded in the file.
 * @param ffmpeg absolute path of the program
 */
export function openFrameEncoder(ffmpeg: string, settings: EncoderSettings): FrameEncoder {
  const child = new Deno.Command(ffmpeg, {
    args: encoderArguments(settings),
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
    clearEnv: true,
  }).spawn();
  const writer = child.stdin.getWriter();
  const complaint = new Response(child.stderr).text();
  let ended = false;

  async function failure(): Promise<Error> {
    ended = true;
    return toolError("ENCODER_FAILED", {
      what: "ffmpeg could not write a video",
      remedy: "Run `deno task doctor`: ffmpeg needs libx264, and the disk needs free space",
      cause: (await complaint).trim(),
    });
  }

  return {
    async write(frame) {
      if (frame.width !== settings.width || frame.height !== settings.height) {
        throw new RangeError(
          `a frame is ${frame.width}x${frame.height}, which is not the video's size`,
        );
      }
      try {
        await writer.write(frame.data);
      } catch {
        throw await failure();
      }
    },
    async finish() {
      // The pipe may break on closing; the exit status tells the reason.
      await writer.close().catch(() => {});
      if (!(await child.status).success) throw await failure();
      await complaint;
      ended = true;
    },
    async abort() {
      if (ended) return;
      ended = true;
      await writer.abort().catch(() => {});
      child.kill("SIGKILL");
      await Promise.all([child.status, complaint]);
    },
  };
}

function encoderArguments({ path, width, height, fps, crf }: EncoderSettings): string[] {
  return [
    ...["-nostdin", "-hide_banner", "-loglevel", "error", "-y"],
    ...["-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", `${width}x${height}`],
    ...["-framerate", String(fps), "-i", "pipe:0", "-an", "-map_metadata", "-1"],
    ...["-c:v", "libx264", "-preset", "veryfast", "-crf", String(crf), "-pix_fmt", "yuv420p"],
    ...["-threads", "1", "-flags:v", "+bitexact", "-fflags", "+bitexact"],
    ...["-f", "mp4", "-movflags", "+faststart", `file:${path}`],
  ];
}
