import { join, resolve } from "node:path";
import { suggestName } from "../../base/text/nearest_name.ts";
import type { ParityStage } from "../../parity/contract.ts";
import { PARITY_STAGES } from "../../parity/stages.ts";
import { projectRoot } from "../../platform/files/project.ts";
import type { FlagValues } from "./flag.ts";
import { PARITY_FLAGS, PRINT_FLAGS } from "./flag_table.ts";
import { wrongUse } from "./usage.ts";

/** Flags of `parity`. */
export const PARITY_COMMAND_FLAGS = { ...PARITY_FLAGS, ...PRINT_FLAGS } as const;

/** A call of `parity`, parsed. */
export interface ParityTask {
  /** Absolute path of the folder of golden data. */
  readonly golden: string;
  /** At least one, in the order of the pipeline. */
  readonly stages: readonly ParityStage[];
  /** Whether the large networks are compared too. */
  readonly slow: boolean;
  readonly format: "text" | "markdown" | "json";
}

/**
 * Turns the flags of `parity` into a task.
 * @throws AssayError USAGE (exit 2) for an unknown stage or two output formats
 */
export function parityTask(flags: FlagValues<typeof PARITY_COMMAND_FLAGS>): ParityTask {
  const { golden, stage, slow, markdown, json } = flags;
  if (markdown && json) {
    throw wrongUse("--markdown and --json cannot be combined", "Leave one of them out");
  }
  return {
    golden: golden === null ? join(projectRoot(), "..", "shared", "golden") : resolve(golden),
    stages: chosenStages(stage),
    slow,
    format: json ? "json" : markdown ? "markdown" : "text",
  };
}

function chosenStages(names: readonly string[]): readonly ParityStage[] {
  const titles = PARITY_STAGES.map(({ title }) => title);
  const unknown = names.find((name) => !titles.includes(name));
  if (unknown !== undefined) {
    throw wrongUse(`there is no stage "${unknown}"`, suggestName(unknown, titles));
  }
  return names.length === 0
    ? PARITY_STAGES
    : PARITY_STAGES.filter(({ title }) => names.includes(title));
}
