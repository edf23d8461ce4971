import type { ComparableRun } from "../../records/comparable_run.ts";
import { counted } from "../../base/text/counted.ts";
import { shortCommit } from "../../reports/sections/check_lines.ts";
import { timeText } from "../../reports/sections/format.ts";
import { writeBaseline, type WrittenBaseline } from "../../runs/baseline.ts";
import type { CommandContext } from "../command.ts";
import { readable } from "../terminal/readable.ts";
import { FOLDERS } from "../../evaluation/folders.ts";

/** Makes a run a baseline and says so, and what it takes the place of. */
export function acceptRun(
  run: ComparableRun,
  { name, reason, isJson }: {
    readonly name: string;
    readonly reason: string;
    readonly isJson: boolean;
  },
  { terminal }: CommandContext,
): void {
  const commit = run.manifest.versions.assay;
  const folder = FOLDERS.baselines;
  const written = writeBaseline(run, { folder, name, reason, acceptedAt: new Date() });
  const path = readable(written.path);
  if (isJson) {
    terminal.print(JSON.stringify({ schemaVersion: 1, name, path, replaced: written.replaced }));
  } else {
    terminal.print(acceptedText(run, { name, path, written }));
  }
  if (commit?.includes("+")) {
    terminal.warn(
      `files differed from commit ${
        shortCommit(commit)
      } when the run was made: nobody can make it again`,
    );
  }
}

function acceptedText(
  { name: run, filenames, variants }: ComparableRun,
  { name, path, written: { replaced } }: {
    readonly name: string;
    readonly path: string;
    readonly written: WrittenBaseline;
  },
): string {
  const size = `${counted(variants.length, "variant")} over ${counted(filenames.length, "video")}`;
  const before = replaced === null
    ? ""
    : `\nIt takes the place of the one accepted ${timeText(replaced.when)}: ${replaced.why}`;
  return `${run} is now the baseline ${name} (${size}): ${path}${before}\n` +
    `Commit that file, and judge by it: deno task check --baseline ${name}`;
}
