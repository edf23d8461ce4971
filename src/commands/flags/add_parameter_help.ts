import type { Command } from "commander";
import type { CommandContext } from "../command.ts";
import { loadLater } from "../../platform/host/load_later.ts";
import { wrapped } from "../../reports/terminal/wrapped.ts";

/** Columns of a help text. */
const HELP_WIDTH = 80;

/**
 * Adds the parameters of a variant and the layouts of datasets to a command's help. Their modules are imported only when
 * help is requested.
 */
export async function addParameterHelp(command: Command, { args }: CommandContext): Promise<void> {
  if (!args.includes("--help") && !args.includes("-h")) return;
  const { parameterHelp } = await loadLater<typeof import("../../config/parameter_help.ts")>(
    new URL("../../config/parameter_help.ts", import.meta.url),
  );
  const { LABELLED_LAYOUTS } = await loadLater<
    typeof import("../../datasets/layouts/registry.ts")
  >(new URL("../../datasets/layouts/registry.ts", import.meta.url));
  const layouts = [...wrapped(`Layouts: ${LABELLED_LAYOUTS.join(", ")}`, HELP_WIDTH)].join("");
  command.addHelpText("after", `\n${layouts}\n${parameterHelp()}`);
}
