import { equal } from "node:assert/strict";
import { COMMANDS } from "../../src/commands/cli.ts";
import { assay, denoJson } from "./run_assay.ts";

Deno.test("a command's summary and the description of its task in deno.json are the same words", () => {
  const { tasks } = denoJson();
  for (const [name, { summary }] of Object.entries(COMMANDS)) {
    const description = tasks[name]?.description ?? "";
    equal(description, summary.charAt(0).toUpperCase() + summary.slice(1), name);
  }
});

Deno.test("the outermost help lists every command and ends with how to start", async () => {
  const { code, stdout } = await assay(["--help"]);
  equal(code, 0);
  const listed = [...stdout.matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
  equal(listed.join(), Object.keys(COMMANDS).join());
  equal(
    stdout.trimEnd().split("\n").at(-1),
    "Every command has --help. Start with: deno task eval",
  );
});

for (const name of ["", ...Object.keys(COMMANDS)]) {
  Deno.test(`${name || "the outermost"} --help has at most 80 columns`, async () => {
    const { stdout } = await assay([...(name ? [name] : []), "--help"]);
    for (const line of stdout.split("\n")) equal([...line].slice(80).join(""), "", line);
  });
}
