import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJsonc } from "../../src/config/jsonc.ts";
import { AssayError } from "../../src/records/errors.ts";

const jsonValues = fc.jsonValue({ maxDepth: 5 })
  .filter((value) => !JSON.stringify(value).includes("__proto__"))
  // −0 becomes 0 in JSON, and objects get JSON's prototype.
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown);

const blanks = fc.constantFrom("", " ", "\n", "\t\r\n", "// a, {b\n", "/* ] */", "/* /* // \n */");

Deno.test("JSON is read as JSON.parse reads it, compact or indented", () => {
  fc.assert(fc.property(jsonValues, fc.nat(4), (value, indent) => {
    assert.deepEqual(parseJsonc(JSON.stringify(value, null, indent), "x"), value);
  }));
});

Deno.test("comments, blanks and trailing commas change nothing", () => {
  const noisy = fc.tuple(jsonValues, fc.infiniteStream(blanks), fc.boolean());
  fc.assert(fc.property(noisy, ([value, noise, trailing]) => {
    const blank = () => noise.next().value ?? "";
    assert.deepEqual(parseJsonc(printed(value, { blank, trailing }), "x"), value);
  }));
});

Deno.test("any other text is refused exactly where JSON.parse refuses it", () => {
  const jsonLike = fc.array(
    fc.constantFrom(
      ..."{}[]:,",
      '"a"',
      '"',
      "0",
      "-",
      "01",
      "1.5e3",
      "1.",
      "true",
      "nul",
      " ",
      "\\",
    ),
    { maxLength: 12 },
  ).map((tokens) => tokens.join(""));
  fc.assert(
    fc.property(jsonLike, (text) => {
      const plain = attempt(() => JSON.parse(text));
      const own = attempt(() => parseJsonc(text, "x"));
      if (own === null) return assert.equal(plain, null);
      // More than JSON.parse reads: trailing commas only.
      assert.deepEqual(own, plain ?? attempt(() => JSON.parse(text.replace(/, *(?=[}\]])/g, ""))));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("a syntax error has file, line and column", () => {
  const cases: readonly (readonly [string, RegExp])[] = [
    ['{\n  "a": 1\n  "b": 2\n}', /^eval\.jsonc:3:3: unexpected '"', expected ',' or '}'/],
    ["", /^eval\.jsonc:1:1: unexpected end of the file, expected a value/],
    ["{ // open\r\n", /^eval\.jsonc:2:1: unexpected end of the file, expected a key/],
    ["{a: 1}", /^eval\.jsonc:1:2: unexpected 'a', expected a key in double quotes/],
    ['{"a" 1}', /^eval\.jsonc:1:6: unexpected '1', expected ':'/],
    ["[1] 2", /^eval\.jsonc:1:5: unexpected '2', expected the end/],
    ['["a\nb"]', /^eval\.jsonc:1:2: this string is not closed/],
    ["/* open", /^eval\.jsonc:1:1: unexpected '\/'/],
    ["NaN", /unexpected 'N', expected a value/],
    ["[".repeat(5000), /the nesting is too deep/],
    ['{"__proto__": {}}', /not allowed/],
  ];
  for (const [text, message] of cases) {
    const error = failure(() => parseJsonc(text, "eval.jsonc"));
    assert.equal(error.code, "CONFIG_SYNTAX");
    assert.equal(error.exitCode, 2);
    assert.match(error.message, message);
  }
});

Deno.test("a duplicate key is an error at its second place", () => {
  const error = failure(() => parseJsonc('{"a": {"b": 1,\n "b": 2}}', "eval.jsonc"));
  assert.equal(error.code, "CONFIG_DUPLICATE_KEY");
  assert.match(error.message, /^eval\.jsonc:2:2: duplicate key "b"/);
  assert.deepEqual(parseJsonc('{"a": {"b": 1}, "b": {"a": 1}}', "x"), { a: { b: 1 }, b: { a: 1 } });
});

Deno.test("a byte order mark is passed over", () => {
  assert.deepEqual(parseJsonc('\ufeff{"a": [1,]}', "x"), { a: [1] });
});

/** Prints JSON with blanks around every token and, if asked for, a comma after every last item. */
function printed(
  value: unknown,
  noise: { readonly blank: () => string; readonly trailing: boolean },
): string {
  const { blank, trailing } = noise;
  const joined = (parts: readonly string[]) =>
    parts.join(",") + (trailing && parts.length > 0 ? `,${blank()}` : blank());
  if (Array.isArray(value)) {
    return `${blank()}[${joined(value.map((item) => printed(item, noise)))}]${blank()}`;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, item]) =>
      `${blank()}${JSON.stringify(key)}${blank()}:${printed(item, noise)}`
    );
    return `${blank()}{${joined(entries)}}${blank()}`;
  }
  return `${blank()}${JSON.stringify(value)}${blank()}`;
}

/** What was read, in a list so that `null` can be read too; `null`: an error. */
function attempt(read: () => unknown): readonly [unknown] | null {
  try {
    return [read()];
  } catch (error) {
    assert.ok(error instanceof SyntaxError || error instanceof AssayError, String(error));
    return null;
  }
}

function failure(run: () => unknown): AssayError {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof AssayError);
    return error;
  }
  throw new assert.AssertionError({ message: "nothing was thrown" });
}
