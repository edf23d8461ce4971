import type { CheckResult, GateVerdict } from "../../records/gate_verdict.ts";
import {
  acceptedLine,
  advices,
  causeLine,
  causes,
  checkHeadline,
  checkTitle,
  multiplicityLine,
  verdictLimit,
  verdictNumber,
  verdictTitle,
} from "../sections/check_lines.ts";
import { comparisonScope } from "../sections/interval_scope.ts";
import { escaped, table } from "./markdown_text.ts";

const WORDS: Readonly<Record<GateVerdict["outcome"], string>> = {
  pass: "pass",
  fail: "**FAIL**",
  skipped: "not judged",
};
const MOST_CAUSES = 30;
const MOST_MOVED = 10;

/** A check as a comment for a pull request: the verdict, the failures, and everything else folded away. */
export function* checkMarkdown(result: CheckResult): Iterable<string> {
  const { verdicts, comparison } = result;
  yield `## ${result.outcome === "pass" ? "✅" : "❌"} ${escaped(checkTitle(result))}\n\n`;
  yield `**${escaped(checkHeadline(result))}**\n\n${escaped(acceptedLine(result))}\n`;
  for (const line of [multiplicityLine(result), comparisonScope(comparison)]) {
    if (line !== null) yield `\n${escaped(line)}\n`;
  }
  const failed = verdicts.filter(({ outcome }) => outcome === "fail");
  if (failed.length > 0) {
    yield "\n";
    yield* verdictTable(failed);
    for (const advice of advices(failed)) yield `\n${escaped(advice)}\n`;
    yield* movedTable(result);
  }
  if (comparison.warnings.length > 0) yield "\n";
  for (const warning of comparison.warnings) yield `> ${escaped(warning)}\n`;
  yield* causeList(result);
  yield `\n<details><summary>All ${verdicts.length} verdicts</summary>\n\n`;
  yield* verdictTable(verdicts);
  yield "\n</details>\n";
}

function verdictTable(verdicts: readonly GateVerdict[]): Iterable<string> {
  return table(
    ["", "variant", "gate", "number", "limit", "reason"],
    verdicts.map((verdict) => [
      WORDS[verdict.outcome],
      escaped(verdict.variant),
      escaped(verdictTitle(verdict)),
      escaped(verdictNumber(verdict)),
      escaped(verdictLimit(verdict)),
      escaped(verdict.reason),
    ]),
  );
}

/** The largest changes of P(fake), over all variants. */
function* movedTable({ comparison }: CheckResult): Iterable<string> {
  const moved = comparison.variants
    .flatMap(({ name, moved }) => moved.slice(0, MOST_MOVED).map((video) => ({ name, ...video })))
    .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
    .slice(0, MOST_MOVED);
  if (moved.length === 0) return;
  yield "\nLargest changes of P(fake):\n\n";
  yield* table(
    ["variant", "video", "before", "after", "first differs at"],
    moved.map(({ name, filename, before, after, begins }) => [
      escaped(name),
      escaped(filename),
      before.toFixed(3),
      after.toFixed(3),
      begins ?? "",
    ]),
  );
}

function* causeList(result: CheckResult): Iterable<string> {
  const all = causes(result);
  if (all.length === 0) return;
  yield "\nConfiguration and environment, baseline → run:\n\n";
  for (const cause of all.slice(0, MOST_CAUSES)) yield `- ${escaped(causeLine(cause))}\n`;
  if (all.length > MOST_CAUSES) yield `- and ${all.length - MOST_CAUSES} more\n`;
}
