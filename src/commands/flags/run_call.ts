import type { Command } from "commander";
import { loadLater } from "../../platform/host/load_later.ts";
import { givenFlags, readFlags } from "./command_flags.ts";
import type { FlagGroup } from "./flag.ts";
import type { RunCall } from "./resumed_flags.ts";

/**
 * Reads the flags of a command that makes runs; with `--resume`, those that the run was started with. The code that
 * reads them from a manifest is loaded only then, so a new run starts sooner.
 * @throws AssayError (exit 2) with `--resume`, as `readResumedFlags`
 */
export async function readRunCall<Group extends FlagGroup>(
  command: Command,
  group: Group,
): Promise<RunCall<Group>> {
  const flags = readFlags(command, group);
  const { resume = null } = flags as { readonly resume?: string | true | null };
  if (resume === null) return { flags, source: null, given: givenFlags(command) };
  const { readResumedFlags } = await loadLater<typeof import("./resumed_flags.ts")>(
    new URL("./resumed_flags.ts", import.meta.url),
  );
  return readResumedFlags(command, group);
}
