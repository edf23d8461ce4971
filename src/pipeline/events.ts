import type { VideoRecord } from "../domain/run_result.ts";

/** What execution tells while it goes on. */
export type ExecutionEvent =
  /** A worker has loaded its networks, which took it so long. */
  | { readonly kind: "ready"; readonly milliseconds: number }
  /** A video has its record. */
  | { readonly kind: "video"; readonly record: VideoRecord };
