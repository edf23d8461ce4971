/**
 * Error codes of temporary failures: their cause is the machine or Assay, not the video, so a retry may succeed.
 * `--resume` tries videos with such a code again, and `check --accept` refuses their run as a baseline.
 */
const TEMPORARY: ReadonlySet<string> = new Set([
  "TOOL_KILLED", // ffmpeg or ffprobe was killed from outside: by the system, short of memory, or by the user
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

/** Whether a row's error, `CODE: sentence`, is a temporary failure. */
export function isTemporaryFailure(error: string | null): boolean {
  if (error === null) return false;
  const end = error.indexOf(":");
  return TEMPORARY.has(end < 0 ? error : error.slice(0, end));
}

/** The part of a record that is needed here. */
interface Rows {
  readonly variants: readonly { readonly error: string | null }[];
}

/** Whether a video is to be tried again, because one of its rows is a temporary failure. */
export function isRetryable({ variants }: Rows): boolean {
  return variants.some(({ error }) => isTemporaryFailure(error));
}
