import type { RunOptions } from "../evaluation/run_options.ts";
import type { BenchOptions, BenchSubject } from "./result.ts";

/** Width and height of an image, pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** The arguments of a call of `bench`. */
export interface BenchTask {
  readonly subject: BenchSubject;
  /** Run options, for subjects that run the plan of an evaluation. */
  readonly run: RunOptions;
  readonly rounds: BenchOptions;
  /** Size of the frame of `stages`, pixels. */
  readonly size: PixelSize;
  /** Numbers of videos, ascending; `null`: the subject's own. */
  readonly videos: readonly number[] | null;
  /** Numbers of variants, ascending; `null`: the subject's own. */
  readonly variants: readonly number[] | null;
  /** Folder for the result, as typed; `null`: it is only printed. */
  readonly out: string | null;
  /** An earlier result, as typed; `null`: none. */
  readonly compare: string | null;
  readonly json: boolean;
}
