import { inputError } from "../../records/errors.ts";
import type { EfficientnetVariant } from "./efficientnet_layout.ts";
import type { EfficientnetMatch, EfficientnetPlace } from "./efficientnet_match.ts";
import { type EfficientnetKind, isWinners } from "./efficientnet_origin.ts";
import { type OpenWeights, statedArchitecture } from "./open_weights.ts";

/** What weights are built as, with sentences about what was decided. */
export interface DecidedKind {
  readonly kind: EfficientnetKind;
  readonly notes: readonly string[];
}

interface KindFacts {
  readonly variant: EfficientnetVariant;
  readonly place: EfficientnetPlace;
  readonly match: EfficientnetMatch;
  readonly weights: Pick<OpenWeights, "file" | "metadata">;
}

/**
 * Decides which implementation weights are built as: names of torchvision and efficientnet_pytorch tell it; timm's
 * do not, so the family that was asked for does.
 * @throws AssayError CHECKPOINT_MISMATCH (exit 3) when the family asked for cannot be meant
 */
export function decideKind(asked: EfficientnetKind, facts: KindFacts): DecidedKind {
  const { place: { library }, variant, weights: { file } } = facts;
  switch (library) {
    case "efficientnet_pytorch": {
      const kind = "efficientnet-pytorch";
      const built = `${file} has the names of efficientnet_pytorch: built as ${kind}-${variant}.`;
      return { kind, notes: asked === kind ? [] : [built] };
    }
    case "torchvision":
      if (asked !== "efficientnet") {
        throw wrongFamily(facts, { asked, is: "torchvision's EfficientNet", kind: "efficientnet" });
      }
      return { kind: asked, notes: [] };
    case "timm":
      return decideTimm(asked, facts);
    default:
      return library satisfies never;
  }
}

/** Lists the kinds that weights may be of, as far as their names and what stands beside them tell. */
export function likelyKinds(
  { place, match, weights: { metadata } }: KindFacts,
): readonly EfficientnetKind[] {
  switch (place.library) {
    case "efficientnet_pytorch":
      return ["efficientnet-pytorch"];
    case "torchvision":
      return ["efficientnet"];
    case "timm": {
      const stated = statedKind(statedArchitecture(metadata));
      if (stated !== null) return [stated];
      return isWinners(place, match) ? ["tf-efficientnet"] : ["tf-efficientnet", "efficientnet"];
    }
    default:
      return place.library satisfies never;
  }
}

function decideTimm(asked: EfficientnetKind, facts: KindFacts): DecidedKind {
  const { place, match, variant, weights: { file, metadata } } = facts;
  const stated = statedKind(statedArchitecture(metadata));
  const winners = isWinners(place, match);
  if (asked === "efficientnet-pytorch") {
    const kind = stated ?? (winners ? "tf-efficientnet" : "efficientnet");
    throw wrongFamily(facts, { asked, is: "timm's EfficientNet by its names", kind });
  }
  if (asked === "efficientnet" && winners && stated !== "efficientnet") {
    const meant = `tf-efficientnet-${variant}`;
    return {
      kind: "tf-efficientnet",
      notes: [
        `efficientnet-${variant} is the older name of ${meant} for the names of DeepFakeClassifier in ${file}: ` +
        `built as ${meant}. If its encoder is timm's plain efficientnet_${variant}, save the layer fc as head.`,
      ],
    };
  }
  if (stated !== null && stated !== asked) {
    throw wrongFamily(facts, {
      asked,
      is: `${statedArchitecture(metadata)}, as it says`,
      kind: stated,
    });
  }
  return { kind: asked, notes: stated === null && !winners ? [ambiguityNote(asked, facts)] : [] };
}

/** Warns that timm's two implementations have the same names. */
function ambiguityNote(
  asked: Exclude<EfficientnetKind, "efficientnet-pytorch">,
  { variant, weights: { file } }: KindFacts,
): string {
  const isTf = asked === "tf-efficientnet";
  const [own, other] = isTf ? ["tf_", ""] : ["", "tf_"];
  const family = isTf ? `efficientnet-${variant}` : `tf-efficientnet-${variant}`;
  const doubt = new RegExp(isTf ? "(^|[^f]_|[^_])efficientnet_b" : "tf_efficientnet").test(file);
  return `The names do not tell timm's ${own}efficientnet_${variant} from ${other}efficientnet_${variant}, whose ` +
    `padding and epsilon differ: if it was trained as the latter${
      doubt ? ", as the file's name suggests" : ""
    }, give --family ${family}.`;
}

/** Tells the kind that a name of timm's, such as `tf_efficientnet_b4_ns`, stands for; `null`: neither. */
function statedKind(architecture: string | null): EfficientnetKind | null {
  const found = /^(?:timm\/)?(tf_)?efficientnet_b\d/.exec(architecture ?? "");
  if (found === null) return null;
  return found[1] === undefined ? "efficientnet" : "tf-efficientnet";
}

function wrongFamily(
  { variant, weights: { file } }: KindFacts,
  { asked, is, kind }: {
    readonly asked: EfficientnetKind;
    readonly is: string;
    readonly kind: EfficientnetKind;
  },
) {
  return inputError("CHECKPOINT_MISMATCH", {
    what:
      `${file} does not match ${asked}-${variant}: it is ${is}, whose padding or epsilon differs`,
    remedy: `Give --family ${kind}-${variant}`,
  });
}
