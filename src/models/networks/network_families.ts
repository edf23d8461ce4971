import { usageError } from "../../records/errors.ts";
import { suggestName } from "../../base/text/nearest_name.ts";
import { efficientnetFamily } from "./efficientnet_family.ts";
import { EFFICIENTNET_VARIANTS } from "./efficientnet_layout.ts";
import { EFFICIENTNET_KINDS } from "./efficientnet_origin.ts";
import { mesonetFamily } from "./mesonet_family.ts";
import type { NetworkFamily } from "./network_family.ts";
import { xceptionFamily } from "./xception_family.ts";

/**
 * Networks that weights can be imported for, by the value of `--family` and of `architecture` in cards. Weights with
 * the names of `DeepFakeClassifier` are built as `tf-efficientnet-b*` under `efficientnet-b*` too, which was their
 * name in the first versions.
 */
export const NETWORK_FAMILIES: Readonly<Record<string, NetworkFamily>> = {
  ...Object.fromEntries(
    EFFICIENTNET_KINDS.flatMap((kind) =>
      EFFICIENTNET_VARIANTS.map((variant) => [
        `${kind}-${variant}`,
        efficientnetFamily({ kind, variant }),
      ])
    ),
  ),
  "meso4": mesonetFamily("meso4"),
  "mesoinception4": mesonetFamily("mesoinception4"),
  "xception": xceptionFamily,
};

/** Looks up a family. @throws AssayError USAGE (exit 2) for an unknown name */
export function networkFamily(name: string): NetworkFamily {
  if (Object.hasOwn(NETWORK_FAMILIES, name)) return NETWORK_FAMILIES[name]!;
  throw usageError("USAGE", {
    what: `unknown family "${name}"`,
    remedy: suggestName(name, Object.keys(NETWORK_FAMILIES)),
  });
}
