import type { CheckResult, GateVerdict } from "../../records/gate_verdict.ts";
import { CONTROLS } from "../../base/text/control_characters.ts";
import {
  checkHeadline,
  type JudgedVariant,
  judgedVariants,
  multiplicityLine,
  verdictLine,
  verdictTitle,
} from "../sections/check_lines.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Characters that XML 1.0 does not allow, even as entities, and lone surrogates. */
const FORBIDDEN =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** A check as JUnit XML: a suite per variant, a test case per verdict. */
export function* checkJunit(result: CheckResult): Iterable<string> {
  const { verdicts, comparison } = result;
  yield `<?xml version="1.0" encoding="UTF-8"?>\n`;
  yield `<testsuites name=${xmlAttribute("assay check")} ${counts(verdicts)}>\n`;
  for (const variant of judgedVariants(result)) {
    yield* suite(variant, {
      startedAt: comparison.after.startedAt,
      headline: checkHeadline(result),
      multiplicity: multiplicityLine(result),
    });
  }
  yield "</testsuites>\n";
}

function* suite(
  { name, verdicts }: JudgedVariant,
  { startedAt, headline, multiplicity }: {
    readonly startedAt: string;
    readonly headline: string;
    readonly multiplicity: string | null;
  },
): Iterable<string> {
  // JUnit timestamps have no time zone.
  const timestamp = xmlAttribute(startedAt.slice(0, 19));
  yield `  <testsuite name=${xmlAttribute(name)} ${
    counts(verdicts)
  } errors="0" timestamp=${timestamp}>\n`;
  const properties = [["verdict", headline], ["multiplicity", multiplicity]] as const;
  yield `    <properties>${
    properties.map(([title, value]) =>
      value === null ? "" : `<property name="${title}" value=${xmlAttribute(value)}/>`
    ).join("")
  }</properties>\n`;
  for (const verdict of verdicts) yield testCase(verdict);
  yield "  </testsuite>\n";
}

function testCase(verdict: GateVerdict): string {
  const { gate, variant, outcome, begins, advice, conclusion } = verdict;
  const start = `    <testcase classname=${xmlAttribute(`check.${variant}`)} name=${
    xmlAttribute(verdictTitle(verdict))
  }`;
  const began = begins === null ? "" : `; first differs at stage ${begins}`;
  switch (outcome) {
    case "pass":
      return `${start}/>\n`;
    case "fail":
      return `${start}><failure type=${
        xmlAttribute(conclusion === undefined ? gate : `${gate}, ${conclusion}`)
      } ` +
        `message=${
          xmlAttribute([verdictLine(verdict) + began, ...(advice ? [advice] : [])].join(". "))
        }/></testcase>\n`;
    case "skipped":
      return `${start}><skipped message=${xmlAttribute(verdict.reason)}/></testcase>\n`;
    default:
      return outcome satisfies never;
  }
}

function counts(verdicts: readonly GateVerdict[]): string {
  const count = (wanted: GateVerdict["outcome"]) =>
    verdicts.filter(({ outcome }) => outcome === wanted).length;
  return `tests="${verdicts.length}" failures="${count("fail")}" skipped="${count("skipped")}"`;
}

/**
 * Formats text as a quoted attribute of XML 1.0; characters that XML does not allow become U+FFFD, and other controls
 * character references, so that the file is safe to print on a terminal.
 */
export function xmlAttribute(text: string): string {
  const allowed = text.replace(FORBIDDEN, "\ufffd");
  const safe = allowed.replace(/[&<>"\t\n\r]/g, (character) => ENTITIES[character]!);
  return `"${safe.replace(CONTROLS, (control) => `&#${control.charCodeAt(0)};`)}"`;
}
