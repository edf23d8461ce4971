import type { VideoThread } from "../pipeline/execution/video_thread.ts";
import type { Interrupt } from "../platform/host/interrupt.ts";
import type { Terminal } from "../platform/host/terminal.ts";

/** Context of a run, beside its options. */
export interface RunContext {
  readonly terminal: Terminal;
  /** The user's request to stop. */
  readonly interrupt: Pick<Interrupt, "signal">;
  /** Command line that Assay was called with, command first. */
  readonly args: readonly string[];
  /** Folder of the run that this run repeats; left out: it is not a repeat. */
  readonly repeatOf?: string;
  /** A worker thread that was started early; left out: there is none. */
  readonly thread?: VideoThread;
}
