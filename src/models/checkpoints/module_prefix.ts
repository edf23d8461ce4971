import { inputError } from "../../records/errors.ts";
import type { CheckpointTensor } from "./checkpoint.ts";

const PREFIX = "module.";

/**
 * The tensors under the names that the model itself gives them: `module.` before a name is
 * DataParallel's, which the winner's code takes off wherever it stands.
 * @throws AssayError CHECKPOINT_BROKEN (exit 3) when two tensors then have one name
 */
export function withoutModulePrefix(
  tensors: ReadonlyMap<string, CheckpointTensor>,
): Map<string, CheckpointTensor> {
  const renamed = new Map<string, CheckpointTensor>();
  for (const tensor of tensors.values()) {
    const name = tensor.name.startsWith(PREFIX) ? tensor.name.slice(PREFIX.length) : tensor.name;
    if (renamed.has(name)) {
      throw inputError("CHECKPOINT_BROKEN", {
        what: `The checkpoint holds ${name} with and without the prefix ${PREFIX}`,
        remedy: "Save the state dict of one model alone",
      });
    }
    renamed.set(name, { ...tensor, name });
  }
  return renamed;
}
