import { demoClips, fakeName, realName } from "./demo_clips.ts";
import type { DemoDatasetRecipe } from "./demo_dataset_card.ts";

/** The file of the demo's labels, beside its clips. */
export const DEMO_LABELS = "metadata.json";

/**
 * Formats the labels of the demo dataset in DFDC's layout, with the tags `identity` (the person shown) and `recording`.
 * @param options `tagged`: false leaves the tags out
 */
export function demoLabels(
  recipe: DemoDatasetRecipe,
  { tagged = true }: { readonly tagged?: boolean } = {},
): string {
  const entries = demoClips(recipe).flatMap((clip) => {
    const { split, source } = clip;
    const tags = tagged ? { identity: source.person, recording: source.name } : {};
    return [
      [realName(clip), { label: "REAL", split, original: null, ...tags }],
      [fakeName(clip), { label: "FAKE", split, original: realName(clip), ...tags }],
    ];
  });
  return JSON.stringify(Object.fromEntries(entries), null, 2) + "\n";
}
