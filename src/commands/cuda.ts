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
Installs ONNX Runtime's CUDA provider (180 MB) beside ONNX Runtime in node_modules; run it again after
node_modules was deleted. CUDA 13 and cuDNN 9 have to be installed separately.

Example:
  deno task cuda`,
    )
    .action(async () => {
      const { replace } = readFlags(command, FLAGS);
      await putInPlace(replace, context.terminal);
      await tellLibraries(context.terminal);
      const done: ExitCode = 0;
      context.finish(done);
    });
}

async function putInPlace(replace: boolean, terminal: Terminal): Promise<void> {
  const state = await readProviderState();
  if (state === "another build" && !replace) {
    terminal.print("a CUDA provider of another build is in place and used; --replace replaces it");
    return;
  }
  if (state !== "this build") await placeCudaProvider({ onFetch: (text) => terminal.note(text) });
  terminal.print("the CUDA provider is in place");
}

/** The provider also needs libraries that no package brings. Their lack is no fault of this command. */
async function tellLibraries(terminal: Terminal): Promise<void> {
  const { driver, missing } = await findCudaLibraries();
  const lacking = [...(driver ? [] : ["libcuda.so.1"]), ...missing];
  for (const library of lacking) {
    terminal.warn(`${library} is not found; it comes with ${cudaLibraryOrigin(library)}`);
  }
  if (lacking.length > 0) {
    terminal.warn("put the libraries' folders into ldconfig's configuration or on LD_LIBRARY_PATH");
  } else terminal.print("every library that it needs is found");
}
