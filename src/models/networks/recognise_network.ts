/** A network that is known by its parameters' names; all patterns must match some name. */
interface Signature {
  readonly network: string;
  readonly names: readonly RegExp[];
  /** A name that rules it out. */
  readonly without?: RegExp;
}

/** Networks that cannot be built here, the more telling names first. */
const SIGNATURES: readonly Signature[] = [
  {
    network: "Hugging Face's EfficientNet",
    names: [/encoder\.blocks\.0\.depthwise_conv\.depthwise_conv\.weight$/],
  },
  {
    network: "CLIP",
    names: [/(^|\.)(visual\.|logit_scale$|vision_model\.encoder\.)/, /resblocks\.|vision_model\./],
  },
  { network: "F3-Net", names: [/(^|\.)FAD_head\./] },
  { network: "a capsule network (CapsuleNet)", names: [/(^|\.)capsules?\./] },
  {
    network: "a Swin Transformer",
    names: [/relative_position_bias_table$/, /layers\.\d+\.blocks\.\d+\.|features\.\d+\.\d+\.attn/],
  },
  {
    network: "a transformer with relative positions (BEiT, MaxViT, CoAtNet)",
    names: [/relative_position_bias_table$/],
  },
  {
    network: "EfficientFormer, LeViT or one of their kin",
    names: [/(token_mixer|attention_biases)/],
  },
  {
    network: "a Vision Transformer (ViT)",
    names: [
      /(cls_token|class_token|pos_embed|position_embeddings)$/,
      /(attn\.qkv|attention|attn\.in_proj|self_attn)/,
    ],
  },
  {
    network: "a transformer",
    names: [/(attn\.qkv|self_attention|self_attn|attention\.attention)\./],
  },
  {
    network: "ConvNeXt",
    names: [
      /(downsample_layers\.0\.0\.weight|stages\.0\.((blocks|layers)\.)?0\.(conv_dw|dwconv)|features\.1\.0\.layer_scale)/,
    ],
  },
  { network: "DenseNet", names: [/denseblock1\.denselayer1\./] },
  {
    network: "Inception",
    names: [/(Mixed_5b|mixed_5b|Mixed_6a|mixed_6a|inception3a|inception4a)\./],
  },
  { network: "RegNet", names: [/(^|\.)(s1\.b1\.conv1|trunk_output\.block1)/] },
  { network: "HRNet", names: [/stage2\.0\.branches\.0\./] },
  { network: "EfficientNetV2", names: [/blocks\.1\.0\.conv_exp\.weight$/] },
  {
    network: "EfficientNetV2",
    names: [/features\.4\.0\.block\.2\.fc1/],
    without: /features\.2\.0\.block\.2\.fc1/,
  },
  { network: "MobileNetV2", names: [/features\.1\.conv\.0\.0\.weight$/] },
  { network: "MobileNetV3 or GhostNet", names: [/conv_head\.bias$/] },
  { network: "MobileNetV3", names: [/features\.1\.block\.0\.0\.weight$/] },
  {
    network: "EfficientNet-Lite, MobileNetV2 or MnasNet, without squeeze and excitation",
    names: [/(^|\.)conv_stem\.weight$/, /blocks\.1\.0\.conv_pw\.weight$/],
    without: /\.se\.conv_reduce/,
  },
  {
    network: "a modified aligned Xception (xception41, 65 or 71)",
    names: [/blocks\.\d+\.stack\.conv1\./],
  },
  {
    network: "a ResNet or one of its kin (ResNeXt, SE-ResNet)",
    names: [/(^|\.)layer1\.0\.conv1\.weight$/, /(^|\.)layer4\.0\./],
  },
  {
    network: "VGG or AlexNet",
    names: [/(^|\.)features\.0\.weight$/, /(^|\.)features\.[2-4]\.weight$/],
  },
  {
    network: "MesoNet in PyTorch",
    names: [
      /^(\w+\.)?(incption1_)?conv1\.weight$/i,
      /^(\w+\.)?fc1\.weight$/,
      /^(\w+\.)?fc2\.weight$/,
    ],
  },
];

/** Names the network that a file's parameters belong to; `null` when it is not known. */
export function recogniseNetwork(names: Iterable<string>): string | null {
  const all = [...names];
  const known = SIGNATURES.find((signature) =>
    signature.names.every((pattern) => all.some((name) => pattern.test(name))) &&
    !all.some((name) => signature.without?.test(name))
  );
  return known?.network ?? null;
}
