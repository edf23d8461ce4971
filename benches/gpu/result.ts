import type { DecoderNote } from "../../src/records/decoder_note.ts";
import type { Arithmetic } from "../../tests/gpu/rated_peaks.ts";

/** What was measured, and on what. */
export interface GpuPart {
  readonly part: string;
  /** Such as `NVIDIA H200, driver 580.65.06`. */
  readonly device: string;
  readonly cpu: string;
  readonly cores: number;
  readonly ffmpeg: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Whether the part came to its end; what it had until then is there anyway. */
  readonly complete: boolean;
  readonly measured: Measured;
}

export type Measured = Throughput | Decoding | Pipeline | Original | Stages;

/** The parts of a frame's work one by one, as `bench stages` writes them. */
export interface Stages {
  readonly kind: "stages";
  /** Beside this result, with `/`. */
  readonly file: string;
}

/** A classifier alone. */
export interface Throughput {
  readonly kind: "throughput";
  /** Such as `efficientnet-b7`. */
  readonly model: string;
  readonly arithmetic: Arithmetic;
  /** FLOP of one image. */
  readonly flops: number;
  /** Images per second by batch. */
  readonly rates: Readonly<Record<number, number>>;
}

/** ffmpeg alone, as the pipeline runs it. */
export interface Decoding {
  readonly kind: "decoding";
  readonly video: string;
  readonly notes: readonly DecoderNote[];
  readonly rates: readonly {
    readonly decoder: "software" | "cuda";
    /** ffmpeg processes at a time. */
    readonly processes: number;
    readonly videosPerSecond: number;
  }[];
}

/** The whole pipeline with so many workers. */
export interface Pipeline {
  readonly kind: "pipeline";
  readonly video: string;
  readonly model: string;
  readonly precision: "fp32" | "fp16";
  readonly workers: number;
  /** Scored so far. */
  readonly videos: number;
  /** Of the first video. */
  readonly score: number;
  /** Once every worker had a video behind it. */
  readonly videosPerSecond: number;
  /** Until the first worker was ready, and until all had their first video behind them. */
  readonly readySeconds: number;
  readonly warmSeconds: number;
  /** Seconds of a worker for each stage of a video. */
  readonly stageSeconds: Readonly<Record<string, number>>;
  /** Seconds of a worker for a video, all in all. */
  readonly videoSeconds: number;
  /** Share of all cores' time that was busy, [0, 1]. */
  readonly busyCores: number;
  /** Means of what nvidia-smi says each half second; `null`: it says nothing. */
  readonly gpu: { readonly utilisation: number; readonly memoryMiB: number } | null;
  readonly notes: readonly DecoderNote[];
}

/** The original Python pipeline on the same machine. */
export type Original =
  & { readonly kind: "original" }
  & Pick<
    Pipeline,
    | ("video" | "model" | "precision" | "workers" | "videos" | "score")
    | ("videosPerSecond" | "warmSeconds")
  >
  & {
    /** Of Python, PyTorch and the others. */
    readonly versions: string;
  };
