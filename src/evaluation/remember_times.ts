import { AssayError } from "../records/errors.ts";
import type { RunManifest } from "../records/manifest.ts";
import { measuredTimes } from "../pipeline/plan/measured_times.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import type { Journal } from "../runs/journal.ts";
import { type TimedMachine, writeStageTimes } from "../pipeline/plan/stage_times.ts";
import { systemClock } from "../platform/host/clock.ts";

/** Most videos that times are taken from: enough for stable means. */
const MOST_VIDEOS = 500;

/**
 * Saves the times of a finished run's units of work, for the predictions of `plan`. An error in writing them is
 * ignored.
 * @param names videos that this process worked on
 */
export function rememberTimes(
  names: readonly string[],
  { journal, plan, manifest, started }: {
    readonly journal: Pick<Journal, "read">;
    readonly plan: Plan;
    readonly manifest: RunManifest;
    /** Start of the evaluation in this process, by `systemClock.now`. */
    readonly started: number;
  },
): void {
  const { timing, workers } = manifest.execution;
  const step = Math.max(1, Math.ceil(names.length / MOST_VIDEOS));
  const records = names.filter((_, place) => place % step === 0).map((name) => journal.read(name));
  const endToEndMs = step === 1 ? systemClock.now() - started : null;
  const measured = measuredTimes(records, { plan, timing, workers, endToEndMs });
  if (!measured) return;
  try {
    writeStageTimes({
      ...measured.times,
      machine: timedMachine(manifest),
      measuredAt: new Date().toISOString(),
      videos: measured.videos,
    });
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
  }
}

function timedMachine({ host, execution }: RunManifest): TimedMachine {
  return {
    cpu: host.cpu,
    cores: host.cores,
    provider: execution.used,
    device: execution.device,
    threadsPerSession: execution.threadsPerSession,
    workers: execution.workers,
  };
}
