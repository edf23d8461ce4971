import type { VideoRecord } from "../domain/run_result.ts";

/** What execution tells while it goes on. */
export type ExecutionEvent =
  /** All networks are loaded; `milliseconds` of all workers together. */
  | { readonly kind: "ready"; readonly workers: number; readonly milliseconds: number }
  /** A video has its record. */
  | { readonly kind: "video"; readonly record: VideoRecord };
