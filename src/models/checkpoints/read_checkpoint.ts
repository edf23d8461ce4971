import type { ByteSource } from "../../base/bytes.ts";
import type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
import { namingErrors } from "./checkpoint_errors.ts";
import { readSafetensors } from "./safetensors.ts";
import { readTorchLegacy } from "./torch_legacy.ts";
import { readTorchZip } from "./torch_zip.ts";
import { inputError } from "../../records/errors.ts";

const PREFIX = "module.";

const ZIP_START = [0x50, 0x4b, 0x03, 0x04]; // "PK\3\4"
const BRACE = 0x7b;

/**
 * Reads a file of weights: PyTorch's in both its formats, or safetensors, told apart by their first bytes.
 * Only names and places are read now; each tensor's numbers when asked for, so that the memory needed is that
 * of the largest tensor. Nothing that the file says is run, and no claim about a size is believed
 * beyond what the file can hold.
 * @param file its name, for errors
 * @throws AssayError CHECKPOINT_UNSAFE (exit 3) when its pickle asks for more than weights need
 * @throws AssayError CHECKPOINT_BROKEN (exit 3) for anything that is not a whole checkpoint
 */
export function readCheckpoint(source: ByteSource, file: string): Checkpoint {
  return namingErrors(file, () => {
    const checkpoint = readerFor(source)(source, file);
    if (checkpoint.tensors.size === 0) throw new RangeError("there are no weights in it");
    return checkpoint;
  });
}

function readerFor(source: ByteSource): (source: ByteSource, file: string) => Checkpoint {
  const head = source.read(0, Math.min(9, source.byteLength));
  if (ZIP_START.every((byte, i) => head[i] === byte)) return readTorchZip;
  return head[8] === BRACE ? readSafetensors : readTorchLegacy;
}

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
