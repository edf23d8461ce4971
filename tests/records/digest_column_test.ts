import { deepEqual as same, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  digestAt,
  digestColumn,
  digestColumnOf,
  digestsOf,
  hasDigest,
  sameDigest,
} from "../../src/records/digest_column.ts";
import type { Digest } from "../../src/records/run_result.ts";

const NONE = "0".repeat(16);
const digits = (least: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: least, maxLength: 16 });
/** Half of them close together, so that digests that differ in one digit meet. */
const digest = fc.oneof(digits(16), digits(1).map((text) => text.padStart(16, "0")))
  .filter((text) => text !== NONE) as fc.Arbitrary<Digest>;
const column = fc.array(fc.option(digest), { minLength: 1, maxLength: 12 });

Deno.test("a column gives back its digests, each null among them", () => {
  fc.assert(fc.property(column, (digests) => {
    const packed = digestColumnOf(digests);
    same(digestsOf(packed), digests);
    digests.forEach((one, row) => {
      equal(digestAt(packed, row), one);
      equal(hasDigest([packed, row]), one !== null);
    });
  }));
  same(digestsOf(digestColumn(2)), [null, null]);
});

Deno.test("two places have the same digest as their texts are the same", () => {
  fc.assert(fc.property(column, column, (ones, others) => {
    const [a, b] = [digestColumnOf(ones), digestColumnOf(others)];
    ones.forEach((one, i) =>
      others.forEach((other, j) => equal(sameDigest([a, i], [b, j]), one === other))
    );
  }));
});

Deno.test("text that is not a digest is refused", () => {
  const texts = [
    "",
    "0123456789abcde",
    "0123456789abcdef0",
    "0123456789ABCDEF",
    "012345678 abcdef",
  ];
  for (const text of [...texts, "0123456/89abcdef", "0123456:89abcdef", "0123456g89abcdef"]) {
    throws(() => digestColumnOf([text as Digest]), /is not a digest/);
  }
});
