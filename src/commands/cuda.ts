import type { Command } from "commander";
import type { ExitCode } from "../records/errors.ts";
import { cudaLibraryOrigin, findCudaLibraries } from "../platform/onnxruntime/cuda_libraries.ts";
import { placeCudaProvider, readProviderState } from "../platform/onnxruntime/cuda_provider.ts";
import type { CommandContext } from "./command.ts";
import { addFlags, readFlags } from "./flags/command_flags.ts";
import { CUDA_FLAGS, QUIET_FLAGS } from "./flags/flag_table.ts";
import type { Terminal } from "../platform/host/terminal.ts";

const FLAGS = { ...CUDA_FLAGS, ...QUIET_FLAGS } as const;

export function define(command: Command, context: CommandContext): void {
  addFlags(command, FLAGS)
    .addHelpText(
      "after",
      `
Installs ONNX Runtime's CUDA provider (180 MB) beside ONNX Runtime in
node_modules. Run it again if node_modules was deleted. CUDA 13 and cuDNN 9 have
to be installed separately.

Example:
  deno task cuda`,
    )
    .action(async () => {
      const { replace } = readFlags(command, FLAGS);
      await installProvider(replace, context.terminal);
      await reportLibraries(context.terminal);
      const done: ExitCode = 0;
      context.finish(done);
    });
}

async function installProvider(replace: boolean, terminal: Terminal): Promise<void> {
  const state = await readProviderState();
  if (state === "another build" && !replace) {
    terminal.print("a CUDA provider of another build is installed; --replace replaces it");
    return;
  }
  if (state !== "this build") await placeCudaProvider({ onFetch: (text) => terminal.note(text) });
  terminal.print("the CUDA provider is installed");
}

/** Warns of libraries that the provider needs and that are not installed. No package contains them. */
async function reportLibraries(terminal: Terminal): Promise<void> {
  const { driver, missing } = await findCudaLibraries();
  const lacking = [...(driver ? [] : ["libcuda.so.1"]), ...missing];
  for (const library of lacking) {
    terminal.warn(`${library} was not found; it comes with ${cudaLibraryOrigin(library)}`);
  }
  if (lacking.length > 0) {
    terminal.warn("add the libraries' folders to ldconfig's configuration, or to LD_LIBRARY_PATH");
  } else terminal.print("all libraries that it needs were found");
}
