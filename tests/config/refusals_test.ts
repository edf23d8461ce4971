import assert from "node:assert/strict";
import fc from "fast-check";
import { PARAMETER_NAMES } from "../../src/config/variant.ts";
import { load, loadText, refusal, refusals, type TypedFlags } from "./config_text.ts";
import { frameSelectors } from "../../src/stages/frames/registry.ts";

const SELECTIONS = Object.keys(frameSelectors).map((name) => `"${name}"`).join(" or ");

/** Configs, and the error line of each. */
const LINES: readonly (readonly [object, string])[] = [
  [
    { variants: { quick: { frmes: 8 } } },
    'error[CONFIG_UNKNOWN_KEY]: eval.jsonc: variants.quick.frmes is not a parameter. Did you mean "frames"?',
  ],
  [
    { varaints: {} },
    'error[CONFIG_UNKNOWN_KEY]: eval.jsonc: varaints is not a key of the config. Did you mean "variants"?',
  ],
  [
    { matrix: [{ seed: [1] }, { sede: [1] }] },
    'error[CONFIG_UNKNOWN_KEY]: eval.jsonc: matrix[1].sede is not a parameter. Did you mean "seed"?',
  ],
  [
    { gates: { logLoss: { maxIncrese: 1 } } },
    "error[CONFIG_UNKNOWN_KEY]: eval.jsonc: gates.logLoss.maxIncrese is not a key of the config. " +
    'Did you mean "maxIncrease"?',
  ],
  [
    { variants: { "my own": { selection: "unifrom" } } },
    `error[CONFIG_WRONG_VALUE]: eval.jsonc: variants["my own"].selection must be ${SELECTIONS}, ` +
    'not "unifrom". Did you mean "uniform"?',
  ],
  [
    { sweep: { threshold: [0.5, 1.5] } },
    "error[CONFIG_WRONG_VALUE]: eval.jsonc: sweep.threshold[1] must be less than 1, not 1.5. " +
    "Correct the value (pooling confident: a face scored above this is confidently fake).",
  ],
  [
    { variants: { a: { batchSize: "8" } } },
    'error[CONFIG_WRONG_VALUE]: eval.jsonc: variants.a.batchSize must be "auto" or a number, not "8". ' +
    "Correct the value (faces per call; auto: 1 on CPU, 32 on CUDA).",
  ],
  [
    { matrix: {} },
    "error[CONFIG_WRONG_VALUE]: eval.jsonc: matrix is empty. Give it at least one value.",
  ],
  [
    { matrix: { frames: [8, 16, 8] } },
    'error[CONFIG_DUPLICATE_NAME]: eval.jsonc: there are two variants called "frames=8". ' +
    "Rename one, or remove the value repeated in matrix or sweep.",
  ],
  [
    { compareWith: "refrence" },
    'error[VARIANT_UNKNOWN]: compareWith: there is no variant "refrence" in eval.jsonc. ' +
    'Did you mean "reference"?',
  ],
  [
    { version: 2 },
    "error[CONFIG_WRONG_VALUE]: eval.jsonc: version must be 1, not 2. " +
    "Correct the value (version of the file format).",
  ],
];

Deno.test("an error is one line with its place and a remedy", () => {
  for (const [body, expected] of LINES) {
    const { exitCode, line } = refusal(() => load(body));
    assert.equal(withoutPlace(line), expected);
    assert.equal(exitCode, 2);
  }
});

Deno.test("wrong values of every kind are refused with exit code 2", () => {
  const variants: readonly object[] = [
    { frames: 0 },
    { frames: -2 },
    { frames: 1.5 },
    { frames: null },
    { seed: 2 ** 32 },
    { detectorScale: 0.25 },
    { boxScale: 0 },
    { boxScale: "inverted" },
    { detectionThresholds: [0.7, 0.8] },
    { detectionThresholds: [0.7, 0.8, 1] },
    { maxFaces: "4n" },
    { model: [] },
    { model: "No Name" },
    { threshold: 0 },
    { decision: 1 },
    { preset: "fixd" },
  ];
  const bodies: readonly object[] = [
    ...variants.map((variant) => ({ variants: { a: variant } })),
    { variants: {} },
    { variants: [] },
    { variants: { "": {} } },
    { variants: { "a/b": {} } },
    { variants: { "12": {} } },
    { variants: { "=1+1": {} } },
    { matrix: [] },
    { matrix: [{}] },
    { matrix: { frames: [] } },
    { matrix: { frames: 8 } },
    { matrix: 8 },
    { sweep: {} },
    { sweep: [] },
    { gates: { logLoss: true } },
    { gates: { drift: { maxShare: 2 } } },
    { limits: { megapixels: 0 } },
    { limits: { silenceSeconds: -1 } },
    { dataset: "" },
    { provider: "gpu" },
    { timing: "none" },
    { logLossClip: 0.5 },
  ];
  for (const body of bodies) {
    const { exitCode, line } = refusal(() => load(body));
    assert.equal(exitCode, 2, line);
    assert.match(line, /^error\[CONFIG_WRONG_VALUE\]: eval\.jsonc:1:\d+: \w+/);
  }
});

