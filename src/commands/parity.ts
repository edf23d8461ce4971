import type { Command } from "commander";
import { type ExitCode, inputError } from "../records/errors.ts";
import { checkStages, type StageResult } from "../parity/check_stages.ts";
import { openGoldenFolder } from "../parity/golden_folder.ts";
import { parityMarkdown, parityText } from "../parity/parity_table.ts";
import { PARITY_STAGES } from "../parity/stages.ts";
import type { CommandContext } from "./command.ts";
import { FOLDERS } from "../evaluation/folders.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import { PARITY_COMMAND_FLAGS, type ParityTask, parityTask } from "./flags/parity_flags.ts";

export function define(command: Command, context: CommandContext): void {
  addFlags(command, PARITY_COMMAND_FLAGS)
    .addHelpText(
      "after",
      `
Compares every stage of the pipeline with recorded results of NumPy, OpenCV,
Pillow, PyTorch, facenet-pytorch, timm and scikit-learn. Each case is exact,
within its tolerance, or differs. PARITY.md has the last table and every known
deviation.

Stages:
${PARITY_STAGES.map(({ title }) => `  ${title}`).join("\n")}

Exit codes: 0 all cases agree; 1 a case differs; 2 wrong flags; 3 no golden
data.

Examples:
  deno task parity
  deno task parity --stage sampling --stage pooling
  deno task parity --slow --markdown`,
    )
    .action(async () => {
      const task = parityTask(readFlags(command, PARITY_COMMAND_FLAGS));
      context.finish(await parity(task, context));
    });
}

async function parity(
  { golden: folder, stages, slow, format }: ParityTask,
  { terminal }: CommandContext,
): Promise<ExitCode> {
  const golden = openGoldenFolder(folder);
  const workFolder = await Deno.makeTempDir({ prefix: "assay-parity-" });
  const results: StageResult[] = [];
  try {
    const { mtcnn: mtcnnFolder } = FOLDERS;
    const note = (text: string) => terminal.note(text);
    const context = { golden, mtcnnFolder, workFolder, slow, note };
    for await (const result of checkStages(stages, context)) results.push(result);
  } finally {
    await Deno.remove(workFolder, { recursive: true });
  }
  terminal.print(shown(results, format));
  return exitCodeOf(results);
}

function shown(results: readonly StageResult[], format: ParityTask["format"]): string {
  if (format === "json") return JSON.stringify(results, null, 2);
  return [...(format === "markdown" ? parityMarkdown : parityText)(results)].join("\n");
}

/** @returns 0 when all cases agree, else 1 @throws AssayError GOLDEN_MISSING (exit 3) when nothing could be compared */
function exitCodeOf(results: readonly StageResult[]): ExitCode {
  if (results.every(({ verdict }) => verdict === "left out")) {
    throw inputError("GOLDEN_MISSING", {
      what: "there is no golden data for these stages",
      remedy: "Give the folder of the golden data with --golden DIR",
    });
  }
  return results.some(({ verdict }) => verdict === "differs") ? 1 : 0;
}
