import { deepEqual as same, equal, throws } from "node:assert/strict";
import { AssayError } from "../../src/records/errors.ts";
import type { Part } from "../../src/stages/part.ts";
import { parametersOf, usePart } from "../../src/stages/part_use.ts";

const VALUES = { frames: 8, jitter: 0, seed: 7, margin: 0.25 };

const jittered: Part<"frames" | "jitter" | "seed"> = {
  reads: ["frames", "jitter", "seed"],
  ignores: ({ jitter }) => jitter === 0 ? ["seed"] : [],
};

function internal(word: string): (error: unknown) => boolean {
  return (error) =>
    error instanceof AssayError && error.code === "INTERNAL" && error.what.includes(word);
}

Deno.test("a part is used with what it reads and does not ignore", () => {
  same(usePart("jittered", jittered, VALUES).parameters, { frames: 8, jitter: 0 });
  same(usePart("jittered", jittered, { ...VALUES, jitter: 2 }).parameters, {
    frames: 8,
    jitter: 2,
    seed: 7,
  });
});

Deno.test("reading an ignored or undeclared parameter throws, whichever way it is read", () => {
  const parameters = parametersOf(usePart("jittered", jittered, VALUES));
  equal(parameters.frames, 8);
  for (const name of ["seed", "margin", "there is no such"] as ("seed" | "margin")[]) {
    throws(() => parameters[name], internal(`"${name}"`));
    throws(() => name in parameters, internal(`"${name}"`));
    throws(() => {
      const { [name]: _ } = parameters;
    }, internal(`"${name}"`));
  }
  same(Object.keys(parameters), ["frames", "jitter"]);
});

Deno.test("facts beside the parameters can be read", () => {
  const parameters = parametersOf(usePart("jittered", jittered, VALUES), { size: 64 });
  same([parameters.size, parameters.jitter], [64, 0]);
  throws(() => parameters.seed, internal('"seed"'));
});

Deno.test("declaring an unknown parameter, or reading an undeclared one in `ignores`, is an error", () => {
  const unknown: Part = { reads: ["zoom" as "frames"] };
  throws(() => usePart("unknown", unknown, VALUES), internal('"zoom"'));
  const curious: Part = { reads: ["frames"], ignores: ({ seed }) => seed === 0 ? ["frames"] : [] };
  throws(() => usePart("curious", curious, VALUES), internal('"seed"'));
});
