import { basename, dirname } from "node:path";
import { onOneLine } from "../../base/text/on_one_line.ts";

/** Why ONNX Runtime does not load a file, as a clause, and what helps. */
export interface LoadFailure {
  readonly why: string;
  readonly remedy: string;
}

/** A message of ONNX Runtime, and what it means; `groups` are the pattern's. */
interface Known {
  readonly pattern: RegExp;
  readonly explain: (groups: Readonly<Record<string, string>>) => LoadFailure;
}

const AGAIN = "Export it again";

const KNOWN: readonly Known[] = [
  {
    pattern:
      /Opset (?<needed>\d+) is under development.*support for domain (?<domain>\S+) is till opset (?<most>\d+)/s,
    explain: ({ needed, domain, most }) => ({
      why: domain === "ai.onnx"
        ? `it needs opset ${needed}, this runtime has ${most}`
        : `it needs opset ${needed} of ${domain}, this runtime has ${most}`,
      remedy: domain === "ai.onnx"
        ? `${AGAIN} with opset_version=${Math.min(Number(most), 18)}`
        : `${AGAIN} with an older exporter`,
    }),
  },
  {
    pattern: /Unsupported model IR version: (?<found>\d+), max supported IR version: (?<most>\d+)/,
    explain: ({ found, most }) => ({
      why: `it needs IR version ${found}, this runtime has ${most}`,
      remedy: `${AGAIN} with an older version of the onnx package, or set ir_version to ${most}`,
    }),
  },
  {
    pattern: /Fatal error: (?<domain>[^:\s]+):(?<operator>\S+)\(-?\d+\) is not a registered/,
    explain: customOperator,
  },
  {
    pattern:
      /", (?<operator>\w+), "(?<domain>[^"]+)", -?\d+\).*Error No (opset import|Op registered)/s,
    explain: customOperator,
  },
  {
    pattern: /No Op registered for (?<operator>\S+) with domain_version of (?<opset>\d+)/,
    explain: ({ operator, opset }) => ({
      why: `opset ${opset} has no operator ${operator}`,
      remedy: `${AGAIN} with the operators of ONNX, at an opset that has them`,
    }),
  },
  {
    pattern: /Could not find an implementation for (?<operator>\w+)\((?<opset>\d+)\)/,
    explain: ({ operator, opset }) => ({
      why: `this runtime has no ${operator} as opset ${opset} defines it for these types`,
      remedy: `${AGAIN} as float32 with opset_version=17`,
    }),
  },
  {
    pattern: /External data path does not exist: "(?<path>[^"]+)"/,
    explain: ({ path }) => ({
      why: `its constants are in ${basename(path!)}, which is not beside it`,
      remedy: "Put that file beside it, under its own name",
    }),
  },
  {
    pattern: /Protobuf parsing failed/,
    explain: () => ({
      why: "it is not a complete ONNX file",
      remedy: "Build, fetch or import it again with `deno task models`",
    }),
  },
];

function customOperator({ operator, domain }: Readonly<Record<string, string>>): LoadFailure {
  return {
    why: `this runtime has no operator ${operator} of domain ${domain}`,
    remedy: `${AGAIN} without custom operators: only those of ONNX and com.microsoft can be run`,
  };
}

/** Explains a message with which ONNX Runtime refuses a file. A message that is not known is quoted. */
export function explainLoadFailure(message: string, path: string): LoadFailure {
  for (const { pattern, explain } of KNOWN) {
    const found = pattern.exec(message);
    if (found) return explain(found.groups ?? {});
  }
  return {
    why: quoteMessage(
      message.replace(/^(Error: )?Load model from .*? failed: ?/s, "").replaceAll(
        `${dirname(path)}/`,
        "",
      ),
    ),
    remedy: `${AGAIN}, or build, fetch or import it again with \`deno task models\``,
  };
}

/** Longest quotation, characters. */
const LONGEST_QUOTATION = 300;

/** Shortens a message of ONNX Runtime to one line, without the place in the runtime's source. */
export function quoteMessage(message: string): string {
  const line = onOneLine(message).replace(/\s+/g, " ").trim();
  const own = line.replace(/^(Error: )?\/\S+:\d+ .*?\)(?: const)? (?=[A-Z])/, "");
  if (own === "") return "it gives no reason";
  return own.length > LONGEST_QUOTATION ? `${own.slice(0, LONGEST_QUOTATION)}…` : own;
}
