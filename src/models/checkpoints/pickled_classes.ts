import type { PickledData, PickleValue } from "./pickle_value.ts";

/**
 * Classes whose instances training scripts store beside weights, by module and name, and what becomes of an
 * instance: `attributes` keeps what is set on it, `dictionary` its entries. No code of theirs is run.
 */
const INSTANCES: ReadonlyMap<string, "attributes" | "dictionary"> = new Map([
  ["argparse Namespace", "attributes"],
  ["types SimpleNamespace", "attributes"],
  ["torch.torch_version TorchVersion", "attributes"],
  ["ml_collections.config_dict.config_dict ConfigDict", "attributes"],
  ["omegaconf.dictconfig DictConfig", "attributes"],
  ["omegaconf.listconfig ListConfig", "attributes"],
  ["omegaconf.base ContainerMetadata", "attributes"],
  ["omegaconf.base Metadata", "attributes"],
  ["omegaconf.nodes AnyNode", "attributes"],
  ["omegaconf.nodes BooleanNode", "attributes"],
  ["omegaconf.nodes FloatNode", "attributes"],
  ["omegaconf.nodes IntegerNode", "attributes"],
  ["omegaconf.nodes StringNode", "attributes"],
  ["builtins dict", "dictionary"],
  ["__builtin__ dict", "dictionary"],
  ["collections OrderedDict", "dictionary"],
  ["collections defaultdict", "dictionary"],
  ["collections Counter", "dictionary"],
  ["addict.addict Dict", "dictionary"],
  ["box.box Box", "dictionary"],
  ["easydict EasyDict", "dictionary"],
  ["fvcore.common.config CfgNode", "dictionary"],
  ["lightning.fabric.utilities.data AttributeDict", "dictionary"],
  ["lightning_fabric.utilities.data AttributeDict", "dictionary"],
  ["mmcv.utils.config ConfigDict", "dictionary"],
  ["mmengine.config.config ConfigDict", "dictionary"],
  ["munch Munch", "dictionary"],
  ["pytorch_lightning.utilities.parsing AttributeDict", "dictionary"],
  ["yacs.config CfgNode", "dictionary"],
]);

/** Functions and classes called with plain arguments whose results no weight needs: they are skipped. */
const SKIPPED: ReadonlySet<string> = new Set([
  "__builtin__ bytearray",
  "__builtin__ bytes",
  "__builtin__ complex",
  "__builtin__ slice",
  "__builtin__ xrange",
  "builtins bytearray",
  "builtins bytes",
  "builtins complex",
  "builtins range",
  "builtins slice",
  "datetime date",
  "datetime datetime",
  "datetime time",
  "datetime timedelta",
  "datetime timezone",
  "decimal Decimal",
  "fractions Fraction",
  "numpy.core.multiarray _reconstruct",
  "numpy._core.multiarray _reconstruct", // since NumPy 2
  "numpy.core.numeric _frombuffer",
  "numpy._core.numeric _frombuffer",
  "numpy.random._pickle __bit_generator_ctor",
  "numpy.random._pickle __generator_ctor",
  "numpy.random._pickle __randomstate_ctor",
  "torch device",
  "uuid UUID",
]);

/** Classes that are called with one list of items. */
const COLLECTIONS: ReadonlySet<string> = new Set([
  "__builtin__ frozenset",
  "__builtin__ list",
  "__builtin__ set",
  "__builtin__ tuple",
  "builtins frozenset",
  "builtins list",
  "builtins set",
  "builtins tuple",
  "collections deque",
  "torch Size",
]);

/** Classes of paths, called with the path's parts. */
const PATHS: ReadonlySet<string> = new Set(
  ["PosixPath", "WindowsPath", "Path", "PurePath", "PurePosixPath", "PureWindowsPath"].flatMap(
    (name) => [`pathlib ${name}`, `pathlib._local ${name}`],
  ),
);

/** Longest path, letters. */
const LONGEST_PATH = 1 << 12;

/** Names that may be mentioned, as the type of something, and are never called. */
const MENTIONED: ReadonlySet<string> = new Set([
  "__builtin__ bool",
  "__builtin__ float",
  "__builtin__ int",
  "__builtin__ str",
  "builtins bool",
  "builtins float",
  "builtins int",
  "builtins str",
  "numpy ndarray",
  "torch Tensor",
  "torch._tensor Tensor",
  "torch.nn.parameter Parameter",
  "numpy.random._mt19937 MT19937",
  "numpy.random._pcg64 PCG64",
  ...["Any", "Dict", "List", "Optional", "Tuple", "Union"].map((name) => `typing ${name}`),
  ...["float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8"]
    .map((dtype) => `torch ${dtype}`),
]);

/** Callbacks of PyTorch Lightning, whose classes are the keys of their states in older checkpoints. */
const CALLBACK = /^(pytorch_lightning|lightning\.pytorch)\.callbacks(\.\w+)* [A-Z]\w*$/;

/** Tells whether a class or function may occur as data; `key` is its module, a space, and its name. */
export function isData(key: string): boolean {
  return [INSTANCES, SKIPPED, COLLECTIONS, PATHS, MENTIONED].some((list) => list.has(key)) ||
    CALLBACK.test(key);
}

/** Makes an empty instance of a class; `null` for a class whose instances are not data. */
export function emptyInstance(key: string): PickleValue | null {
  const kind = INSTANCES.get(key);
  if (kind === undefined) return null;
  return kind === "dictionary" ? new Map() : skippedData(key);
}

/**
 * Evaluates a call of a data class; `null` for what must not be called. Lists and dictionaries are not copied, since
 * one may be given to many calls.
 */
export function callData(key: string, args: readonly PickleValue[]): PickleValue | null {
  const [first = null] = args;
  if (SKIPPED.has(key)) return skippedData(key);
  if (PATHS.has(key)) return pathOf(args) ?? skippedData(key);
  if (COLLECTIONS.has(key)) return Array.isArray(first) ? first : [];
  const made = emptyInstance(key);
  return made instanceof Map && first instanceof Map ? first : made;
}

/** Joins the parts of a path; `null` when it is too long for one. */
function pathOf(parts: readonly PickleValue[]): string | null {
  const texts = parts.filter((part) => typeof part === "string");
  const length = texts.reduce((sum, part) => sum + part.length + 1, 0);
  return length > LONGEST_PATH ? null : texts.join("/");
}

/** Makes an object that holds nothing yet. */
export function skippedData(name: string): PickledData {
  return { kind: "data", name, attributes: new Map() };
}
