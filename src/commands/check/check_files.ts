import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { usageError } from "../../records/errors.ts";
import type { CheckResult } from "../../records/gate_verdict.ts";
import { checkJunit } from "../../reports/tables/check_junit.ts";
import { checkMarkdown } from "../../reports/markdown/check_markdown.ts";
import { writeAtomically } from "../../platform/files/atomic_writer.ts";
import type { CheckFlags } from "../../evaluation/check_flags.ts";
import type { Terminal } from "../../platform/host/terminal.ts";

type FileFlags = Pick<CheckFlags, "junit" | "summary">;

/**
 * Proves that the files asked for can be written, before any video is opened.
 * @throws AssayError OUT_NOT_WRITABLE (exit code 2)
 */
export function tryCheckFiles({ junit, summary }: FileFlags): void {
  for (const path of [junit, summary]) if (path !== undefined) tryFolder(dirname(resolve(path)));
}

function tryFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    const probe = join(folder, `.${crypto.randomUUID().slice(0, 8)}.tmp`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (cause) {
    throw usageError("OUT_NOT_WRITABLE", {
      what: `${folder} cannot be written`,
      remedy: "Choose another place for --junit and --summary",
      cause,
    });
  }
}

/** Writes the files asked for, and the job summary where a CI names one. */
export function writeCheckFiles(
  result: CheckResult,
  { junit, summary }: FileFlags,
  terminal: Terminal,
): void {
  if (junit !== undefined) writeAtomically(resolve(junit), checkJunit(result));
  if (summary !== undefined) writeAtomically(resolve(summary), checkMarkdown(result));
  const job = Deno.env.get("GITHUB_STEP_SUMMARY");
  if (job) appendSummary(job, { text: [...checkMarkdown(result)].join(""), terminal });
}

/** The verdict is what counts: a summary that cannot be written does not change it. */
function appendSummary(
  path: string,
  { text, terminal }: { readonly text: string; readonly terminal: Terminal },
): void {
  try {
    appendFileSync(path, `${text}\n`);
  } catch {
    terminal.warn("the file that GITHUB_STEP_SUMMARY names cannot be written");
  }
}
