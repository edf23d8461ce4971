import type { Command } from "commander";
import { loadLater } from "../../platform/host/load_later.ts";
import { givenFlags, readFlags } from "./command_flags.ts";
import type { FlagGroup } from "./flag.ts";
import type { RunCall } from "./resumed_flags.ts";

/**
 * Reads the flags of a command that makes runs, as `readRunFlags` does. Only a run that is resumed needs to read
 * manifests, so that code is loaded only for it: a new run starts sooner.
 * @throws AssayError (exit 2) as `readRunFlags`
 */
export async function readRunCall<Group extends FlagGroup>(
  command: Command,
  { group, folder = null }: { readonly group: Group; readonly folder?: string | null },
): Promise<RunCall<Group>> {
  const flags = readFlags(command, group);
  const { resume = null } = flags as { readonly resume?: string | true | null };
  if (resume === null) return { flags, source: null, given: givenFlags(command) };
  const { readRunFlags } = await loadLater<typeof import("./resumed_flags.ts")>(
    new URL("./resumed_flags.ts", import.meta.url),
  );
  return readRunFlags(command, { group, folder });
}
