import { counted } from "../../base/text/counted.ts";
import type { JsonValue, ManifestModel, RunManifest, Settings } from "../../records/manifest.ts";
import type { Fact } from "./run_facts.ts";

/** A model of a run and what its card says. */
export interface ModelFacts {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** What determines the scores of each model of a run, and what it was made for. */
export function modelFacts({ models }: Pick<RunManifest, "models">): readonly ModelFacts[] {
  const byName = Map.groupBy(models, ({ name }) => name);
  return [...byName].map(([name, files]) => ({
    name,
    facts: [
      ...cardFacts(files[0]!),
      ...files.map(({ precision, sha256 }): Fact => [`${precision} file`, `sha256 ${sha256}`]),
      ...originFacts(files[0]!),
    ],
  }));
}

function cardFacts({ family, input, output, preprocessing }: ManifestModel): readonly Fact[] {
  if (input === undefined || output === undefined) return []; // an older run
  return [
    ["family", family ?? "unknown"],
    ["input", inputText(input)],
    ["normalisation", normalisationText(input)],
    ["output", outputText(output)],
    ...(preprocessing === undefined
      ? []
      : [["trained with", settingsList(preprocessing)] as const]),
  ];
}

function originFacts({ trainedOn, limits }: ManifestModel): readonly Fact[] {
  const data = trainedOn?.map(({ dataset, videos, note }) => {
    const listed = videos === 0 ? "" : ` (${counted(videos, "video")})`;
    return `${dataset}${listed}${note === "" ? "" : `: ${note}`}`;
  });
  return [
    ...(data === undefined
      ? []
      : [["trained on", data.length === 0 ? "not stated" : data.join("; ")] as const]),
    ...(limits === "" ? [] : [["limits", limits] as const]),
  ];
}

/** Size, channels and layout, then what else the card says. */
function inputText(
  { name, size, channels, layout, scale: _, mean: __, std: ___, ...rest }: Settings,
) {
  const others = Object.keys(rest).length === 0 ? "" : `, ${settingsList(rest)}`;
  return `${shown(name)}: ${size} × ${size} pixels, ${channels}, ${layout}${others}`;
}

function normalisationText({ scale, mean, std }: Settings): string {
  return `(value × ${scaleText(scale)} − mean ${shown(mean)}) / std ${shown(std)}`;
}

/** A scale as people write it: 1/255. */
function scaleText(scale: JsonValue | undefined): string {
  const inverse = typeof scale === "number" ? 1 / scale : NaN;
  const whole = Math.round(inverse);
  return whole > 1 && Math.abs(inverse - whole) < 1e-9 * whole ? `1/${whole}` : shown(scale);
}

function outputText({ name, activation, index, polarity, ...rest }: Settings): string {
  const others = Object.keys(rest).length === 0 ? "" : `, ${settingsList(rest)}`;
  return `${shown(name)}: activation ${activation}, index ${index}, polarity ${polarity}${others}`;
}

function settingsList(settings: Settings): string {
  return Object.entries(settings).map(([name, value]) => `${name} ${shown(value)}`).join(", ");
}

function shown(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
