import { match } from "node:assert/strict";
import { failure } from "./failure.ts";
import {
  dictionary,
  global,
  integer,
  none,
  pickle,
  reduce,
  storage,
  tensor,
  text,
  tuple,
} from "./pickle_text.ts";
import { torchLegacyText, torchZipText } from "./torch_text.ts";

/** Pickle bodies that want something run, and what the refusal must name. */
const ATTACKS: Readonly<Record<string, readonly [body: string, named: RegExp]>> = {
  "os.system by GLOBAL": [reduce(global("os", "system"), text("id")), /refers to os\.system,/],
  "posix.system": [reduce(global("posix", "system"), text("id")), /posix\.system/],
  "builtins.eval by STACK_GLOBAL": [
    `${text("builtins")}${text("eval")}\x93${tuple(text("1"))}R`,
    /builtins\.eval/,
  ],
  "a name in two halves that joins to an allowed one": [
    `${text("torch")}${text("_utils._rebuild_tensor_v2")}\x93`,
    /torch\._utils\._rebuild_tensor_v2/,
  ],
  "a name with a space that joins to an allowed one": [
    `${text("torch._utils _rebuild_tensor_v2")}${text("")}\x93`,
    /torch\._utils _rebuild_tensor_v2\./,
  ],
  "a name of JavaScript's objects": [global("__proto__", "constructor"), /__proto__\.constructor/],
  "getattr beside weights": [
    dictionary({ weight: tensor(), x: reduce(global("__builtin__", "getattr"), none, text("a")) }),
    /__builtin__\.getattr/,
  ],
  "an attack that is thrown away": [`${global("os", "system")}0${dictionary({})}`, /os\.system/],
  "an attack as an argument of an allowed call": [
    reduce(global("torch._utils", "_rebuild_parameter"), reduce(global("os", "popen"), text("id"))),
    /os\.popen/,
  ],
  "an attack inside a storage's id": [
    `${tuple(text("storage"), global("subprocess", "Popen"), text("0"), text("cpu"), "K\x06")}Q`,
    /subprocess\.Popen/,
  ],
  "a call of a storage class": [
    reduce(global("torch", "FloatStorage"), integer(6)),
    /tries to call torch\.FloatStorage/,
  ],
  "a call of a text": [
    `${text("os.system")}${tuple(text("id"))}R`,
    /tries to call a value that is no/,
  ],
  "a call of a dictionary": [`}${tuple()}R`, /tries to call a dictionary/],
  "an unknown rebuilding function": [
    reduce(global("torch._utils", "_rebuild_device_tensor_from_numpy"), none),
    /torch\._utils\._rebuild_device_tensor_from_numpy/,
  ],
  "a whole model": [
    `${global("torch.nn.modules.linear", "Linear")})\x81}b`,
    /torch\.nn\.modules\.linear\.Linear/,
  ],
  "another class of collections": [global("collections", "namedtuple"), /collections\.namedtuple/],
  "INST": [`(${text("id")}ios\nsystem\n`, /os\.system/],
  "INST of an allowed class": [
    "(icollections\nOrderedDict\n",
    /tries to create an object of collections\.OrderedDict/,
  ],
  "OBJ": [`(${global("os", "system")}${text("id")}o`, /os\.system/],
  "OBJ of an allowed class": [
    `(${global("collections", "OrderedDict")}o`,
    /tries to create an object of collections\.OrderedDict/,
  ],
  "NEWOBJ of an allowed class": [
    `${global("numpy", "dtype")})\x81`,
    /tries to create an object of numpy\.dtype/,
  ],
  "NEWOBJ_EX of an allowed class": [
    `${global("numpy", "dtype")})}\x92`,
    /tries to create an object of numpy\.dtype/,
  ],
  "BUILD on a tensor": [`${tensor()}}b`, /tries to set the state of/],
  "BUILD on a function": [
    `${global("_codecs", "encode")}}b`,
    /tries to set the state of _codecs\.encode/,
  ],
  "BUILD of a dictionary with a state that is none": [
    `}${tuple(none, dictionary({ __setstate__: none }))}b`,
    /tries to set the state of a dictionary/,
  ],
  "EXT1": ["\x82\x07", /extension code 7,/],
  "EXT2": ["\x83\x00\x01", /extension code 256,/],
  "EXT4": ["\x84\x00\x00\x01\x00", /extension code 65536,/],
  "a name without end": [global("os", "x".repeat(3000)), /os\.x{97}…,/],
};

for (const [what, [body, named]] of Object.entries(ATTACKS)) {
  Deno.test(`a pickle with ${what} is refused by name, in both of PyTorch's formats`, () => {
    for (const file of [torchZipText({ body }), torchLegacyText({ body })]) {
      const { code, message } = failure(file);
      match(`${code} ${message}`, /^CHECKPOINT_UNSAFE file\.pth .*; no code in it was run\./);
      match(message, named);
    }
  });
}

Deno.test("a bare pickle that is not a checkpoint is refused by name, too", () => {
  const attacks = [
    pickle(reduce(global("os", "system"), text("id"))),
    pickle(`${text("os")}${text("system")}\x93${tuple(text("id"))}R`, 4),
    "cos\nsystem\n(S'id'\ntR.", // protocol 0
  ];
  for (const file of attacks) {
    match(`${failure(file).code} ${failure(file).message}`, /^CHECKPOINT_UNSAFE .*os\.system/);
  }
});

Deno.test("an attack after the object, in the older format's list of keys, is refused by name", () => {
  const whole = torchLegacyText();
  const keys = pickle(tuple(text("0")));
  const file = whole.replace(keys, pickle(reduce(global("os", "system"), storage({}))));
  match(`${failure(file).code} ${failure(file).message}`, /^CHECKPOINT_UNSAFE .*os\.system/);
});
