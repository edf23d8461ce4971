import { deepStrictEqual as equal, match, throws } from "node:assert/strict";
import { withoutWrappers } from "../../../src/models/checkpoints/read_checkpoint.ts";
import { bytesOf, float32Bytes, littleEndian, textOf } from "./byte_text.ts";
import { failure, opened, readAll } from "./failure.ts";
import {
  dictionary,
  global,
  integer,
  none,
  orderedDict,
  pickle,
  tensor,
  text,
  tuple,
} from "./pickle_text.ts";
import {
  LEGACY_HEAD,
  ONE_TENSOR,
  SIX,
  torchLegacyText,
  torchZipFiles,
  torchZipText,
} from "./torch_text.ts";
import { zipText } from "./zip_text.ts";

const FORMATS = { torch_zip: torchZipText, torch_legacy: torchLegacyText } as const;

for (const [format, write] of Object.entries(FORMATS)) {
  Deno.test(`${format}: weights are found bare and under state_dict, the rest is metadata`, () => {
    const bare = opened(write({ body: dictionary({ epoch: integer(3), weight: tensor() }) }));
    equal([bare.format, [...bare.metadata]], [format, [["epoch", 3]]]);
    equal([...bare.tensors.keys()], ["weight"]);
    const body = dictionary({
      state_dict: ONE_TENSOR,
      epoch: integer(36),
      average: tensor(),
      optimizer: dictionary({ state: tensor() }),
      hook: `C\x01a`,
    });
    const wrapped = opened(write({ body }));
    equal([...wrapped.metadata], [["epoch", 36]]);
    equal([...wrapped.tensors.keys()], ["weight"]);
    equal(readAll(wrapped), [SIX]);
  });

  Deno.test(`${format}: views of one storage are read each by its own strides`, () => {
    const body = dictionary({
      turned: tensor({ shape: [3, 2], strides: [1, 3] }),
      last: tensor({ shape: [], strides: [], offset: 5 }),
      empty: tensor({ shape: [0], strides: [1] }),
      repeated: tensor({ shape: [2, 2], strides: [0, 3], offset: 2 }),
    });
    equal(readAll(opened(write({ body }))), [[1, 4, 2, 5, 3, 6], [6], [], [3, 6, 3, 6]]);
  });

  Deno.test(`${format}: anything but a state dict is refused`, () => {
    const bodies: [string, RegExp][] = [
      [tuple(text("weight"), tensor()), /not a dictionary/],
      [tensor(), /not a dictionary/],
      [`}K\x01${tensor()}s`, /an entry without a name/],
      [dictionary({ state_dict: "}", weight: tensor() }), /no weights/],
      [dictionary({ state_dict: dictionary({ weight: tensor(), x: none }) }), /x .* not a tensor/],
      [dictionary({ state_dict: `}K\x01${tensor()}s` }), /an entry without a name/],
      [dictionary({ state_dict: `}](K\x01e${tensor()}s` }), /an entry without a name/],
    ];
    for (const [body, says] of bodies) {
      const { code, message } = failure(write({ body }));
      equal(code, "CHECKPOINT_BROKEN");
      match(message, says);
    }
  });

  Deno.test(`${format}: a file without weights is refused`, () => {
    const bodies = [
      orderedDict,
      dictionary({ epoch: integer(1) }),
      dictionary({ state_dict: "}" }),
    ];
    for (const body of bodies) {
      match(failure(write({ body, storages: {} })).message, /no weights/);
    }
    match(failure(write({ body: none, storages: {} })).message, /not a dictionary/);
  });

  Deno.test(`${format}: tensors that do not fit their storage are refused by name`, () => {
    const bodies: [string, RegExp][] = [
      [tensor({ shape: [7], strides: [1] }), /weight: it extends to number 7 of 6/],
      [tensor({ offset: 1 }), /weight: it extends to number/],
      [tensor({ shape: [2 ** 40], strides: [1] }), /weight: .* too large/],
      [tensor({ shape: [2 ** 31, 2 ** 31], strides: [0, 0] }), /weight: .* too large/],
      [tensor({ shape: [2], strides: [2 ** 52] }), /weight: it extends to number/],
      [tensor({ shape: [2], strides: [1, 1] }), /weight: it has 1 dimensions and 2 strides/],
    ];
    for (const [body, says] of bodies) {
      const { code, message } = failure(write({ body: dictionary({ weight: body }) }));
      equal(code, "CHECKPOINT_BROKEN");
      match(message, says);
    }
  });

  Deno.test(`${format}: a missing storage and one of another size are refused`, () => {
    const files = [
      write({ storages: {} }),
      write({ storages: { "1": float32Bytes(...SIX) } }),
      write({ storages: { "0": float32Bytes(1, 2, 3) } }),
      write({ body: dictionary({ weight: tensor({ count: 2 ** 50 }) }) }),
      write({ body: dictionary({ weight: tensor({ type: "DoubleStorage" }) }) }),
    ];
    for (const file of files) equal(failure(file).code, "CHECKPOINT_BROKEN");
  });

  Deno.test(`${format}: cyclic and endless metadata are dropped`, () => {
    const twice = "0](h\x09h\x09eq\x09"; // a list that holds the one before it two times
    const body = dictionary({
      weight: tensor(),
      epoch: integer(2),
      itself: "]q\x07h\x07a",
      deep: `${"]".repeat(1000)}${"a".repeat(999)}`,
      prototype: dictionary({ ["__proto__"]: integer(1) }),
      laughs: `]q\x09${twice.repeat(40)}`,
    });
    const { metadata } = opened(write({ body }));
    equal([...metadata.keys()], ["epoch", "prototype"]);
    equal(Object.keys(metadata.get("prototype")!), ["__proto__"]);
  });

  Deno.test(`${format}: a file truncated anywhere is refused`, () => {
    const whole = write();
    for (let length = 0; length < whole.length; length++) {
      equal(failure(whole.slice(0, length)).code, "CHECKPOINT_BROKEN", `${length} bytes`);
    }
  });
}

