import fc from "fast-check";
import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { judgeGates } from "../../../src/analysis/gates/judge_gates.ts";
import { defined } from "../../../src/records/metric_value.ts";
import type { VariantComparison } from "../../../src/records/comparison.ts";
import type { CheckResult, GateLimits } from "../../../src/records/gate_verdict.ts";
import { checkJson } from "../../../src/reports/tables/check_json.ts";
import { escapeControls } from "../../../src/base/text/control_characters.ts";
import { checkJunit, xmlAttribute } from "../../../src/reports/tables/check_junit.ts";
import { checkHeadline } from "../../../src/reports/sections/check_lines.ts";
import { checkMarkdown } from "../../../src/reports/markdown/check_markdown.ts";
import { checkText } from "../../../src/reports/terminal/check_text.ts";
import {
  COMPARE_RUNS_DEFAULTS,
  compareRuns,
} from "../../../src/analysis/comparison/compare_runs.ts";
import { runOf, videosOf } from "../../analysis/comparison/sliced_runs.ts";
import { fakeComparison } from "../fake_comparison.ts";

const GATES: GateLimits = {
  logLoss: { rule: "point", maxIncrease: 0.01 },
  auc: null,
  drift: { maxChange: 0.01, maxShare: 0, maxMean: 0.001 },
  coverage: { maxScoredDecrease: 0, maxFacesDecrease: 0 },
  digests: {
    ...{ sample: "exact", decode: "exact", detect: "exact", crop: "exact" },
    ...{ classify: "any", pool: "any" },
  },
  timing: null,
};

const EVIL = '<img src=x onerror="alert(1)"> & \u0007|`]]>';

/** A check of a fake run whose crops changed, or nothing. */
function aCheck(
  { margin = 0.2, why = "first", names = ["reference"] }: {
    margin?: number;
    why?: string;
    names?: readonly string[];
  } = {},
): CheckResult {
  const settings = (value: number) =>
    Object.fromEntries(names.map((name) => [name, { margin: value }]));
  const made = fakeComparison({ before: settings(1 / 3), after: settings(margin) });
  // Comparisons for people tell of some movers only; a check looks at all.
  const variants = made.variants.map((variant) => ({
    ...variant,
    movedVideos: variant.moved.length,
  }));
  const comparison = { ...made, variants };
  const verdicts = judgeGates(comparison, GATES);
  const baseline = {
    ...{ name: "main", when: "2026-03-02T10:00:00.000Z", why },
    ...{ commit: "0123456789abcdef+changes", environment: { provider: "cpu" } },
  };
  const outcome = verdicts.some((verdict) => verdict.outcome === "fail") ? "fail" : "pass";
  return { outcome, baseline, comparison, verdicts };
}

/** A check of slices of which one got worse, one did not change and one has no fakes. */
function checkOfSlices(): CheckResult {
  const real = { method: "none", group: "g0", label: 0, probability: 0.2 };
  const run = (moved: string | null) =>
    runOf([...videosOf(moved), { ...real, filename: "z.mp4" }], { variants: ["reference"] });
  const comparison = compareRuns(run(null), run("FaceSwap"), {
    ...{ ...COMPARE_RUNS_DEFAULTS, draws: 200, swaps: 199 },
    ...{ mostMoved: Infinity, mostMovedInSlices: Infinity },
  });
  const slices = {
    ...{ tags: ["method"], auc: null, drift: null, coverage: null },
    logLoss: GATES.logLoss,
  };
  const off = { drift: null, coverage: null, digests: null };
  const verdicts = judgeGates(comparison, { ...GATES, ...off, slices });
  const baseline = {
    name: "main",
    when: "2026-03-02T10:00:00.000Z",
    why: "x",
    commit: null,
    environment: {},
  };
  return { outcome: "fail", baseline, comparison, verdicts };
}

