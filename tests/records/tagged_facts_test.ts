import { deepEqual as same, equal, notEqual } from "node:assert/strict";
import { datasetDigest } from "../../src/datasets/dataset_digest.ts";
import { sameTags, taggedFacts } from "../../src/records/tagged_facts.ts";
import type { VideoId } from "../../src/records/video.ts";
import { selectionProof } from "../../src/runs/selection_proof.ts";

const VIDEO = { id: "a.mp4" as VideoId, label: "FAKE", group: "a", split: null } as const;

Deno.test("a video without tags is identified as before there were tags", () => {
  same(taggedFacts({}), []);
  same(selectionProof([{ ...VIDEO, tags: {} }]), selectionProof([VIDEO]));
  const hashed = { ...VIDEO, contentHash: "0" };
  equal(datasetDigest([{ ...hashed, tags: {} }]), datasetDigest([hashed]));
});

Deno.test("another tag is another entry, in whatever order tags are listed", () => {
  const proof = (tags: Record<string, string>) => selectionProof([{ ...VIDEO, tags }]);
  same(proof({ a: "1", b: "2" }), proof({ b: "2", a: "1" }));
  notEqual(proof({ a: "1" }).selection, selectionProof([VIDEO]).selection);
  notEqual(proof({ a: "1" }).videos, proof({ a: "2" }).videos);
  const digest = (tags: Record<string, string>) =>
    datasetDigest([{ ...VIDEO, contentHash: null, tags }]);
  equal(digest({ a: "1", b: "2" }), digest({ b: "2", a: "1" }));
  notEqual(digest({ a: "1" }), digest({ b: "1" }));
});

Deno.test("tags are the same when each has the same value", () => {
  equal(sameTags({ a: "1", b: "2" }, { b: "2", a: "1" }), true);
  equal(sameTags({ a: "1" }, {}), false);
  equal(sameTags({ a: "1" }, { a: "2" }), false);
  equal(sameTags({ toString: "1" }, { a: "1" }), false);
});
