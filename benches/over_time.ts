import { cpus } from "node:os";
import { processTree } from "./process_tree.ts";
import { largest } from "../src/base/numeric/extremes.ts";

// deno run -A benches/over_time.ts COMMAND [ARGUMENT …]
// Runs a command to its end and prints, slice by slice of its time (ten, none under a second), how many cores it
// and all that it started kept busy and how much memory they had.

const MOST_SLICES = 10;
const SAMPLE_MS = 100;
/** A slice is at least so long: the kernel counts processor time in hundredths of a second. */
const LEAST_SLICE_MS = 1000;

/** What the command's processes had come to. */
interface Sample {
  /** Since the start, milliseconds. */
  readonly atMs: number;
  readonly cpuMs: number;
  readonly bytes: number;
}

const [program, ...args] = Deno.args;
if (program === undefined) {
  console.error(
    "error[USAGE]: no command. Name one: deno run -A benches/over_time.ts deno task eval",
  );
  Deno.exit(2);
}
const { samples, code } = await watched(program, args);
console.log(samples.length < 2 ? "It ended before it could be watched." : tableOf(samples));
Deno.exitCode = code;

/** Runs the command, its output passed on to stderr. */
async function watched(program: string, args: readonly string[]) {
  const start = performance.now();
  const process = new Deno.Command(program, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const samples: Sample[] = [{ atMs: 0, cpuMs: 0, bytes: 0 }];
  const timer = setInterval(() => {
    const tree = processTree(process.pid);
    if (tree.bytes > 0) samples.push({ atMs: performance.now() - start, ...tree });
  }, SAMPLE_MS);
  const [{ code }] = await Promise.all([
    process.status,
    process.stdout.pipeTo(Deno.stderr.writable, { preventClose: true }),
  ]);
  clearInterval(timer);
  return { samples, code };
}

/** A row for each slice of the time. */
function tableOf(samples: readonly Sample[]): string {
  const end = samples[samples.length - 1]!.atMs;
  const slices = Math.min(MOST_SLICES, Math.max(1, Math.floor(end / LEAST_SLICE_MS)));
  const rows = Array.from({ length: slices }, (_, slice) => {
    const from = lastBefore(samples, slice * end / slices);
    const to = lastBefore(samples, (slice + 1) * end / slices);
    const within = samples.filter(({ atMs }) => atMs >= from.atMs && atMs <= to.atMs);
    const cores = (to.cpuMs - from.cpuMs) / (to.atMs - from.atMs);
    const most = largest(within.map(({ bytes }) => bytes));
    const seconds = [from, to].map(({ atMs }) => (atMs / 1000).toFixed(1)).join(" to ");
    return `| ${seconds} | ${cores.toFixed(2)} | ${(most / 1e6).toFixed(0)} |`;
  });
  return [
    `| seconds | cores busy, of ${cpus().length} | most memory, MB |`,
    "| --- | ---: | ---: |",
    ...rows,
  ].join("\n");
}

function lastBefore(samples: readonly Sample[], atMs: number): Sample {
  return samples.findLast((sample) => sample.atMs <= atMs) ?? samples[0]!;
}
