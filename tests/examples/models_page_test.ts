import { deepEqual as same, equal, match } from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../src/platform/files/project.ts";
import { madeExport } from "../models/onnx/made_export.ts";
import { commandsOf, exampleTest, runTyped } from "./example_folder.ts";

const PAGE = readFileSync(join(projectRoot(), "docs", "models.md"), "utf8");
const README = readFileSync(join(projectRoot(), "README.md"), "utf8");

/** Commands that need weights which are not here; tests/models import such files. */
const WITH_WEIGHTS = /models (fetch|import weights\.pth) /;

/** Files as the page's exports make them, by small networks. */
function putExports(folder: string): void {
  const downloads = join(folder, "downloads", "deepfake-vit");
  mkdirSync(downloads, { recursive: true });
  writeFileSync(join(downloads, "model.onnx"), madeExport({ logits: 2 }));
  const config = { id2label: { 0: "Realism", 1: "Deepfake" } };
  writeFileSync(join(downloads, "config.json"), JSON.stringify(config));
  const processor = {
    do_normalize: true,
    do_rescale: true,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
    rescale_factor: 1 / 255,
    size: { height: 16, width: 16 },
  };
  writeFileSync(join(downloads, "preprocessor_config.json"), JSON.stringify(processor));
  writeFileSync(join(folder, "vit.onnx"), madeExport({ logits: 2 }));
  writeFileSync(join(folder, "mine.onnx"), madeExport());
}

exampleTest("the three ways of docs/models.md lead to a number", async (folder) => {
  putExports(folder);
  const commands = commandsOf(PAGE).filter((command) => !WITH_WEIGHTS.test(command));
  equal(commands.length, 10);
  for (const command of commands) {
    const { code, stdout, stderr } = await runTyped(folder, { command });
    equal(code, 0, `${command}\n${stderr}`);
    if (command.startsWith("deno task eval")) match(stdout, /8 videos/, command);
  }
  const card = (name: string) =>
    JSON.parse(readFileSync(join(folder, "models", name, "card.json"), "utf8"));
  same(card("deepfake-vit").output, {
    name: "score",
    activation: "softmax",
    index: 1,
    polarity: "fake",
  });
  equal(card("vit").output.index, 0);
  equal(card("mine").limits, "Trained on one dataset only.");
});

exampleTest("README's commands for an ONNX file lead to a run of every variant", async (folder) => {
  putExports(folder);
  const section = README.slice(
    README.indexOf("## Your models"),
    README.indexOf("## Your variants"),
  );
  const commands = commandsOf(section).map((command) => command.replace(/ +#.*$/, ""))
    .filter((command) => !WITH_WEIGHTS.test(command));
  equal(commands.length, 3);
  for (const command of commands) {
    const limit = command.startsWith("deno task eval") ? " --limit 2" : "";
    const { code, stderr } = await runTyped(folder, { command: command + limit });
    equal(code, 0, `${command}\n${stderr}`);
  }
});
