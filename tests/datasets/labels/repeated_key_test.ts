import { deepStrictEqual as same, equal } from "node:assert/strict";
import fc from "fast-check";
import { repeatedKey } from "../../../src/datasets/labels/repeated_key.ts";

const found = (json: string) => repeatedKey(json, JSON.parse(json));

Deno.test("a key that is there twice is found, whatever its spelling", () => {
  const entry = '{"label": "REAL"}';
  same(found(`{"a.mp4": ${entry}, "b.mp4": ${entry}, "\\u0061.mp4": ${entry}}`), {
    key: "a.mp4",
    entry: null,
  });
  same(found('{"a": {"label": "REAL"}, "b": {"label" : "REAL", "x": 1, "label":"FAKE"}}'), {
    key: "label",
    entry: "b",
  });
  same(found(`{"__proto__": ${entry}, "__proto__": ${entry}}`), { key: "__proto__", entry: null });
});

Deno.test("equal keys of different entries, and deeper ones, are nothing special", () => {
  equal(found('{"a": {"label": "REAL"}, "b": {"label": "REAL"}, "label": {"a": "a"}}'), null);
  equal(found('{"a": {"more": {"x": 1, "x": 2}, "list": [{"x": 1}, "x", "x"]}}'), null);
  equal(found('{"a": [{"x": 1, "x": 2}, "x:", ":x"], "b": 7, "c": "d"}'), null);
});

Deno.test("text that JSON.stringify writes has no key twice, whatever is in its strings", () => {
  const text = fc.string({ unit: fc.constantFrom('"', "\\", ":", "{", "}", "[", "]", ",", "a") });
  const entries = fc.dictionary(text, fc.oneof(text, fc.dictionary(text, text)));
  fc.assert(fc.property(entries, (value) => equal(found(JSON.stringify(value, null, 1)), null)));
});

Deno.test("a string of ten million characters is read", () => {
  const long = '\\"'.repeat(5_000_000);
  equal(found(`{"a": {"label": "REAL", "note": "${long}"}}`), null);
  equal(found(`{"a": {"note": "${long}", "note": 1}}`)?.key, "note");
});
