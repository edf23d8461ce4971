import { type Clock, systemClock } from "../../platform/host/clock.ts";
import type { Terminal } from "../../platform/host/terminal.ts";

/** Milliseconds between updates of the line on a terminal, and between new lines elsewhere. */
const RENEWED = 200;
const REPEATED = 15_000;

/**
 * Makes a callback that reports a download's progress at intervals.
 * @returns takes bytes received and bytes in all; `null`: the server did not send the size
 */
export function downloadLine(
  terminal: Terminal,
  clock: Clock = systemClock,
): (have: number, whole: number | null) => void {
  const period = terminal.interactive ? RENEWED : REPEATED;
  let next = clock.now() + period;
  return (have, whole) => {
    const now = clock.now();
    if (now < next) return;
    next = now + period;
    const line = downloadText(have, whole);
    if (terminal.interactive) terminal.progress(line);
    else terminal.note(line);
  };
}

/** Formats a download's progress, such as `12.3 of 266.8 MB, 5 %`. */
export function downloadText(have: number, whole: number | null): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  if (whole === null) return `${megabytes(have)} MB`;
  return `${megabytes(have)} of ${megabytes(whole)} MB, ${Math.floor(100 * have / whole)} %`;
}
