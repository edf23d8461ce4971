import { deepStrictEqual as equal, match } from "node:assert/strict";
import { memorySource } from "../../../src/base/bytes.ts";
import { readCheckpoint } from "../../../src/models/checkpoints/read_checkpoint.ts";
import { bytesOf } from "./byte_text.ts";
import { failure } from "./failure.ts";
import { dictionary, integer, pickle, tensor, text } from "./pickle_text.ts";
import { torchZipText } from "./torch_text.ts";

/** Which weights of a checkpoint of that body are taken, and which others it has. */
function found(body: string, asked: string | null = null) {
  const source = memorySource(bytesOf(torchZipText({ body })));
  const { place, otherPlaces, tensors, metadata } = readCheckpoint(source, "file.pth", { asked });
  return { place, otherPlaces, tensors: [...tensors.keys()], metadata: [...metadata.keys()] };
}

const set = (...names: string[]) =>
  dictionary(Object.fromEntries(names.map((name) => [name, tensor()])));

for (
  const key of ["state_dict", "model_state_dict", "model", "net", "network", "weights", "my_net"]
) {
  Deno.test(`weights under ${key} are taken, and the rest is metadata`, () => {
    const body = dictionary({ epoch: integer(3), [key]: set("a", "b") });
    equal(found(body), { place: key, otherPlaces: [], tensors: ["a", "b"], metadata: ["epoch"] });
  });
}

Deno.test("averaged weights are taken when they are asked for, or alone", () => {
  for (const key of ["state_dict_ema", "ema", "model_ema", "ema_state_dict"]) {
    const both = dictionary({ [key]: set("averaged"), state_dict: set("raw") });
    const { place, otherPlaces, tensors } = found(both);
    equal([place, otherPlaces, tensors], ["state_dict", [key], ["raw"]], key);
    equal(found(both, "ema").tensors, ["averaged"]);
    equal(found(both, key).tensors, ["averaged"]);
    equal(found(dictionary({ [key]: set("averaged") })).tensors, ["averaged"]);
  }
});

Deno.test("weights are found in dictionaries of dictionaries, and asked for by place", () => {
  const body = dictionary({
    checkpoint: dictionary({ model: dictionary({ state_dict: set("a") }), gan: set("b") }),
  });
  equal(found(body).place, "checkpoint.model.state_dict");
  equal(found(body).otherPlaces, ["checkpoint.gan"]);
  equal(found(body, "checkpoint.gan").tensors, ["b"]);
  equal(found(body, "gan").tensors, ["b"]);
});

Deno.test("tensors of optimisers, schedulers and callbacks are no weights", () => {
  const state = dictionary({ state: set("exp_avg") });
  const body = dictionary({
    optimizer: state,
    optimizer_states: state,
    lr_schedulers: state,
    callbacks: dictionary({ ModelCheckpoint: set("best_model_score") }),
    hyper_parameters: set("weight"),
    state_dict: set("a"),
  });
  equal([found(body).place, found(body).otherPlaces], ["state_dict", []]);
});

Deno.test("tensors beside weights under a usual key are metadata of the training", () => {
  equal(found(dictionary({ epoch: tensor(), model: set("a") })).tensors, ["a"]);
  equal(found(dictionary({ a: tensor(), odd: set("b") })).tensors, ["a"]);
});

Deno.test("a dictionary that holds itself is searched once", () => {
  const itself = `}q\x07(${text("again")}h\x07${text("weight")}${tensor()}u`;
  equal(found(itself).tensors, ["weight"]);
  const key = (i: number) => text(`key ${i}`);
  const many = Array.from({ length: 2000 }, (_, i) => `${key(i)}h\x07`).join("");
  equal(found(`}q\x07(${many}${text("weight")}${tensor()}u`).tensors, ["weight"]);
});

Deno.test("a pickle that is not a checkpoint has no weights", () => {
  match(failure(torchZipText({ body: "}" })).message, /no weights/);
  match(failure(pickle("}")).message, /not one written by PyTorch/);
});

Deno.test("a lone tensor beside a network, such as a random generator's state, is not a set to choose", () => {
  const body = dictionary({ torch_rng: tensor(), detector_b4: set("a", "b") });
  equal([found(body).tensors, found(body).otherPlaces], [["a", "b"], []]);
});
