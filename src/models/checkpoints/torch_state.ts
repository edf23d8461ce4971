import type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
import { addFileToErrors, truncateText } from "./checkpoint_errors.ts";
import { isKind, type PickleValue, type TensorReference } from "./pickle_value.ts";
import { plainEntries } from "./plain_data.ts";
import { checkView, readView, type Storage } from "./tensor_view.ts";

/** What both PyTorch containers provide for reading tensors. */
export interface TorchContainer {
  /** File name, for errors. */
  readonly file: string;
  readonly format: Checkpoint["format"];
  /** Storages by key; some may be missing in a damaged file. */
  readonly storages: ReadonlyMap<string, Storage>;
}

/**
 * Extracts the weights of an unpickled checkpoint: those under `state_dict`, with the other entries as
 * metadata, or else the tensors of the dictionary itself.
 * @throws RangeError when they are not tensors, or do not fit their storages
 */
export function torchCheckpoint(root: PickleValue, container: TorchContainer): Checkpoint {
  if (!(root instanceof Map)) throw new RangeError("it is not a dictionary of weights");
  const wrapped = root.get("state_dict");
  const tensors = wrapped instanceof Map
    ? tensorsOf(wrapped, container)
    : tensorsOf(tensorEntries(root), container);
  return { format: container.format, metadata: plainEntries(withoutState(root)), tensors };
}

function withoutState(root: ReadonlyMap<PickleValue, PickleValue>) {
  return new Map([...root].filter(([key]) => key !== "state_dict"));
}

function tensorEntries(root: ReadonlyMap<PickleValue, PickleValue>) {
  return new Map([...root].filter(([, value]) => isKind(value, "tensor")));
}

function tensorsOf(
  state: ReadonlyMap<PickleValue, PickleValue>,
  container: TorchContainer,
): Map<string, CheckpointTensor> {
  const tensors = new Map<string, CheckpointTensor>();
  for (const [name, value] of state) {
    if (typeof name !== "string" || !isKind(value, "tensor")) {
      const what = typeof name === "string" ? truncateText(name) : "an entry without a name";
      throw new RangeError(`${what} in its state dict is not a tensor`);
    }
    tensors.set(name, torchTensor(name, { reference: value, container }));
  }
  return tensors;
}

function torchTensor(
  name: string,
  { reference, container }: { reference: TensorReference; container: TorchContainer },
): CheckpointTensor {
  const { shape, storage: { key, dtype } } = reference;
  const storage = container.storages.get(key);
  if (!storage) {
    throw new RangeError(`${truncateText(name)}: storage ${truncateText(key)} is missing`);
  }
  try {
    checkView(reference, storage.count);
  } catch (cause) {
    throw new RangeError(`${truncateText(name)}: ${(cause as Error).message}`, { cause });
  }
  const read = () => addFileToErrors(container.file, () => readView(reference, storage));
  return { name, shape, dtype, read };
}
