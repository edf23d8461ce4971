import type { GoldenFolder } from "./golden_folder.ts";

/** One comparison of a stage with the reference libraries' numbers, over all its cases. */
export interface Measure {
  /** What is compared. */
  readonly what: string;
  readonly cases: number;
  /** Cases without any difference. */
  readonly exact: number;
  /** Cases that differ, by no more than the tolerance. */
  readonly within: number;
  /** The largest difference; `null`: there is one that has no size, as between hashes or lists of other lengths. */
  readonly worst: number | null;
  /** The largest difference that is allowed; 0: none is. */
  readonly tolerance: number;
  /** What differences are counted in, such as `px`; empty for plain numbers. */
  readonly unit: string;
  /** Cases that differ by more, the first few by name. */
  readonly broken: readonly string[];
}

/** What a stage came to. */
export interface StageFindings {
  readonly measures: readonly Measure[];
  /** What was not compared and why, a phrase each. */
  readonly leftOut: readonly string[];
}

/** What a stage is checked with. */
export interface ParityContext {
  readonly golden: GoldenFolder;
  /** Absolute path of the folder with MTCNN's networks. */
  readonly mtcnnFolder: string;
  /** Absolute path of a folder for files that a check makes; whoever made it removes it. */
  readonly workFolder: string;
  /** Whether what takes minutes is checked as well. */
  readonly slow: boolean;
  /** Takes what is going on, for people. */
  note(text: string): void;
}

/** Holds one stage of the pipeline to the reference libraries' numbers, by the code that runs do it with. */
export interface ParityStage {
  readonly title: string;
  /** @throws AssayError GOLDEN_MISSING (exit 3) when the stage's golden data are not there */
  check(context: ParityContext): Promise<StageFindings>;
}
