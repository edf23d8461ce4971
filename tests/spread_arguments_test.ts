import { deepStrictEqual as equal, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { projectRoot } from "../src/platform/files/project.ts";

/** Calls whose spread arguments are few whatever the data: tuples, a function's own arguments, one network's bytes. */
const FEW: Readonly<Record<string, readonly string[]>> = {
  "base/numeric/opencv/area_means.ts": ["kernels.areaMeans"],
  "bench/limits_pass.ts": ["taker.offer", "resize"],
  "models/cards/folder_facts.ts": ["firstFacts"],
  "bench/timed_resources.ts": ["plain.detectorInput", "plain.prepareFace"],
  "platform/onnxruntime/cpu_probe.ts": ["message", "Uint8Array.of"],
};

/** Reports each call that a list is spread into, by the name of what is called; lists written out are few. */
const plugin: Deno.lint.Plugin = {
  name: "assay",
  rules: {
    "spread-arguments": {
      create(context) {
        function check(node: Deno.lint.CallExpression | Deno.lint.NewExpression): void {
          if (!node.arguments.some(isSpread)) return;
          context.report({ node, message: context.sourceCode.getText(node.callee) });
        }
        return { CallExpression: check, NewExpression: check };
      },
    },
  },
};

function isSpread(argument: Deno.lint.Node): boolean {
  if (argument.type !== "SpreadElement") return false;
  const list = argument.argument;
  return (list.type === "TSAsExpression" ? list.expression : list).type !== "ArrayExpression";
}

function callsWithSpreads(file: string, text: string): string[] {
  return Deno.lint.runPlugin(plugin, file, text).map(({ message }) => message);
}

Deno.test("no list is spread into a call, which fails for a large one", () => {
  const source = join(projectRoot(), "src");
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|js)$/.test(entry.name))
    .map((entry) => relative(source, join(entry.parentPath, entry.name)));
  ok(files.length > 400, "the scan finds files");
  const found = files.flatMap((file) =>
    callsWithSpreads(file, readFileSync(join(source, file), "utf8"))
      .filter((callee) => !FEW[file]?.includes(callee))
      .map((callee) => `src/${file}: ${callee}(...): use a loop, or largest and smallest`)
  );
  equal(found, []);
});

Deno.test("a spread into a call is found, among other arguments and in a constructor too", () => {
  const found = (text: string) => callsWithSpreads("one.ts", text);
  equal(found("list.push(1, ...others);"), ["list.push"]);
  equal(found("const a = Math.max(...b.map((c) => c));"), ["Math.max"]);
  equal(found("new Set(...parts);"), ["Set"]);
  equal(found("const a = [...b]; f(...[1, 2] as const); function g(...c: number[]) { h(c); }"), []);
});
