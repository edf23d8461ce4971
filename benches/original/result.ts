/** One run of one program over all videos of a folder. */
export interface Measured {
  /** Of the whole process, its start included. */
  readonly wallSeconds: number;
  /** User and system time of the process and of the programs that it ran. */
  readonly cpuSeconds: number;
  /** The most resident memory of the largest process, bytes. */
  readonly peakBytes: number;
  /** The most resident memory of the process and those that it ran, together, bytes; sampled. */
  readonly treePeakBytes: number;
  /** P(fake) by the video's name in the dataset. */
  readonly scores: Readonly<Record<string, number>>;
}

export interface Run extends Measured {
  /** Absolute path of the dataset. */
  readonly folder: string;
  /** The subject's name. */
  readonly subject: string;
  /** From 1. */
  readonly round: number;
  /** Processes running or waiting before it started, averaged over a minute. */
  readonly load: number;
}

/** Everything that was measured so far, and on what. */
export interface SideBySide {
  readonly command: readonly string[];
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly machine: string;
  readonly versions: string;
  readonly model: string;
  readonly runs: readonly Run[];
}