Deno.test("a big-endian zip checkpoint is read", () => {
  const swapped = textOf(bytesOf(float32Bytes(...SIX.toReversed())).reverse());
  const files = torchZipFiles({ storages: { "0": swapped } });
  const ordered = (order: string) =>
    zipText([...files, { name: "archive/byteorder", content: order }]);
  equal(readAll(opened(ordered("big"))), [SIX]);
  match(failure(ordered("middle")).message, /byte order is middle/);
});

Deno.test("a compressed zip checkpoint is read, NumPy's scalar in it too", () => {
  const dtype = `${global("numpy", "dtype")}${tuple(text("f8"), "\x89", "\x88")}R`;
  const scalar = `${global("numpy.core.multiarray", "scalar")}(${dtype}` +
    `C\x08\x9a\x99\x99\x99\x99\x99\xb9\x3ftR`;
  const body = dictionary({ state_dict: ONE_TENSOR, loss: `G\x3f\xe0\0\0\0\0\0\0`, bce: scalar });
  const files = torchZipFiles({ body }).map((file) => ({ ...file, deflated: true }));
  const checkpoint = opened(zipText(files));
  equal(readAll(checkpoint), [SIX]);
  equal([...checkpoint.metadata], [["loss", 0.5], ["bce", 0.1]]);
});

Deno.test("a zip without data.pkl, or with two, is refused", () => {
  const [data, ...others] = torchZipFiles();
  match(failure(zipText(others)).message, /0 files data\.pkl/);
  match(failure(zipText([data!, ...others, { ...data!, name: "b/data.pkl" }])).message, /2 files/);
});

Deno.test("a damaged storage is refused when its tensor is read, not the others", () => {
  const storages = { "0": float32Bytes(...SIX), "1": float32Bytes(...SIX) };
  const body = dictionary({ good: tensor(), bad: tensor({ key: "1" }) });
  const files = torchZipFiles({ body, storages }).map((file) =>
    file.name.endsWith("/1") ? { ...file, crc: 7 } : file
  );
  const { tensors } = opened(zipText(files));
  equal([...tensors.get("good")!.read()], SIX);
  throws(() => tensors.get("bad")!.read(), { code: "CHECKPOINT_BROKEN", exitCode: 3 });
});

Deno.test("the older format requires its magic number and version", () => {
  const rest = torchLegacyText().slice(LEGACY_HEAD.length);
  const magic = LEGACY_HEAD.slice(0, 15);
  match(failure(pickle("N") + rest).message, /not one written by PyTorch/);
  match(failure(magic + pickle(integer(1000)) + rest).message, /version is unknown/);
});

Deno.test("unused and repeated storages of the older format are refused", () => {
  const six = float32Bytes(...SIX);
  match(failure(torchLegacyText({ storages: { "0": six, "9": six } })).message, /storage 9/);
  const keys = (...list: string[]) => pickle(tuple(...list));
  const head = LEGACY_HEAD + pickle(ONE_TENSOR);
  const stored = littleEndian(6, 8) + six;
  match(failure(head + keys(text("0"), text("0")) + stored + stored).message, /storage 0/);
  match(failure(head + keys(none) + stored).message, /no keys/);
  match(failure(head + pickle(none) + stored).message, /no keys/);
});

Deno.test("files of other formats are named as such", () => {
  const files = [
    "",
    "hello",
    "<!DOCTYPE html><html></html>",
    "\x89HDF\r\n\x1a\n",
    "\x89PNG\r\n\x1a\n",
    "\xff\xd8\xff\xe0\0\x10JFIF",
    "\0".repeat(100),
    "PK\x05\x06".padEnd(22, "\0"),
    JSON.stringify({ weight: [1, 2, 3] }),
  ];
  for (const file of files) {
    match(failure(file).message, /neither a PyTorch nor a safetensors file/, file);
  }
});

Deno.test("what wrappers add to names is removed, and must not make two names equal", () => {
  const names = (...keys: string[]) => [
    ...withoutWrappers(
      opened(
        torchZipText({ body: dictionary(Object.fromEntries(keys.map((key) => [key, tensor()]))) }),
      )
        .tensors,
    ).keys(),
  ];
  equal(
    names("module.a", "b", "module.module.c", "_orig_mod.module.d", "model._orig_mod.e"),
    ["a", "b", "c", "d", "model.e"],
  );
  throws(() => names("module.a", "a"), { code: "CHECKPOINT_BROKEN" });
});
