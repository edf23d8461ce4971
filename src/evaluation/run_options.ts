import type { ConfigOverrides } from "../config/overrides.ts";

/** What a run was asked to be: every flag of a command that runs a plan, parsed and checked. */
export interface RunOptions {
  /** Path of the evaluation file, as typed: relative to the current folder. */
  readonly config: string;
  /** What beats the evaluation file. */
  readonly overrides: ConfigOverrides;
  /** Of all variants only that of compareWith is run. */
  readonly onlyCompareWith: boolean;
  /** Only the first videos, at least 1; `null`: all. */
  readonly limit: number | null;
  /** Whether videos that the dataset lists and that are missing stop the run. */
  readonly strict: boolean;
  readonly target: RunTarget;
  /** Whether faces of earlier runs are looked up and new ones kept. */
  readonly cache: boolean;
  /** Videos processed at the same time; `null`: by cores and free memory. */
  readonly workers: number | null;
  /** Threads of each network's session; `null`: by provider. */
  readonly threads: number | null;
  /** How often the variant of compareWith is run again; `null`: as before, of a new run not at all. */
  readonly repeats: number | null;
}

/** Where a run is written. */
export type RunTarget =
  /** @property folder as typed; `null`: a new one under `reports/` */
  | { readonly kind: "new"; readonly folder: string | null }
  /** @property folder as typed; `null`: that of the newest unfinished run */
  | { readonly kind: "resume"; readonly folder: string | null };
