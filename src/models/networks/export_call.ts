/**
 * Writes how to export any PyTorch model to ONNX and import it: the remedy for weights of a network that cannot be
 * built here. Two images are given, since exporters since PyTorch 2.9 fix a batch of one.
 * @param size side of the model's images, pixels
 */
export function exportRemedy(size: number): string {
  return "Export it where its code is, with the model in `model`: " +
    `\`torch.onnx.export(model.eval(), torch.randn(2, 3, ${size}, ${size}), "mine.onnx", ` +
    'input_names=["image"], output_names=["logits"], ' +
    'dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}})`, ' +
    "then `deno task models import mine.onnx`";
}
