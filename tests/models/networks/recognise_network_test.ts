import { deepStrictEqual as equal } from "node:assert/strict";
import { recogniseNetwork } from "../../../src/models/networks/recognise_network.ts";

/** Names of parameters as libraries have them, and the network they tell. */
const NETWORKS: readonly (readonly [network: string | null, names: readonly string[]])[] = [
  ["a Vision Transformer (ViT)", ["cls_token", "pos_embed", "blocks.0.attn.qkv.weight"]],
  ["a Vision Transformer (ViT)", [
    "vit.embeddings.cls_token",
    "vit.encoder.layer.0.attention.attention.query.weight",
  ]],
  ["a Vision Transformer (ViT)", [
    "class_token",
    "encoder.layers.encoder_layer_0.self_attention.in_proj_weight",
  ]],
  ["CLIP", ["visual.conv1.weight", "visual.transformer.resblocks.0.attn.in_proj_weight"]],
  ["CLIP", ["vision_model.encoder.layers.0.self_attn.k_proj.weight"]],
  ["a Swin Transformer", ["layers.0.blocks.0.attn.relative_position_bias_table"]],
  ["EfficientFormer, LeViT or one of their kin", [
    "stages.3.blocks.5.token_mixer.attention_biases",
  ]],
  ["ConvNeXt", ["stem.0.weight", "stages.0.blocks.0.conv_dw.weight"]],
  ["ConvNeXt", ["downsample_layers.0.0.weight", "stages.0.0.dwconv.weight"]],
  ["ConvNeXt", ["convnext.encoder.stages.0.layers.0.dwconv.weight"]],
  ["a ResNet or one of its kin (ResNeXt, SE-ResNet)", [
    "module.conv1.weight",
    "module.layer1.0.conv1.weight",
    "module.layer4.0.bn1.weight",
  ]],
  ["DenseNet", ["features.denseblock1.denselayer1.norm1.weight"]],
  ["VGG or AlexNet", ["features.0.weight", "features.2.weight", "classifier.6.weight"]],
  ["Inception", ["Mixed_5b.branch1x1.conv.weight"]],
  ["MobileNetV2", ["features.0.0.weight", "features.1.conv.0.0.weight"]],
  ["MobileNetV3 or GhostNet", ["conv_stem.weight", "conv_head.weight", "conv_head.bias"]],
  ["EfficientNetV2", ["conv_stem.weight", "blocks.1.0.conv_exp.weight"]],
  ["EfficientNetV2", ["features.1.0.block.0.0.weight", "features.4.0.block.2.fc1.weight"]],
  ["F3-Net", ["FAD_head._DCT_all", "FAD_xcep.conv1.weight"]],
  ["VGG or AlexNet", ["features.0.weight", "features.1.running_mean", "features.4.weight"]],
  ["MesoNet in PyTorch", ["backbone.conv1.weight", "backbone.fc1.weight", "backbone.fc2.weight"]],
  [null, [
    "stem.conv1.weight",
    "stages.0.0.attn_last.fc1.weight",
    "stages.0.0.attn_last.fc2.weight",
  ]],
  ["EfficientNet-Lite, MobileNetV2 or MnasNet, without squeeze and excitation", [
    "conv_stem.weight",
    "blocks.1.0.conv_pw.weight",
  ]],
  [null, ["conv_stem.weight", "blocks.1.0.conv_pw.weight", "blocks.1.0.se.conv_reduce.weight"]],
  ["Hugging Face's EfficientNet", [
    "efficientnet.embeddings.convolution.weight",
    "efficientnet.encoder.blocks.0.depthwise_conv.depthwise_conv.weight",
  ]],
  [null, ["encoder.weight", "features.2.0.block.2.fc1.weight", "features.4.0.block.2.fc1.weight"]],
];

for (const [network, names] of NETWORKS) {
  Deno.test(`${names.at(-1)} is of ${network ?? "no known network"}`, () => {
    equal(recogniseNetwork(names), network);
  });
}
