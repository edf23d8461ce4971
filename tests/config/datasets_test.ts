import assert from "node:assert/strict";
import { plainQuery } from "../../src/records/dataset_query.ts";
import { load, refusal, type TypedFlags } from "./config_text.ts";

function datasetsOf(body: object, flags: TypedFlags = {}) {
  return load(body, flags).datasets;
}

Deno.test("a dataset is a place, or an object that says more of it", () => {
  const file = {
    ...{ file: "ff.json", name: "ff", layout: "table", where: { compression: "c23" } },
    ...{ root: "/videos", followLinks: true },
  };
  assert.deepEqual(datasetsOf({ dataset: "a" }), [plainQuery("a")]);
  assert.deepEqual(datasetsOf({ dataset: { folder: "a" } }), [plainQuery("a")]);
  assert.deepEqual(datasetsOf({ dataset: file }), [{
    ...{ place: "ff.json", name: "ff", layout: "table", where: { compression: "c23" } },
    ...{ whereTagged: {}, root: "/videos", followLinks: true },
  }]);
});

Deno.test("several datasets share the keys of the config, but each dataset's own come first", () => {
  const [first, second] = datasetsOf({
    dataset: ["a", { folder: "b", layout: "table", where: { method: "x" }, followLinks: false }],
    ...{ layout: "dfdc", where: { compression: "c23" }, followLinks: true },
  });
  const common = { whereTagged: { compression: "c23" }, layout: "dfdc", followLinks: true };
  assert.deepEqual(first, { ...plainQuery("a"), ...common });
  assert.deepEqual(second, {
    ...plainQuery("b"),
    ...{ ...common, layout: "table", where: { method: "x" }, followLinks: false },
  });
});

Deno.test("what is asked of the only dataset is asked of it for certain", () => {
  const body = { dataset: { folder: "a", where: { x: "1" } }, where: { x: "2", y: "2" } };
  assert.deepEqual(datasetsOf(body)[0]?.where, { x: "1", y: "2" });
  assert.deepEqual(datasetsOf(body, { where: { x: "3" } })[0]?.where, { x: "3", y: "2" });
});

Deno.test("places given as flags replace the config's datasets with all that it says of them", () => {
  const body = {
    ...{ dataset: ["a", "b"], layout: "dfdc", where: { x: "1" }, root: "r", followLinks: true },
  };
  assert.deepEqual(datasetsOf(body, { datasets: ["c"] }), [plainQuery("c")]);
  const flags = { datasets: ["c", "d"], layout: "table", where: { y: "2" }, followLinks: true };
  const read = { layout: "table", whereTagged: { y: "2" }, followLinks: true };
  assert.deepEqual(datasetsOf(body, flags), [
    { ...plainQuery("c"), ...read },
    { ...plainQuery("d"), ...read },
  ]);
});

Deno.test("flags without a place are about the config's datasets", () => {
  const body = { dataset: ["a", { folder: "b", where: { x: "1" } }], layout: "dfdc" };
  const [first, second] = datasetsOf(body, { layout: "table", where: { x: "2" } });
  assert.deepEqual([first?.layout, first?.where, first?.whereTagged], ["table", {}, { x: "2" }]);
  assert.deepEqual([second?.layout, second?.where], ["table", { x: "2" }]);
});

Deno.test("a wrong dataset is refused with what it must be", () => {
  const refused = (body: object, words: RegExp) => {
    const { exitCode, line } = refusal(() => load(body));
    assert.equal(exitCode, 2);
    assert.match(line, words);
  };
  refused({ dataset: [] }, /CONFIG_WRONG_VALUE\]: eval\.jsonc:1:14: dataset/);
  refused({ dataset: {} }, /dataset is empty/);
  refused({ dataset: { folder: "a", file: "b" } }, /an object with either "folder" or "file"/);
  refused({ dataset: { folder: "a", name: "b/c" } }, /dataset\.name must be a name without \//);
  refused({ dataset: { folder: "a", layuot: "dfdc" } }, /layuot .*Did you mean "layout"\?/);
  refused({ layout: "tabel" }, /layout must be .*Did you mean "table"\?/);
  refused({ layout: "unlabelled" }, /layout must be/);
  refused({ where: { x: 1 } }, /where\.x must be a string/);
});
