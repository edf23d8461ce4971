import { deepEqual as same, equal } from "node:assert/strict";
import fc from "fast-check";
import { placeInJsonc, readJsonc } from "../../../src/base/text/jsonc.ts";

type Path = readonly (string | number)[];

/** Every value in a value, with the keys that lead to it. */
function* valuesIn(value: unknown, path: Path = []): Generator<readonly [Path, unknown]> {
  yield [path, value];
  if (Array.isArray(value)) {
    for (const [k, item] of value.entries()) yield* valuesIn(item, [...path, k]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* valuesIn(item, [...path, key]);
  }
}

Deno.test("a value is found at its key, or an item of a list at its beginning", () => {
  const value = fc.jsonValue().filter((one) => !JSON.stringify(one).includes("__proto__"));
  fc.assert(fc.property(value, (value) => {
    const text = JSON.stringify(value, null, 2);
    const lines = text.split("\n");
    same(readJsonc(text), JSON.parse(text));
    for (const [path, inner] of valuesIn(JSON.parse(text))) {
      const place = placeInJsonc(text, path);
      const key = path.at(-1);
      if (key === undefined) {
        equal(place, null);
        continue;
      }
      const rest = lines[place!.line - 1]!.slice(place!.column - 1);
      const begins = JSON.stringify(typeof key === "string" ? key : inner);
      equal(rest.startsWith(typeof key === "string" ? begins : begins[0]!), true, rest);
    }
  }));
});

Deno.test("comments, trailing commas and a byte-order mark do not move places", () => {
  const text = '\ufeff{ // "b": 1\n  /* c */ "b": [1, /* two */ 2,],\n}';
  same(placeInJsonc(text, ["b"]), { line: 2, column: 11 });
  same(placeInJsonc(text, ["b", 1]), { line: 2, column: 30 });
  equal(placeInJsonc(text, ["b", 2]), null);
});
