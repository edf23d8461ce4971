import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { projectRoot } from "../src/platform/files/project.ts";

const source = join(projectRoot(), "src");

/** The only file that decides what is statistically significant. */
const DECIDES = "analysis/comparison/finding.ts";

/** Lines about the level that decide nothing: where swaps reach it, an interval that must agree with its own p, and how p is written. */
const NO_DECISIONS: readonly string[] = [
  "analysis/comparison/swap_test.ts: const LEVEL = 0.05;",
  "analysis/comparison/swap_test.ts: while (extreme / values.length > LEVEL) extreme--;",
  "analysis/comparison/contrast_estimates.ts: const holdsZero = p > LEVEL;",
  'reports/sections/format.ts: return p > 0.05 && p.toFixed(3) === "0.050" ? "> 0.05" : p.toFixed(3);',
];

/** Signs that a source decides by itself: an end of an interval against 0, or a p-value against a level. */
const DECISIONS: readonly RegExp[] = [
  /\b(low|high)\b!?\)?\s*[<>]=?\s*0\b(?!\.)/,
  /\b0\s*[<>]=?\s*\w*\.?(low|high)\b/,
  /\b(p|pTwoSided|swapP|adjustedP(\.value)?)\b[^;\n]{0,20}?[<>]=?\s*(0?\.0\d|LEVEL\b|[A-Z_]*LEVEL\b)/,
  /\bconst [A-Z_]*(LEVEL|ALPHA)\b\s*=\s*0?\.0\d/,
];

/** Lines of a source that decide, without comments. */
function decisionsIn(text: string): readonly string[] {
  return text.split("\n")
    .filter((line) => !/^\s*(\*|\/\/|\/\*)/.test(line))
    .filter((line) => DECISIONS.some((pattern) => pattern.test(line)))
    .map((line) => line.trim());
}

function sourceFiles(): readonly string[] {
  return ["analysis", "bench", "commands", "evaluation", "records", "reports"].flatMap((room) =>
    readdirSync(join(source, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
      .map((entry) => relative(source, join(entry.parentPath, entry.name)))
  );
}

Deno.test("no second place compares the ends of an interval with 0, or p with a level", () => {
  const found = sourceFiles().flatMap((file) =>
    decisionsIn(readFileSync(join(source, file), "utf8")).map((line) => `${file}: ${line}`)
  );
  const isAllowed = (line: string) => line.startsWith(DECIDES) || NO_DECISIONS.includes(line);
  equal(found.filter((line) => !isAllowed(line)), []);
  ok(found.some((line) => line.startsWith(DECIDES)), "the scan finds the place that decides");
});

Deno.test("the scan finds each way to decide", () => {
  const ways = [
    "return low !== null && (low > 0 || high < 0);",
    "const isClear = interval.high! < 0;",
    "if (low <= 0 && high >= 0) return null;",
    "return 0 < interval.low;",
    "if (p <= 0.05) return true;",
    "(comparison?.adjustedP.value ?? 1) <= LEVEL",
    "runs.filter(({ swapTest }) => swapTest.pTwoSided <= .05)",
    "const LEVEL = 0.05;",
  ];
  for (const way of ways) equal(decisionsIn(way), [way]);
  const others = [
    "if (low > 1) return null;",
    "return p < SMALLEST_P;",
    "at(low) - at(0)",
    "high < 0.5",
  ];
  for (const other of others) equal(decisionsIn(other), []);
});
