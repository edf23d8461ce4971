/**
 * Codes of errors that say something about the machine or about Assay, and nothing about the video: a retry may give
 * the video its score. Rows that carry one are tried again by `--resume`, and keep a run from becoming a baseline.
 */
const PASSING: ReadonlySet<string> = new Set([
  "TOOL_KILLED", // something else ended ffmpeg or ffprobe: the system, short of memory, or a person
  "TOOL_CRASHED",
  "TOOL_MISSING",
  "TOOL_NOT_STARTED",
  "TOOL_SILENT",
  "NETWORK_SILENT",
  "CRASHED_TWICE",
  "OUT_OF_MEMORY",
  "HARDWARE_DECODING_FAILED",
  "CUDA_UNAVAILABLE",
  "INTERNAL",
]);

/** Whether a row's error, `CODE: sentence`, is of a kind that a retry may mend. */
export function isPassingTrouble(error: string | null): boolean {
  if (error === null) return false;
  const end = error.indexOf(":");
  return PASSING.has(end < 0 ? error : error.slice(0, end));
}

/** What a record says of each variant, as far as it matters here. */
interface Rows {
  readonly variants: readonly { readonly error: string | null }[];
}

/** Whether a video is to be tried again: one of its rows met such trouble. */
export function isRetryable({ variants }: Rows): boolean {
  return variants.some(({ error }) => isPassingTrouble(error));
}
