/** What each group of families is, in a few words, for help and messages; this file loads nothing. */
export const FAMILY_PHRASES: readonly {
  readonly names: string;
  readonly phrase: string;
}[] = [
  {
    names: "tf-efficientnet-b0 … b7",
    phrase:
      "timm's tf_efficientnet_b* and DeepFakeClassifier's:\n      TensorFlow's padding, epsilon 1e-3",
  },
  {
    names: "efficientnet-pytorch-b0 … b7",
    phrase:
      "efficientnet_pytorch's, as in Self-Blended Images, DeepfakeBench, icpr2020dfdc:\n      TensorFlow's padding for images of the size's own side, epsilon 1e-3",
  },
  {
    names: "efficientnet-b0 … b7",
    phrase:
      "timm's efficientnet_b* and torchvision's: symmetric padding, epsilon 1e-5;\n      for DeepFakeClassifier's names the older name of tf-efficientnet",
  },
  {
    names: "xception",
    phrase: "timm's legacy_xception, DeepfakeBench's and icpr2020dfdc's Xception",
  },
  { names: "meso4, mesoinception4", phrase: "MesoNet's authors' Keras files" },
];
