import type { ByteSource } from "../../base/bytes.ts";
import type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
import { addFileToErrors } from "./checkpoint_errors.ts";
import { foreignFormat } from "./foreign_format.ts";
import { readSafetensors } from "./safetensors.ts";
import { readTorchLegacy } from "./torch_legacy.ts";
import { readTorchZip } from "./torch_zip.ts";
import { inputError } from "../../records/errors.ts";

/** Parts of names that wrappers of a module add: DataParallel, `torch.compile`, FSDP. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "module",
  "_orig_mod",
  "_fsdp_wrapped_module",
  "_checkpoint_wrapped_module",
]);

/** Reads one format of weights files. */
type CheckpointReader = (
  source: ByteSource,
  options: { readonly file: string; readonly asked: string | null },
) => Checkpoint;

const ZIP_START = [0x50, 0x4b, 0x03, 0x04]; // "PK\3\4"
const BRACE = 0x7b;

/**
 * Reads a weights file: either of PyTorch's formats, or safetensors, recognised by their first bytes. Only
 * names and positions are read now, and each tensor's numbers on demand, so the memory needed is that of the
 * largest tensor. No code in the file is run, and no size is trusted beyond what the file can hold.
 * @param file its name, for errors
 * @param options `asked`: place or name of the set of weights to take from a file with several, `ema` for averaged
 * weights; `null`, or a name that the file lacks: the one most likely meant
 * @throws AssayError CHECKPOINT_UNSAFE (exit 3) when its pickle uses more than weights need
 * @throws AssayError CHECKPOINT_BROKEN (exit 3) for anything that is not a complete checkpoint
 */
export function readCheckpoint(
  source: ByteSource,
  file: string,
  { asked = null }: { readonly asked?: string | null } = {},
): Checkpoint {
  return addFileToErrors(file, () => {
    const checkpoint = readerFor(source, file)(source, { file, asked });
    if (checkpoint.tensors.size === 0) throw new RangeError("it has no weights");
    return checkpoint;
  });
}

function readerFor(source: ByteSource, file: string): CheckpointReader {
  const head = source.read(0, Math.min(256, source.byteLength));
  if (ZIP_START.every((byte, i) => head[i] === byte)) return readTorchZip;
  if (head[8] === BRACE) return readSafetensors;
  const other = foreignFormat(head);
  if (other === null) return readTorchLegacy;
  const { what, remedy } = other;
  throw inputError("CHECKPOINT_BROKEN", {
    what:
      `${file} is not a valid checkpoint: it is neither a PyTorch nor a safetensors file but ${what}`,
    remedy,
  });
}

/**
 * Removes from tensor names what wrappers of a module add: `module.` of DataParallel, `_orig_mod.` of
 * `torch.compile`, wherever in a name it is.
 * @throws AssayError CHECKPOINT_BROKEN (exit 3) when two tensors then have the same name
 */
export function withoutWrappers(
  tensors: ReadonlyMap<string, CheckpointTensor>,
): Map<string, CheckpointTensor> {
  const renamed = new Map<string, CheckpointTensor>();
  for (const tensor of tensors.values()) {
    const name = tensor.name.split(".").filter((part) => !WRAPPERS.has(part)).join(".");
    if (renamed.has(name)) {
      throw inputError("CHECKPOINT_BROKEN", {
        what: `the checkpoint has ${name} both with and without a prefix such as module.`,
        remedy: "Save the state dict of a single model, with torch.save(model.state_dict(), path)",
      });
    }
    renamed.set(name, { ...tensor, name });
  }
  return renamed;
}