Deno.test("a check by slices lists those that failed, counts the others, and says how many comparisons that is", () => {
  const result = checkOfSlices();
  const [printed, page] = [
    text(checkText(result, { width: 160, colour: false })),
    text(checkMarkdown(result)),
  ];
  match(printed, /FAIL +log loss, method = FaceSwap +\+0\.\d+ +\+0\.010/);
  ok(!printed.includes("log loss, method = Deepfakes"));
  match(
    printed,
    /By slice: 2 more verdicts: 1 passed, 1 not judged \(method = none: the slice has no FAKE video/,
  );
  match(page, /\*\*FAIL\*\* \| reference \| log loss, method = FaceSwap /);
  match(page, /\| pass \| reference \| log loss, method = Deepfakes /);
  const multiplicity = /3 of the \d+ verdicts are on 3 slices.*Holm's method for 1 comparison /s;
  for (const output of [printed, page, text(checkJunit(result))]) {
    match(output.replaceAll("&apos;", "'"), multiplicity);
  }
  const { verdicts, multiplicity: said } = JSON.parse(text(checkJson(result)));
  match(said, multiplicity);
  same(
    verdicts.filter(({ slice }: { slice?: object }) => slice !== undefined)
      .map((
        { slice, outcome }: { slice: { tag: string; value: string }; outcome: string },
      ) => [slice.value, outcome]),
    [["Deepfakes", "pass"], ["FaceSwap", "fail"], ["none", "skipped"]],
  );
});

Deno.test("each slice is a test case of its own for CI", () => {
  const names = [
    ...text(checkJunit(checkOfSlices())).matchAll(/<testcase classname="[^"]*" name="([^"]*)"/g),
  ]
    .map(([, name]) => name!);
  equal(new Set(names).size, names.length);
  ok(names.includes("log loss, method = FaceSwap"));
});

function text(chunks: Iterable<string>): string {
  return [...chunks].join("");
}

Deno.test("the headline has what failed and the first differing stage, or that nothing differs", () => {
  const failed = checkHeadline(aCheck());
  match(
    failed,
    /^FAILED: \d of 6 gates, 2 not judged\. First differing stage: crop /,
  );
  equal(
    checkHeadline(aCheck({ margin: 1 / 3 })),
    "PASSED: 6 gates, 2 not judged. All stages of all videos are identical.",
  );
  const many = checkHeadline(aCheck({ names: ["a", "b"] }));
  match(many, /in 2 of 2 variants.*crop \d+ videos, in each variant\.$/);
});

Deno.test("the terminal shows each verdict with number, limit and reason, the verdict last", () => {
  const result = aCheck();
  const shown = text(checkText(result, { width: 100, colour: false }));
  for (const { measure } of result.verdicts) ok(shown.includes(measure), measure);
  match(shown, /^B against baseline main: 1 variant over 24 videos\n/);
  match(shown, /main was accepted 2026-03-02 10:00 UTC, Assay 0123456789ab\+changes: first/);
  match(shown, /FAIL {2}stages differ +\d+ +0 +first differing stage: crop/);
  match(shown, /skip {2}AUC +– +– +off/);
  match(shown.trimEnd().split("\n").slice(-2).join(" "), /FAILED: /);
  // deno-lint-ignore no-control-regex
  ok(!/\u001b/.test(shown), "no colours where none are wanted");
});

Deno.test("lines fit the terminal, narrow or wide", () => {
  for (const width of [60, 80, 100, 160]) {
    const lines = text(checkText(aCheck(), { width, colour: false })).split("\n");
    const longest = Math.max(...lines.map((line) => line.length));
    ok(longest <= width, `${longest} characters in ${width}`);
  }
});

/** A check by the rule notWorse of which the data cannot say the outcome, on the whole and in a slice. */
function undecidedCheck(): CheckResult {
  const result = checkOfSlices();
  const rule = { rule: "notWorse", maxIncrease: 0.01 } as const;
  const gates = { ...GATES, drift: null, coverage: null, digests: null, logLoss: rule };
  const slices = { tags: ["method"], auc: null, drift: null, coverage: null, logLoss: rule };
  const comparison = {
    ...result.comparison,
    variants: result.comparison.variants.map((variant) => ({
      ...variant,
      comparison: unsure(variant.comparison),
      slices: variant.slices.map((one) => ({ ...one, comparison: unsure(one.comparison) })),
    })),
  };
  return { ...result, comparison, verdicts: judgeGates(comparison, { ...gates, slices }) };
}

/** The same comparison with an interval that holds both 0 and the margin. */
function unsure(comparison: VariantComparison | null): VariantComparison | null {
  if (comparison === null) return null;
  const { logLoss } = comparison.metrics;
  const interval = { low: -0.01234, high: 0.04321, reason: null };
  const difference = { ...logLoss.difference, ...defined(0.015), interval };
  const judged = { finding: "not shown", doubt: "the 95 % CI contains zero" } as const;
  return {
    ...comparison,
    metrics: { ...comparison.metrics, logLoss: { ...logLoss, difference, ...judged } },
  };
}

Deno.test("what the data cannot say is said in every format, with the rule that judged and lines that fit", () => {
  const result = undecidedCheck();
  const outputs = {
    terminal: text(checkText(result, { width: 80, colour: false })),
    page: text(checkMarkdown(result)),
    junit: text(checkJunit(result)).replaceAll("&quot;", '"'),
    json: text(checkJson(result)).replaceAll('\\"', '"'),
  };
  for (const [format, output] of Object.entries(outputs)) {
    const plain = output.replaceAll("\\", "").replaceAll(/\s+/g, " ");
    match(
      plain,
      /cannot say: 95 % CI -0\.0123 to \+0\.0432 \(\+0\.0611 for a proof with 8 groups\) reaches/,
      format,
    );
    match(plain, /could prove is 0\.062/, format);
    match(plain, /In 2 of them the data cannot say whether it got worse\./, format);
    match(plain, /Judged by the rule "notWorse", .*use "point"\./, format);
    match(plain, /Proofs of "not worse" are not corrected/, format);
  }
  ok(outputs.terminal.split("\n").every((line) => line.length <= 80), outputs.terminal);
  equal(
    outputs.terminal.match(/Judged by the rule/g)?.length,
    1,
    "said once for all verdicts of a variant",
  );
  equal(outputs.junit.match(/<failure type="logLoss, cannot say"/g)?.length, 2);
});

Deno.test("of many variants those that passed are a line each", () => {
  const names = ["a", "b", "c", "d"];
  const passed = text(checkText(aCheck({ names, margin: 1 / 3 }), { width: 100, colour: false }));
  equal(passed.match(/^pass {2}[abcd]: 6 gates, 2 not judged$/gm)?.length, 4);
  ok(!passed.includes("videos scored"));
});

Deno.test("nothing from data steers a terminal, Markdown or XML", () => {
  const result = aCheck({ why: EVIL, names: [EVIL] });
  // deno-lint-ignore no-control-regex
  ok(!/[\u0000-\u0009\u000b-\u001f]/.test(text(checkText(result, { width: 100, colour: false }))));
  const page = text(checkMarkdown(result));
  ok(!/(^|[^\\])<img/.test(page) && page.includes("\\<img"));
  const xml = text(checkJunit(result));
  ok(!xml.includes("<img") && xml.includes("&lt;img"));
  isWellFormed(xml);
});

Deno.test("JUnit has a test case for each verdict, and counts them", () => {
  const result = aCheck({ names: ["a", "b"] });
  const xml = text(checkJunit(result));
  isWellFormed(xml);
  const count = (outcome: string) =>
    result.verdicts.filter((verdict) => verdict.outcome === outcome).length;
  equal(xml.match(/<testcase /g)?.length, result.verdicts.length);
  equal(xml.match(/<failure /g)?.length, count("fail"));
  equal(xml.match(/<skipped /g)?.length, count("skipped"));
  match(xml, new RegExp(`<testsuites [^>]*tests="16" failures="${count("fail")}" skipped="4">`));
  match(xml, /<testcase classname="check\.a" name="stages differ"><failure /);
});

/** Tags with quoted attributes that hold no `<`, properly nested, and nothing between them. */
function isWellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml.replace(/^<\?xml [^?]*\?>\n/, "").replace(
    /\s*<(\/?)([\w]+)((?:\s+[\w]+="[^"<]*")*)(\/?)>/g,
    (_, close: string, name: string, __, self: string) => {
      if (close) equal(open.pop(), name);
      else if (!self) open.push(name);
      return "";
    },
  );
  equal(rest.trim(), "");
  same(open, []);
  ok(!/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(xml), "no bare ampersand");
}

Deno.test("any text becomes an attribute of XML 1.0 and can be read back", () => {
  const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  const characterOf = (name: string) =>
    name.startsWith("#") ? String.fromCharCode(Number(name.slice(1))) : entities[name]!;
  const anything = fc.string({
    unit: fc.integer({ min: 0, max: 0xffff }).map((c) => String.fromCharCode(c)),
  });
  fc.assert(fc.property(anything, (given) => {
    const attribute = xmlAttribute(given);
    match(attribute, /^"[^"<]*"$/);
    equal(escapeControls(attribute), attribute, "no control character is left");
    const read = attribute.slice(1, -1).replace(/&([^;]+);/g, (_, name) => characterOf(name));
    ok(read.isWellFormed());
    const allowed = given.toWellFormed().replace(
      // deno-lint-ignore no-control-regex
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g,
      "\ufffd",
    );
    equal(read, allowed);
  }));
});

Deno.test("JSON holds verdicts, stages and what else differs", () => {
  const result = aCheck();
  const json = JSON.parse(text(checkJson(result)));
  same(json.verdicts, JSON.parse(JSON.stringify(result.verdicts)));
  same([json.schemaVersion, json.outcome, json.baseline.name], [1, "fail", "main"]);
  ok(json.begins.reference.crop > 0);
  same(json.configuration.map(({ path }: { path: string }) => path), ["variants.reference.margin"]);
});

Deno.test("the page for CI shows failures first and folds the rest away", () => {
  const page = text(checkMarkdown(aCheck()));
  const [above, folded] = page.split("<details>");
  match(above!, /^## ❌ B against baseline main/);
  match(above!, /\| \*\*FAIL\*\* \| reference \| stages differ \|/);
  ok(!above!.includes("| pass |") && folded!.includes("| pass |"));
  match(text(checkMarkdown(aCheck({ margin: 1 / 3 }))), /^## ✅ /);
});
