import type { VideoThread } from "../pipeline/execution/video_thread.ts";
import type { Terminal } from "../platform/host/terminal.ts";

/** Context of a run, beside its options. */
export interface RunContext {
  readonly terminal: Terminal;
  /** Command line that Assay was called with, command first. */
  readonly args: readonly string[];
  /** Folder of the run that this run repeats; left out: it is not a repeat. */
  readonly repeatOf?: string;
  /** A worker thread that was started early; left out: there is none. */
  readonly thread?: VideoThread;
}
