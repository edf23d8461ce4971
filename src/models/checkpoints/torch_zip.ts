import type { ByteSource } from "../../base/bytes.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { truncateText } from "./checkpoint_errors.ts";
import { DTYPES } from "./dtype.ts";
import type { StorageReference } from "./pickle_value.ts";
import type { Storage } from "./tensor_view.ts";
import { inputError } from "../../records/errors.ts";
import { torchCheckpoint } from "./torch_state.ts";
import { unpickle } from "./unpickler.ts";
import { openZip, type ZipArchive } from "./zip_archive.ts";

/**
 * Reads the format of `torch.save` since PyTorch 1.6: a zip archive with one folder that holds `data.pkl`, a
 * file `data/KEY` for each storage, and since 2.1 `byteorder`.
 * @param options `file`: its name, for errors; `asked`: see `readCheckpoint`
 * @throws UnsafePickle, RangeError
 */
export function readTorchZip(
  source: ByteSource,
  { file, asked }: { readonly file: string; readonly asked: string | null },
): Checkpoint {
  const archive = openZip(source);
  const folder = findFolder(archive);
  if (archive.names.includes(`${folder}/constants.pkl`)) throw torchScriptError(file);
  const bigEndian = isBigEndian(archive, folder);
  const { value, storages } = unpickle(archive.open(`${folder}/data.pkl`), 0);
  const opened = new Map(
    [...storages].map(([key, reference]) => {
      const bytes = archive.open(`${folder}/data/${key}`);
      return [key, storageOf(reference, { bytes, bigEndian })];
    }),
  );
  return torchCheckpoint(value, { file, format: "torch_zip", storages: opened }, asked);
}

function findFolder({ names }: ZipArchive): string {
  const folders = names.map((name) => /^([^/]+)\/data\.pkl$/.exec(name)?.[1])
    .filter((folder) => folder !== undefined);
  if (folders.length !== 1) {
    throw new RangeError(`its zip archive has ${folders.length} files data.pkl instead of 1`);
  }
  return folders[0]!;
}

/** Makes the error for TorchScript, which is a program with its weights. */
function torchScriptError(file: string) {
  return inputError("CHECKPOINT_TORCHSCRIPT", {
    what: `${file} is TorchScript, a program, and was not run`,
    remedy: "Save its weights alone, where it comes from someone whom you trust: " +
      `\`torch.save(torch.jit.load("${file}", map_location="cpu").state_dict(), "weights.pth")\``,
  });
}

function isBigEndian(archive: ZipArchive, folder: string): boolean {
  const name = `${folder}/byteorder`;
  if (!archive.names.includes(name)) return false;
  const file = archive.open(name);
  const order = new TextDecoder().decode(file.read(0, Math.min(file.byteLength, 16)));
  if (order !== "little" && order !== "big") throw new RangeError(`its byte order is ${order}`);
  return order === "big";
}

function storageOf(
  { key, dtype, count }: StorageReference,
  { bytes, bigEndian }: Pick<Storage, "bytes" | "bigEndian">,
): Storage {
  if (bytes.byteLength !== count * DTYPES[dtype].bytes) {
    throw new RangeError(
      `storage ${truncateText(key)} has ${bytes.byteLength} bytes for ${count} numbers of ${dtype}`,
    );
  }
  return { dtype, count, bytes, bigEndian };
}
