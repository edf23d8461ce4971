import { deepStrictEqual as equal, match } from "node:assert/strict";
import { failure, opened } from "./failure.ts";
import {
  dictionary,
  global,
  integer,
  none,
  orderedDict,
  reduce,
  tensor,
  text,
  tuple,
} from "./pickle_text.ts";
import { torchLegacyText, torchZipText } from "./torch_text.ts";

function instance(module: string, name: string, state = ""): string {
  return `${global(module, name)})\x81${state === "" ? "" : `${state}b`}`;
}

/** A NumPy array whose bytes are as protocol 2 writes them. */
function array(dtype: string): string {
  const bytes = reduce(global("_codecs", "encode"), text("x".repeat(999)), text("latin1"));
  const empty = reduce(
    global("numpy.core.multiarray", "_reconstruct"),
    global("numpy", "ndarray"),
    tuple(integer(0)),
    text("b"),
  );
  return `${empty}${tuple(integer(1), tuple(integer(2)), dtype, "\x89", bytes)}b`;
}

function dtype(format: string): string {
  const state = tuple(integer(3), text("<"), none, none, none, integer(16), integer(4), integer(8));
  return `${reduce(global("numpy", "dtype"), text(format), "\x89", "\x88")}${state}b`;
}

/** What training scripts store beside weights, and what is kept of it; `undefined`: it is skipped. */
const DATA: Readonly<Record<string, readonly [body: string, kept: unknown]>> = {
  "an argparse.Namespace": [
    instance(
      "argparse",
      "Namespace",
      dictionary({
        model: text("b4"),
        lr: integer(1),
        device: reduce(global("torch", "device"), text("cuda"), integer(0)),
      }),
    ),
    { model: "b4", lr: 1 },
  ],
  "an empty Namespace": [instance("argparse", "Namespace"), undefined],
  "a torch.Size": [reduce(global("torch", "Size"), tuple(integer(2), integer(3))), [2, 3]],
  "a NumPy array": [array(dtype("f8")), undefined],
  "a NumPy array of text": [array(dtype("U4")), undefined],
  "PyTorch's version": [
    `${global("torch.torch_version", "TorchVersion")}${tuple(text("2.1"))}\x81`,
    undefined,
  ],
  "a set": [reduce(global("__builtin__", "set"), `](${text("a")}e`), ["a"]],
  "a defaultdict": [
    `${reduce(global("collections", "defaultdict"), global("__builtin__", "list"))}${
      text("a")
    }K\x01s`,
    { a: 1 },
  ],
  "a Counter": [
    reduce(global("collections", "Counter"), dictionary({ a: integer(2) })),
    { a: 2 },
  ],
  "a datetime": [reduce(global("datetime", "datetime"), "C\x02ab"), undefined],
  "a path": [reduce(global("pathlib", "PosixPath"), text("data"), text("dfdc")), "data/dfdc"],
  "a dtype": [global("torch", "float32"), undefined],
  "Lightning's AttributeDict": [
    `${instance("pytorch_lightning.utilities.parsing", "AttributeDict")}${text("lr")}K\x01s`,
    { lr: 1 },
  ],
  "an omegaconf config": [
    instance("omegaconf.dictconfig", "DictConfig", dictionary({ name: text("x") })),
    { name: "x" },
  ],
};

for (const [what, [body, kept]] of Object.entries(DATA)) {
  Deno.test(`${what} beside weights is data`, () => {
    for (const write of [torchZipText, torchLegacyText]) {
      const { tensors, metadata } = opened(
        write({ body: dictionary({ args: body, state_dict: dictionary({ weight: tensor() }) }) }),
      );
      equal([[...tensors.keys()], metadata.get("args")], [["weight"], kept]);
    }
  });
}

Deno.test("states of Lightning's callbacks by class, as 1.x stored them, are data", () => {
  const callback = global("pytorch_lightning.callbacks.model_checkpoint", "ModelCheckpoint");
  const callbacks = `}${callback}${dictionary({ best_model_path: text("a") })}s`;
  const body = dictionary({ callbacks, state_dict: dictionary({ weight: tensor() }) });
  equal([...opened(torchZipText({ body })).tensors.keys()], ["weight"]);
});

Deno.test("a parameter with attributes, and a tensor of a named type, are read", () => {
  const parts = (of: string) =>
    reduce(global("torch._utils", "_rebuild_parameter_with_state"), of, "\x88", orderedDict, "}");
  const typed = reduce(
    global("torch._tensor", "_rebuild_from_type_v2"),
    global("torch._utils", "_rebuild_parameter"),
    global("torch.nn.parameter", "Parameter"),
    tuple(tensor(), "\x88", orderedDict),
    "}",
  );
  const { tensors } = opened(torchZipText({ body: dictionary({ a: parts(tensor()), b: typed }) }));
  equal([...tensors.keys()], ["a", "b"]);
});

Deno.test("weights that were saved as NumPy arrays are named as such", () => {
  const bare = dictionary({ "conv.weight": array(dtype("f4")) });
  for (const body of [bare, dictionary({ state: bare })]) {
    match(failure(torchZipText({ body })).message, /NumPy arrays instead of tensors/);
  }
});

Deno.test("one list or state that is given to many objects is kept once", () => {
  const many = (one: string) => `](${one.repeat(50_000)}e`;
  const list = `](${"N".repeat(100_000)}eq\x070`;
  const state = `}(${Array.from({ length: 50_000 }, (_, i) => `${integer(i)}N`).join("")}uq\x080`;
  const bodies = [
    `${list}${many(`${global("torch", "Size")}h\x07\x85R`)}`,
    `${state}${many(`${global("argparse", "Namespace")})\x81h\x08b`)}`,
  ];
  for (const body of bodies) {
    const whole = dictionary({ weight: tensor(), args: none });
    equal([...opened(torchZipText({ body: `${body}0${whole}` })).tensors.keys()], ["weight"]);
  }
});

/** Objects that no checkpoint of weights needs, or that pretend to be data. */
const REFUSED: Readonly<Record<string, readonly [body: string, named: RegExp]>> = {
  "a class of the user's": [instance("__main__", "Config"), /__main__\.Config/],
  "a call of a mere type": [reduce(global("builtins", "str"), text("a")), /call builtins\.str/],
  "a call of a callback": [
    reduce(global("pytorch_lightning.callbacks.timer", "Timer")),
    /call pytorch_lightning\.callbacks\.timer\.Timer/,
  ],
  "an object of a callback": [
    instance("pytorch_lightning.callbacks.timer", "Timer"),
    /object of pytorch_lightning/,
  ],
  "a module that only starts like Lightning": [
    global("pytorch_lightning.callbacks.os", "system"),
    /callbacks\.os\.system/,
  ],
  "a tensor rebuilt by something else": [
    reduce(
      global("torch._tensor", "_rebuild_from_type_v2"),
      global("torch", "FloatStorage"),
      none,
      tuple(),
      "}",
    ),
    /tries to call torch\.FloatStorage/,
  ],
};

for (const [what, [body, named]] of Object.entries(REFUSED)) {
  Deno.test(`${what} is refused by name`, () => {
    for (const write of [torchZipText, torchLegacyText]) {
      const { code, message } = failure(write({ body: dictionary({ weight: tensor(), x: body }) }));
      match(`${code} ${message}`, /^CHECKPOINT_UNSAFE file\.pth .*; no code in it was run\./);
      match(message, named);
    }
  });
}
