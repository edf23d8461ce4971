import type { Command } from "commander";
import type { CommandContext } from "../command.ts";
import { loadLater } from "../../platform/host/load_later.ts";

/** Columns of a help text. */
const HELP_WIDTH = 80;

/** Adds the parameters of a variant to a command's help. Their modules are imported only when help is requested. */
export async function addParameterHelp(command: Command, { args }: CommandContext): Promise<void> {
  if (!asksForHelp(args)) return;
  const { parameterHelp } = await loadLater<typeof import("../../config/parameter_help.ts")>(
    new URL("../../config/parameter_help.ts", import.meta.url),
  );
  command.addHelpText("after", `\n${parameterHelp()}`);
}

/** Adds the layouts of datasets to a command's help, likewise. */
export async function addLayoutHelp(command: Command, { args }: CommandContext): Promise<void> {
  if (!asksForHelp(args)) return;
  const { layoutHelp } = await loadLater<typeof import("./layout_help.ts")>(
    new URL("./layout_help.ts", import.meta.url),
  );
  command.addHelpText("after", `\n${layoutHelp(HELP_WIDTH)}`);
}

function asksForHelp(args: readonly string[]): boolean {
  return args.includes("--help") || args.includes("-h");
}
