import type { Command } from "commander";
import type { CommandContext } from "../command.ts";
import { loadLater } from "../../platform/host/load_later.ts";

/** Lists the parameters of a variant in the help of a command. They are read only where help is asked for. */
export async function addParameterHelp(command: Command, { args }: CommandContext): Promise<void> {
  if (!args.includes("--help") && !args.includes("-h")) return;
  const { parameterHelp } = await loadLater<typeof import("../../config/parameter_help.ts")>(
    new URL("../../config/parameter_help.ts", import.meta.url),
  );
  command.addHelpText("after", `\n${parameterHelp()}`);
}
