import { deepStrictEqual as same, equal } from "node:assert/strict";
import fc from "fast-check";
import { NameIndex } from "../../src/datasets/name_index.ts";
import { stemOf } from "../../src/datasets/tree/clip_names.ts";

const LEVELS: readonly ((path: string) => string)[] = [
  (path) => path.normalize(),
  (path) => path.normalize().toLowerCase(),
  (path) => stemOf(path).normalize().toLowerCase(),
];

/** What the index does, by looking at every path for every name. */
function naiveFind(paths: readonly string[], name: string): string | null {
  const whole = LEVELS.map((key) => paths.filter((path) => key(path) === key(name)));
  const ends = [(path: string) => path, ...LEVELS].map((key) =>
    paths.filter((path) => `/${key(path)}`.endsWith(`/${key(name)}`))
  );
  const fits = [...whole, ...ends].find((found) => found.length > 0);
  return fits?.length === 1 ? fits[0]! : null;
}

Deno.test("an index finds what looking at every path finds", () => {
  const part = fc.constantFrom("a", "A", "\u00e9", "e\u0301", "b.mp4", "b.MP4", "B.avi", "b");
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
  const paths = fc.uniqueArray(path, { maxLength: 8 });
  fc.assert(
    fc.property(paths, path, (all, name) => {
      equal(new NameIndex(all).find(name)?.path ?? null, naiveFind(all, name));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("it is said how a name was matched", () => {
  const index = new NameIndex(["x/a.mp4", "x/B.mp4", "c.avi"]);
  const matchOf = (name: string) => index.find(name)?.match ?? null;
  same(["x/b.mp4", "x/b", "c.mp4", "a.mp4", "y/a.mp4"].map(matchOf), [
    ...["case", "extension", "extension", "folder", null],
  ]);
});
