import { counted } from "../base/text/counted.ts";
import type { VideoRecord } from "../records/run_result.ts";
import { type Clock, systemClock } from "../platform/host/clock.ts";
import type { Terminal } from "../platform/host/terminal.ts";

/** Shows the progress of a run. */
export interface Progress {
  /** Notes that a video is finished. */
  done(record: VideoRecord): void;
  /** Shows the progress within one video. */
  doing(video: string, text: string): void;
  end(): void;
}

/** Seconds between lines when stderr is not a terminal. */
const QUIET_SECONDS = 15;

/**
 * Makes a progress line with videos done, rate and time left: overwritten on a terminal, repeated at intervals
 * elsewhere. Warns of the first five videos that could not be scored, and counts the others.
 * @param options `warns`: whether it does so; a command that sums up failures at its end has them counted only
 */
export function progressLine(
  terminal: Terminal,
  total: number,
  { clock = systemClock, warns = true }: { readonly clock?: Clock; readonly warns?: boolean } = {},
): Progress {
  const start = clock.now();
  let done = 0;
  let failed = 0;
  let stage = "";
  let said = start;

  function line(): string {
    const seconds = (clock.now() - start) / 1000;
    const rate = done / seconds;
    const left = done === 0 ? "" : `  ${duration(Math.ceil((total - done) / rate))} left`;
    const width = String(total).length;
    const count = `${String(done).padStart(width)}/${counted(total, "video")}`;
    const bad = failed > 0 ? `, ${failed} failed` : "";
    return `${bar(done / total)} ${count}${bad}  ${rate.toFixed(2)}/s${left}${stage}`;
  }
  function show(): void {
    terminal.progress(line());
    const now = clock.now();
    if (terminal.interactive || now - said < QUIET_SECONDS * 1000) return;
    said = now;
    terminal.note(line());
  }
  return {
    doing(video, text) {
      stage = `  ${JSON.stringify(video)} ${text}`;
      show();
    },
    done(record) {
      done++;
      stage = "";
      const error = record.variants.find((variant) => variant.error)?.error;
      if (error) {
        failed++;
        if (warns && failed <= 5) terminal.warn(`${JSON.stringify(record.filename)}: ${error}`);
      }
      show();
    },
    end() {
      const seconds = (clock.now() - start) / 1000;
      if (total > 0) {
        terminal.note(`${counted(total, "video")} in ${duration(Math.round(seconds))}`);
      }
    },
  };
}

function bar(share: number): string {
  const full = Math.round(share * 20);
  return `[${"=".repeat(full)}${" ".repeat(20 - full)}]`;
}

/** Formats seconds: 7s, 3m20s, 2h05m. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m${String(seconds % 60).padStart(2, "0")}s`;
  return `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}m`;
}
