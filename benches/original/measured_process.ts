import { loadavg } from "node:os";
import { usageError } from "../../src/records/errors.ts";
import { processTree } from "../process_tree.ts";
import type { Measured } from "./result.ts";

/** A program, and where it runs. */
export interface Command {
  /** The program, then its arguments. */
  readonly line: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** GNU time, of Debian's package `time`. */
const TIME = "/usr/bin/time";

const SAMPLE_MS = 200;

/**
 * Runs a program to its end and measures it.
 * @returns what it took, and what it printed
 * @throws when it fails, with the end of what it wrote to stderr
 */
export async function measuredProcess(
  { line, env, cwd }: Command,
): Promise<Omit<Measured, "scores"> & { readonly stdout: string; readonly load: number }> {
  const usage = await Deno.makeTempFile();
  const load = loadavg()[0]!;
  try {
    const process = new Deno.Command(TIME, {
      args: ["-f", "%e %U %S %M", "-o", usage, ...line],
      env,
      cwd,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const treePeak = watchTree(process.pid);
    const { success, stdout, stderr } = await process.output();
    const treePeakBytes = treePeak();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    if (!success) throw new Error(`${line.join(" ")} failed: ${text(stderr).trim().slice(-500)}`);
    const [wallSeconds = NaN, user = NaN, system = NaN, kibibytes = NaN] =
      (await Deno.readTextFile(usage))
        .trim().split(" ").map(Number);
    const peakBytes = kibibytes * 1024;
    return {
      wallSeconds,
      cpuSeconds: user + system,
      peakBytes,
      treePeakBytes: Math.max(treePeakBytes, peakBytes),
      stdout: text(stdout),
      load,
    };
  } finally {
    await Deno.remove(usage);
  }
}

/** @throws AssayError TIME_MISSING (exit 2) where GNU time is not installed. */
export async function requireGnuTime(): Promise<void> {
  if (await Deno.stat(TIME).then(() => true, () => false)) return;
  throw usageError("TIME_MISSING", {
    what: `${TIME} is not there`,
    remedy: "On Debian: apt-get install time",
  });
}

/**
 * Watches the resident memory of a process with all that it starts, five times a second. Pages that two share count
 * twice.
 * @returns a function that ends it and tells the most, bytes
 */
function watchTree(root: number): () => number {
  let most = 0;
  const timer = setInterval(() => most = Math.max(most, processTree(root).bytes), SAMPLE_MS);
  return () => {
    clearInterval(timer);
    return most;
  };
}
