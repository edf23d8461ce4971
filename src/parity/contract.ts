import type { GoldenFolder } from "./golden_folder.ts";

/** One comparison of a stage with results of the reference libraries, over all its cases. */
export interface Measure {
  /** Name of the compared quantity. */
  readonly what: string;
  readonly cases: number;
  /** Cases without any difference. */
  readonly exact: number;
  /** Cases that differ by at most the tolerance. */
  readonly within: number;
  /** Largest difference; `null`: infinite, as between different hashes or lists of different lengths. */
  readonly worst: number | null;
  /** Largest allowed difference; 0: none. */
  readonly tolerance: number;
  /** Unit of differences, such as `px`; empty for plain numbers. */
  readonly unit: string;
  /** Names of the first few cases that differ by more. */
  readonly broken: readonly string[];
}

/** Measures of a stage. */
export interface StageFindings {
  readonly measures: readonly Measure[];
  /** Cases that were not compared, with the reason, a phrase each. */
  readonly leftOut: readonly string[];
}

/** Context of a check. */
export interface ParityContext {
  readonly golden: GoldenFolder;
  /** Absolute path of the folder with MTCNN's networks. */
  readonly mtcnnFolder: string;
  /** Absolute path of a folder for temporary files; the caller removes it. */
  readonly workFolder: string;
  /** Whether checks that take minutes are included. */
  readonly slow: boolean;
  /** Takes the progress as text. */
  note(text: string): void;
}

/** Compares one stage of the pipeline, by the code that runs use, with results of the reference libraries. */
export interface ParityStage {
  readonly title: string;
  /** Runs the comparison. @throws AssayError GOLDEN_MISSING (exit 3) when the stage's golden data are missing */
  check(context: ParityContext): Promise<StageFindings>;
}
