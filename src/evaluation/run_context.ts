import type { VideoThread } from "../pipeline/execution/video_thread.ts";
import type { Interrupt } from "../platform/host/interrupt.ts";
import type { Terminal } from "../platform/host/terminal.ts";

/** What a run is told beside its options. */
export interface RunContext {
  readonly terminal: Terminal;
  /** The user's wish to stop. */
  readonly interrupt: Pick<Interrupt, "signal">;
  /** The arguments Assay was called with, command first. */
  readonly args: readonly string[];
  /** The folder of the run that this is a repeat of; left out: of none. */
  readonly repeatOf?: string;
  /** A thread that waits for videos; left out: none was started yet. */
  readonly thread?: VideoThread;
}
