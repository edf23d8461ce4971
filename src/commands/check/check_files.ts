import { appendFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { CheckResult } from "../../records/gate_verdict.ts";
import { checkJunit } from "../../reports/tables/check_junit.ts";
import { checkMarkdown } from "../../reports/markdown/check_markdown.ts";
import { writeAtomically } from "../../platform/files/atomic_writer.ts";
import { makeWritableFolder } from "../../runs/writable_folder.ts";
import type { CheckFiles } from "../flags/check_flags.ts";
import type { Terminal } from "../../platform/host/terminal.ts";

/**
 * Tests that the files asked for can be written, before any video is opened.
 * @throws AssayError OUT_NOT_WRITABLE (exit code 2)
 */
export function tryCheckFiles({ junit, summary }: CheckFiles): void {
  if (junit !== null) makeWritableFolder(dirname(resolve(junit)), "--junit");
  if (summary !== null) makeWritableFolder(dirname(resolve(summary)), "--summary");
}

/** Writes the files asked for, and the job summary when GITHUB_STEP_SUMMARY names a file. */
export function writeCheckFiles(
  result: CheckResult,
  { junit, summary }: CheckFiles,
  terminal: Terminal,
): void {
  if (junit !== null) writeAtomically(resolve(junit), checkJunit(result));
  if (summary !== null) writeAtomically(resolve(summary), checkMarkdown(result));
  const job = Deno.env.get("GITHUB_STEP_SUMMARY");
  if (job) appendSummary(job, { text: [...checkMarkdown(result)].join(""), terminal });
}

/** Appends to the job summary. A file that cannot be written is a warning and does not change the verdict. */
function appendSummary(
  path: string,
  { text, terminal }: { readonly text: string; readonly terminal: Terminal },
): void {
  try {
    appendFileSync(path, `${text}\n`);
  } catch {
    terminal.warn("the file named by GITHUB_STEP_SUMMARY cannot be written");
  }
}
