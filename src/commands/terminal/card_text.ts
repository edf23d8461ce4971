import type {
  CardPreprocessing,
  ModelCard,
  ModelInput,
  ModelOutput,
} from "../../stages/classifiers/model_card.ts";

/** Formats a model card for people. */
export function cardText(card: ModelCard): string {
  const rows = [
    ["name", card.name],
    ["network", card.architecture ?? card.family],
    ["description", card.description],
    ["source", card.source],
    ["license", card.license],
    ["input", inputText(card.input)],
    ["pixels", pixelText(card.input)],
    ["output", outputText(card.output)],
    ["files", Object.entries(card.files).map(([name, { path }]) => `${name} ${path}`).join(", ")],
    ...(card.preprocessing === undefined
      ? []
      : [["trained with", preprocessingText(card.preprocessing)]]),
    ["trained on", card.trainedOn.map(({ dataset }) => dataset).join(", ") || "not stated"],
    ["limits", card.limits],
    ...(card.notes ?? []).map((note) => ["note", note]),
  ];
  return rows.map(([name, value]) => `${name!.padEnd(13)}${value}`).join("\n");
}

function inputText({ name, layout, channels, size }: ModelInput): string {
  return `${name}: ${layout}, ${channels}, ${size} x ${size} pixels`;
}

function pixelText({ scale, mean, std }: ModelInput): string {
  const factor = scale === 1 / 255 ? "1/255" : String(scale);
  return `(value of 0 to 255 * ${factor} - [${mean.join(", ")}]) / [${std.join(", ")}]`;
}

function preprocessingText(preprocessing: CardPreprocessing): string {
  return Object.entries(preprocessing)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");
}

function outputText({ name, activation, index, polarity }: ModelOutput): string {
  const applied = activation === "none" ? "as it is" : `after ${activation}`;
  const meaning = polarity === "fake" ? "P(fake)" : "P(real), so P(fake) is 1 minus it";
  return `${name}: column ${index} ${applied} is ${meaning}`;
}