Deno.test("a missing key is named, with a value to add", () => {
  const missing = (text: string) => refusal(() => loadText(text)).line;
  assert.match(missing('{"dataset":"d","model":"demo"}'), /version is missing\. Add it: 1\./);
  assert.match(missing('{"version":1,"model":"demo"}'), /dataset is missing.*--dataset/);
  assert.match(missing('{"version":1,"dataset":"d"}'), /model is missing.*--model/);
});

/** Takes out line and column, which depend on how the text of a test is written. */
function withoutPlace(line: string): string {
  return line.replace(/^(error\[\w+\]: eval\.jsonc):1:\d+:/, "$1:");
}

Deno.test("all errors of a file are listed at once, each with its line and column, in their order", () => {
  const text = `{
  "version": 1, "dataset": "demo", "model": "demo",
  // a comment
  "variants": {
    "a": { "frmes": 8, "jitter": -1 },
    "b": {}
  },
  "matrix": { "seed": [1, "x"] },
  "gatse": {}
}`;
  const lines = refusals(() => loadText(text));
  assert.deepEqual(lines.map((line) => /eval\.jsonc:(\d+:\d+): (\S+)/.exec(line)?.slice(1)), [
    ["5:12", "variants.a.frmes"],
    ["5:24", "variants.a.jitter"],
    ["8:27", "matrix.seed[1]"],
    ["9:3", "gatse"],
  ]);
});

Deno.test("a missing key is placed where it is missing, and beyond twenty errors are counted", () => {
  const [missing] = refusals(() => loadText('{\n  "version": 1,\n  "variants": {"a": {}}\n}'));
  assert.doesNotMatch(missing!, /:\d+:\d+/);
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, k) => [`zz${k}`, 1]));
  const lines = refusals(() => load({ variants: { a: many } }));
  assert.equal(lines.length, 20);
  assert.match(lines[0]!, / 10 further errors not shown\.$/);
});

Deno.test("for a name without a similar one, all valid names are listed", () => {
  const { line } = refusal(() => load({ variants: { a: { zzzzzzzz: 1 } } }));
  for (const name of PARAMETER_NAMES) assert.ok(line.includes(name), name);
});

Deno.test("for every misspelt parameter the right name is suggested", () => {
  const misspelt = fc.constantFrom(...PARAMETER_NAMES).chain((name) =>
    fc.nat(name.length - 1).map((at) => [name, name.slice(0, at) + name.slice(at + 1)] as const)
  );
  fc.assert(fc.property(misspelt, fc.constantFrom("variants", "matrix"), ([name, typo], part) => {
    const body = part === "variants"
      ? { variants: { a: { [typo]: 1 } } }
      : { matrix: { [typo]: [1] } };
    const { line, exitCode } = refusal(() => load(body));
    assert.equal(exitCode, 2);
    assert.ok(line.includes(`Did you mean "${name}"?`), line);
  }));
});

Deno.test("errors in flags name the flag", () => {
  const cases: readonly (readonly [TypedFlags, RegExp])[] = [
    [{ set: ["frmes=8"] }, /\[CONFIG_UNKNOWN_KEY\]: --set: frmes is not a parameter.*"frames"/],
    [{ set: ["frames=x"] }, /\[CONFIG_WRONG_VALUE\]: --set: frames must be a number/],
    [{ set: ["frames=0"] }, /--set: frames must be at least 1, not 0/],
    [{ set: ["preset=fixed"] }, /\[CONFIG_UNKNOWN_KEY\]: --set: preset/],
    [{ model: "a b" }, /\[CONFIG_WRONG_VALUE\]: --model/],
    [{ model: "" }, /--model/],
    [
      { variants: ["refrence"] },
      /--variant: there is no variant "refrence" in eval\.jsonc.*Did you mean "reference"/,
    ],
  ];
  for (const [flags, expected] of cases) {
    const { exitCode, line } = refusal(() => load({}, flags));
    assert.equal(exitCode, 2);
    assert.match(line, expected);
  }
});

Deno.test("any text is either a valid config or a one-line error", () => {
  const values = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom([8], ["a"], { frames: [8] }),
  );
  const bodies = fc.dictionary(
    fc.constantFrom("variants", "matrix", "sweep", "gates", "model", "split", "compareWith"),
    fc.oneof(values, fc.dictionary(fc.constantFrom("a", ...PARAMETER_NAMES), values)),
  );
  const property = fc.property(bodies, (body) => {
    try {
      assert.ok(load(body).variants.length > 0);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      const { exitCode } = refusal(() => load(body));
      assert.ok(exitCode === 2 || exitCode === 3);
    }
  });
  fc.assert(property);
});
