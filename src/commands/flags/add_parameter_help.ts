import type { Command } from "commander";
import type { CommandContext } from "../command.ts";
import { loadLater } from "../../platform/host/load_later.ts";

/** Adds the parameters of a variant to a command's help. Their module is imported only when help is requested. */
export async function addParameterHelp(command: Command, { args }: CommandContext): Promise<void> {
  if (!args.includes("--help") && !args.includes("-h")) return;
  const { parameterHelp } = await loadLater<typeof import("../../config/parameter_help.ts")>(
    new URL("../../config/parameter_help.ts", import.meta.url),
  );
  command.addHelpText("after", `\n${parameterHelp()}`);
}
