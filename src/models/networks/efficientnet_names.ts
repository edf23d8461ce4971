import type { EfficientnetBlock, EfficientnetLayout } from "./efficientnet_layout.ts";
import { convolutionNames, type NormalisedNames } from "./efficientnet_parameters.ts";

/** Libraries whose EfficientNets have parameter names of their own. */
export const EFFICIENTNET_LIBRARIES = ["efficientnet_pytorch", "torchvision", "timm"] as const;
export type EfficientnetLibrary = (typeof EFFICIENTNET_LIBRARIES)[number];

/** Name of the first convolution's weights in each library, by which its names are recognised. */
export const STEM_NAMES: Readonly<Record<EfficientnetLibrary, string>> = {
  efficientnet_pytorch: "_conv_stem.weight",
  torchvision: "features.0.0.weight",
  timm: "conv_stem.weight",
};

/** Names of a convolution, and of the normalisation after it. */
type Pair = readonly [weights: string, normalisation: string];

/** How a library names the parts of a network. */
interface Scheme {
  readonly stem: Pair;
  readonly head: Pair;
  /** @param options `index`: the block's place in the network, from 0 */
  readonly block: (block: EfficientnetBlock, options: { readonly index: number }) => BlockNames;
}

interface BlockNames {
  readonly path: string;
  readonly expand: Pair;
  readonly depthwise: Pair;
  readonly project: Pair;
  readonly reduce: string;
  readonly widen: string;
}

const SCHEMES: Readonly<Record<Exclude<EfficientnetLibrary, "timm">, Scheme>> = {
  efficientnet_pytorch: {
    stem: ["_conv_stem", "_bn0"],
    head: ["_conv_head", "_bn1"],
    block: (_, { index }) => ({
      path: `_blocks.${index}`,
      expand: ["_expand_conv", "_bn0"],
      depthwise: ["_depthwise_conv", "_bn1"],
      project: ["_project_conv", "_bn2"],
      reduce: "_se_reduce",
      widen: "_se_expand",
    }),
  },
  torchvision: {
    stem: ["features.0.0", "features.0.1"],
    head: ["features.8.0", "features.8.1"],
    block: ({ stage, place }) => {
      const first = stage === 0 ? 0 : 1; // blocks of the first stage do not expand
      return {
        path: `features.${stage + 1}.${place}.block`,
        expand: ["0.0", "0.1"],
        depthwise: [`${first}.0`, `${first}.1`],
        project: [`${first + 2}.0`, `${first + 2}.1`],
        reduce: `${first + 1}.fc1`,
        widen: `${first + 1}.fc2`,
      };
    },
  },
};

/**
 * Returns a function that turns timm's name of an encoder's parameter, such as `blocks.1.0.conv_pw.weight`, into
 * a library's.
 */
export function libraryNames(
  library: EfficientnetLibrary,
  layout: EfficientnetLayout,
): (name: string) => string {
  if (library === "timm") return (name) => name;
  const scheme = SCHEMES[library];
  const modules = new Map<string, string>([
    ...paired({ weights: "conv_stem", normalisation: "bn1" }, scheme.stem),
    ...paired({ weights: "conv_head", normalisation: "bn2" }, scheme.head),
    ...layout.blocks.flatMap((block, index) => blockModules(block, scheme.block(block, { index }))),
  ]);
  return (name) => {
    const end = name.lastIndexOf(".");
    return `${modules.get(name.slice(0, end))!}${name.slice(end)}`;
  };
}

/** Lists a block's modules, by timm's name, with the library's. */
function blockModules(
  block: EfficientnetBlock,
  { path, expand, depthwise, project, reduce, widen }: BlockNames,
): [string, string][] {
  const timm = convolutionNames(block);
  const modules: [string, string][] = [
    ...(timm.expand === null ? [] : paired(timm.expand, expand)),
    ...paired(timm.depthwise, depthwise),
    ["se.conv_reduce", reduce],
    ["se.conv_expand", widen],
    ...paired(timm.project, project),
  ];
  return modules.map(([name, theirs]) => [`${block.path}.${name}`, `${path}.${theirs}`]);
}

function paired(
  { weights, normalisation }: NormalisedNames,
  theirs: Pair,
): [string, string][] {
  return [[weights, theirs[0]], [normalisation, theirs[1]]];
}
