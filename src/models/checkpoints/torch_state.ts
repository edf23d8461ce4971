import type { Checkpoint, CheckpointTensor } from "./checkpoint.ts";
import { addFileToErrors, truncateText } from "./checkpoint_errors.ts";
import { isKind, type PickleValue, type TensorReference } from "./pickle_value.ts";
import { plainEntries } from "./plain_data.ts";
import { findWeightSets, isAskedFor, type WeightSet } from "./weight_sets.ts";
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
 * Extracts the weights of an unpickled checkpoint, with the other entries as metadata.
 * @param asked place or name of the set of weights to take; `null`: the one most likely meant
 * @throws RangeError when they are not tensors, or do not fit their storages
 */
export function torchCheckpoint(
  root: PickleValue,
  container: TorchContainer,
  asked: string | null,
): Checkpoint {
  if (!(root instanceof Map)) throw new RangeError("it is not a dictionary of weights");
  const sets = findWeightSets(root);
  const taken = sets.find(({ place }) => asked !== null && isAskedFor(place, asked)) ?? sets[0];
  if (taken === undefined && hasArrays(root)) {
    throw new RangeError("it has NumPy arrays instead of tensors, which torch.from_numpy makes");
  }
  const { place, entries } = taken ?? { place: "", entries: root };
  const isStateDict = place.split(".").at(-1) === "state_dict";
  return {
    format: container.format,
    metadata: plainEntries(withoutSets(root, sets)),
    place,
    otherPlaces: sets.map((set) => set.place).filter((other) => other !== place && other !== ""),
    tensors: tensorsOf(
      isStateDict ? withoutExtraState(entries) : tensorEntries(entries),
      container,
    ),
  };
}

/** Tells whether a dictionary, or one in it, has NumPy arrays. */
function hasArrays(root: ReadonlyMap<PickleValue, PickleValue>): boolean {
  const isArray = (value: PickleValue) =>
    isKind(value, "data") && /^numpy\S* (_reconstruct|_frombuffer)$/.test(value.name);
  const inner = new Set([...root.values()].filter((value) => value instanceof Map));
  return [root, ...inner].some((dictionary) => [...dictionary.values()].some(isArray));
}

/** Drops the dictionaries that are, or contain, sets of weights. */
function withoutSets(root: ReadonlyMap<PickleValue, PickleValue>, sets: readonly WeightSet[]) {
  const first = new Set(sets.map(({ place }) => place.split(".")[0]));
  return new Map(
    [...root].filter(([key, value]) => !(first.has(String(key)) && value instanceof Map)),
  );
}

/** Drops what modules store beside their tensors. */
function withoutExtraState(state: ReadonlyMap<PickleValue, PickleValue>) {
  return new Map([...state].filter(([key]) => !String(key).endsWith("_extra_state")));
}

function tensorEntries(entries: ReadonlyMap<PickleValue, PickleValue>) {
  return new Map([...entries].filter(([, value]) => isKind(value, "tensor")));
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
