import { type CardFacts, factsFrom } from "./facts.ts";
import { type JsonObject, numberOf, objectOf, tripleOf } from "./json_fields.ts";

/**
 * Reads the preprocessing of a timm model from its `config.json`: `mean`, `std` and `input_size`, in
 * `pretrained_cfg` or, in older files, beside the other fields.
 * @param file its name
 */
export function timmFacts(config: JsonObject, file: string): CardFacts {
  const inner = objectOf(config.pretrained_cfg);
  const cfg = inner ?? config;
  const place = (name: string) => `${file} (${inner ? `pretrained_cfg.${name}` : name})`;
  const [mean, std] = [tripleOf(cfg.mean), tripleOf(cfg.std)];
  const known = mean !== null && std !== null && std.every((one) => one > 0);
  return {
    ...(known ? factsFrom(place("mean, std"), { mean, std }) : {}),
    ...(known ? factsFrom(`${file} (timm scales to 0 … 1)`, { scale: 1 / 255 }) : {}),
    ...(known ? factsFrom(`${file} (timm reads RGB)`, { channels: "RGB" }) : {}),
    ...factsFrom(place("input_size"), { size: square(cfg.input_size) }),
  };
}

/** Reads `[channels, height, width]`; `null`: it is something else. */
function square(size: unknown): number | null {
  if (!Array.isArray(size) || size.length !== 3) return null;
  const [, height, width] = size.map(numberOf);
  return height === width && Number.isInteger(height) && height! > 0 ? height! : null;
}
