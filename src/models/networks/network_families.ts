import { usageError } from "../../records/errors.ts";
import { suggestName } from "../../base/text/nearest_name.ts";
import { efficientnetFamily } from "./efficientnet_family.ts";
import { mesonetFamily } from "./mesonet_family.ts";
import type { NetworkFamily } from "./network_family.ts";

/** Networks that weights can be imported for, by the value of `--family` and of `architecture` in cards. */
export const NETWORK_FAMILIES: Readonly<Record<string, NetworkFamily>> = {
  "efficientnet-b0": efficientnetFamily("b0"),
  "efficientnet-b1": efficientnetFamily("b1"),
  "efficientnet-b2": efficientnetFamily("b2"),
  "efficientnet-b3": efficientnetFamily("b3"),
  "efficientnet-b4": efficientnetFamily("b4"),
  "efficientnet-b5": efficientnetFamily("b5"),
  "efficientnet-b6": efficientnetFamily("b6"),
  "efficientnet-b7": efficientnetFamily("b7"),
  "meso4": mesonetFamily("meso4"),
  "mesoinception4": mesonetFamily("mesoinception4"),
};

/** Looks up a family. @throws AssayError USAGE (exit 2) for an unknown name */
export function networkFamily(name: string): NetworkFamily {
  if (Object.hasOwn(NETWORK_FAMILIES, name)) return NETWORK_FAMILIES[name]!;
  throw usageError("USAGE", {
    what: `unknown family "${name}"`,
    remedy: suggestName(name, Object.keys(NETWORK_FAMILIES)),
  });
}
