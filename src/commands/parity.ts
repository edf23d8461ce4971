import { type Command, Option } from "commander";
import { join, resolve } from "node:path";
import { type ExitCode, inputError, usageError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { checkStages, type StageResult } from "../parity/check_stages.ts";
import type { ParityStage } from "../parity/contract.ts";
import { openGoldenFolder } from "../parity/golden_folder.ts";
import { parityMarkdown, parityText } from "../parity/parity_table.ts";
import { PARITY_STAGES } from "../parity/stages.ts";
import { projectRoot } from "../platform/files/project.ts";
import type { CommandContext } from "./command.ts";
import { FOLDERS } from "../evaluation/folders.ts";
import { addSpeechFlags } from "../evaluation/run_flags.ts";

interface ParityFlags {
  readonly golden?: string;
  readonly stage: readonly string[];
  readonly slow?: boolean;
  readonly markdown?: boolean;
  readonly json?: boolean;
}

export function define(command: Command, context: CommandContext): void {
  addSpeechFlags(
    command
      .option("--golden <DIR>", "the golden data (default: ../shared/golden)")
      .option("--stage <NAME>", "only this stage (repeatable)", collect, [])
      .option("--slow", "the large networks as well; takes minutes more")
      .addOption(new Option("--markdown", "print the table in Markdown").conflicts("json")),
  )
    .addHelpText(
      "after",
      `
Holds every stage of the pipeline to the numbers of NumPy, OpenCV, Pillow, PyTorch, facenet-pytorch, timm and
scikit-learn, with the code that runs use. A case is exact, within its tolerance, or differs.
PARITY.md shows the last table and every known deviation.

Stages: ${PARITY_STAGES.map(({ title }) => title).join(", ")}

Exit code 0 when all that was compared agrees, 1 when something differs, 3 without golden data.

Examples:
  deno task parity
  deno task parity --stage sampling --stage pooling
  deno task parity --slow --markdown`,
    )
    .action(async (flags: ParityFlags) => context.finish(await parity(flags, context)));
}

async function parity(
  flags: ParityFlags,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const stages = chosenStages(flags.stage);
  const golden = openGoldenFolder(
    flags.golden === undefined
      ? join(projectRoot(), "..", "shared", "golden")
      : resolve(flags.golden),
  );
  const workFolder = await Deno.makeTempDir({ prefix: "assay-parity-" });
  const results: StageResult[] = [];
  try {
    const { mtcnn: mtcnnFolder } = FOLDERS;
    const note = (text: string) => terminal.note(text);
    const context = { golden, mtcnnFolder, workFolder, slow: flags.slow ?? false, note };
    for await (const result of checkStages(stages, context)) results.push(result);
  } finally {
    await Deno.remove(workFolder, { recursive: true });
  }
  terminal.print(shown(results, flags));
  return exitCodeOf(results);
}

/** @throws AssayError USAGE (exit 2) for a name that no stage has */
function chosenStages(names: readonly string[]): readonly ParityStage[] {
  const titles = PARITY_STAGES.map(({ title }) => title);
  const unknown = names.find((name) => !titles.includes(name));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, titles);
    throw usageError("USAGE", {
      what: `there is no stage "${unknown}"`,
      remedy: nearest ? `Did you mean "${nearest}"?` : `There are: ${titles.join(", ")}`,
    });
  }
  return names.length === 0
    ? PARITY_STAGES
    : PARITY_STAGES.filter(({ title }) => names.includes(title));
}

function shown(results: readonly StageResult[], { json, markdown }: ParityFlags): string {
  if (json) return JSON.stringify(results, null, 2);
  return [...(markdown ? parityMarkdown : parityText)(results)].join("\n");
}

/** @throws AssayError GOLDEN_MISSING (exit 3) when nothing could be compared */
function exitCodeOf(results: readonly StageResult[]): ExitCode {
  if (results.every(({ verdict }) => verdict === "left out")) {
    throw inputError("GOLDEN_MISSING", {
      what: "the folder holds no golden data for what was to be compared",
      remedy: "Name the folder that golden/README.md describes with --golden DIR",
    });
  }
  return results.some(({ verdict }) => verdict === "differs") ? 1 : 0;
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
