import { deepEqual as same, equal, match, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { commandsOf, exampleTest, runAll, wordsOf } from "./example_folder.ts";

const EXAMPLES = join(projectRoot(), "examples");

function readme(example: string): readonly string[] {
  return commandsOf(readFileSync(join(EXAMPLES, example, "README.md"), "utf8"));
}

Deno.test("every example has a README and is run here or in github_actions_test.ts", () => {
  same(readdirSync(EXAMPLES).sort(), ["ablation", "github_actions", "own_model"]);
  for (const name of readdirSync(EXAMPLES)) ok(existsSync(join(EXAMPLES, name, "README.md")));
});

Deno.test("commands are the indented lines of a README, split as a shell splits them", () => {
  same(commandsOf("Say\n\n    deno task eval  \n\nor `deno task x`.\n"), ["deno task eval"]);
  same(wordsOf('a --reason "two words" b'), ["a", "--reason", "two words", "b"]);
});

exampleTest(
  "the ablation's commands plan and evaluate, and its effects are estimated",
  async (folder) => {
    const commands = readme("ablation");
    equal(commands.length, 2);
    const [planned, evaluated] = await runAll(folder, commands);
    match(planned!.stdout, /^10 variants over 36 videos/m);
    match(evaluated!.stdout, /^demo, split test: 36 videos/m);
    const summary = readFileSync(join(folder, "reports", "ablation", "summary.json"), "utf8");
    match(summary, /"frames=2,pooling=max"/);
    match(evaluated!.stdout, /margin=0 instead of 0\.3333/);
  },
);

exampleTest("the own model is made, imported and evaluated", async (folder) => {
  const commands = readme("own_model");
  equal(commands.length, 3);
  const [, imported, evaluated] = await runAll(folder, commands);
  match(imported!.stdout, /models\/mine/);
  same(readdirSync(join(folder, "models", "mine")).sort(), [
    "card.json",
    "mine.fp16.onnx",
    "mine.onnx",
  ]);
  match(evaluated!.stdout, /8 videos/);
  const manifest = readFileSync(join(folder, "reports", "mine", "manifest.json"), "utf8");
  const { models, versions } = JSON.parse(manifest);
  equal(models[0].name, "mine");
  match(versions.assayVersion, /^\d+\.\d+\.\d+$/);
});
