import type { ByteSource } from "../../base/bytes.ts";
import type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
import { addFileToErrors } from "./checkpoint_errors.ts";
import { readSafetensors } from "./safetensors.ts";
import { readTorchLegacy } from "./torch_legacy.ts";
import { readTorchZip } from "./torch_zip.ts";
import { inputError } from "../../records/errors.ts";

const PREFIX = "module.";

const ZIP_START = [0x50, 0x4b, 0x03, 0x04]; // "PK\3\4"
const BRACE = 0x7b;

/**
 * Reads a weights file: either of PyTorch's formats, or safetensors, recognised by their first bytes. Only
 * names and positions are read now, and each tensor's numbers on demand, so the memory needed is that of the
 * largest tensor. No code in the file is run, and no size is trusted beyond what the file can hold.
 * @param file its name, for errors
 * @throws AssayError CHECKPOINT_UNSAFE (exit 3) when its pickle uses more than weights need
 * @throws AssayError CHECKPOINT_BROKEN (exit 3) for anything that is not a complete checkpoint
 */
export function readCheckpoint(source: ByteSource, file: string): Checkpoint {
  return addFileToErrors(file, () => {
    const checkpoint = readerFor(source)(source, file);
    if (checkpoint.tensors.size === 0) throw new RangeError("it has no weights");
    return checkpoint;
  });
}

function readerFor(source: ByteSource): (source: ByteSource, file: string) => Checkpoint {
  const head = source.read(0, Math.min(9, source.byteLength));
  if (ZIP_START.every((byte, i) => head[i] === byte)) return readTorchZip;
  return head[8] === BRACE ? readSafetensors : readTorchLegacy;
}

/**
 * Removes the prefix `module.` from tensor names, which DataParallel adds and the winner's code removes
 * anywhere in a name.
 * @throws AssayError CHECKPOINT_BROKEN (exit 3) when two tensors then have the same name
 */
export function withoutModulePrefix(
  tensors: ReadonlyMap<string, CheckpointTensor>,
): Map<string, CheckpointTensor> {
  const renamed = new Map<string, CheckpointTensor>();
  for (const tensor of tensors.values()) {
    const name = tensor.name.startsWith(PREFIX) ? tensor.name.slice(PREFIX.length) : tensor.name;
    if (renamed.has(name)) {
      throw inputError("CHECKPOINT_BROKEN", {
        what: `the checkpoint has ${name} both with and without the prefix ${PREFIX}`,
        remedy: "Save the state dict of a single model",
      });
    }
    renamed.set(name, { ...tensor, name });
  }
  return renamed;
}
