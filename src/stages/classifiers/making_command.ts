import { join } from "node:path";
import type { Precision } from "../../records/provider.ts";
import type { ModelCard, ModelInput, ModelOutput } from "./model_card.ts";

/** The command that a built model states in its card's `source`. */
const BUILD_COMMAND = /`(deno task models build [\w-]+(?: --seed \d+)?)`/;

/**
 * The command that makes the missing files of a model, as it is to be typed. `FILE` in it stands for a file that the
 * user has.
 * @param intact precisions whose file is there and is the model's
 */
export function makingCommand(
  { name, weights, source, architecture, files, input, output }: ModelCard,
  intact: readonly Precision[],
): string {
  if (weights?.url) return `deno task models fetch ${name} --replace`;
  const built = weights === undefined ? BUILD_COMMAND.exec(source)?.[1] : undefined;
  if (built !== undefined) return built;
  const both = "--precision fp32,fp16 --replace";
  const card = `--card ${join("models", name, "card.json")}`;
  const own = intact.includes("fp32") ? files.fp32?.path : undefined;
  if (own !== undefined) {
    return `deno task models import ${join("models", name, own)} ${card} ${both}`;
  }
  const precisions = `--precision ${Object.keys(files).join(",")} --replace`;
  return weights !== undefined && architecture !== undefined
    ? `deno task models import FILE --family ${architecture} --name ${name} ${inputFlags(input)}${
      fakeFlag(output)
    } ${precisions}`
    : `deno task models import FILE ${card} ${precisions}`;
}

/** The flags that say how faces are given to it, which weights do not tell. */
function inputFlags({ size, mean, std }: ModelInput): string {
  return `--size ${size} --mean ${mean.join(",")} --std ${std.join(",")}`;
}

/** The flag that says that class 0 is fake, which weights do not tell; empty: it is class 1. */
function fakeFlag({ activation, index, polarity }: ModelOutput): string {
  const isFirst = activation === "softmax" ? index === 0 : polarity === "real";
  return isFirst ? " --fake 0" : "";
}

/** What to do to make a model again, a sentence without its full stop. */
export function makingRemedy(card: ModelCard, intact: readonly Precision[]): string {
  const command = makingCommand(card, intact);
  return `Run \`${command}\`${fileMeaning(command, card)}`;
}

/** Says what `FILE` is in a command of `makingCommand`; empty: the command has none. */
export function fileMeaning(command: string, { weights }: ModelCard): string {
  if (!command.includes(" FILE ")) return "";
  return weights === undefined ? ", FILE being its ONNX file" : `, FILE being ${weights.file}`;
}
