import { inputError } from "../../records/errors.ts";
import { float32Values, type TfliteModel, type TfliteTensor } from "../checkpoints/tflite.ts";

/** A weight tensor, row-major. */
export interface Weights {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** Reads the four sides of a convolution's weights. @throws RangeError for those of a dense layer */
export function convolutionSides(
  shape: readonly number[],
): readonly [number, number, number, number] {
  const [first, second, third, fourth] = shape;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) {
    throw new RangeError(`[${shape.join(", ")}] is not the shape of a convolution`);
  }
  return [first, second, third, fourth];
}

/** A convolution or dense layer in PyTorch's layout. */
export interface Layer {
  /** Shape `[outputs, inputs, height, width]`, or `[outputs, inputs]` of a dense layer. */
  readonly weights: Weights;
  /** Shape `[outputs]`. */
  readonly bias: Float32Array<ArrayBuffer>;
}

/** The layers of one MTCNN network in a TensorFlow Lite file, by name. */
export interface MtcnnWeights {
  /** Returns a layer. @throws AssayError MTCNN_WEIGHTS (exit 3) when the file does not have it */
  layer(name: string): Layer;
  /** Returns the negative-side slope of each channel of PReLU number `number`. */
  slopes(number: number): Float32Array<ArrayBuffer>;
}

/** Creates the reader. @param network prefix of the tensors' names, such as `pnet` */
export function mtcnnWeights(model: TfliteModel, network: string): MtcnnWeights {
  const find = (layer: string, kind: string): Weights => {
    const start = `${network}/${layer}/`.toLowerCase();
    const found = model.tensors.find(({ name, data }) =>
      data !== null && name.toLowerCase().startsWith(start) && name.includes(kind)
    );
    if (found === undefined) throw unexpected(network, `it has no ${kind} for ${layer}`);
    return { shape: found.shape, values: numbers(found, network) };
  };
  return {
    layer(name) {
      const weights = find(name, "weights");
      return {
        weights: weights.shape.length === 4 ? channelsFirst(weights) : weights,
        bias: find(name, "bias").values,
      };
    },
    slopes: (number) => find(`prelu${number}`, "alpha").values,
  };
}

/** Transposes `[outputs, width, height, inputs]`, the files' layout, to `[outputs, inputs, height, width]`. */
function channelsFirst({ shape, values }: Weights): Weights {
  const [outputs, width, height, inputs] = convolutionSides(shape);
  const moved = new Float32Array(values.length);
  let next = 0;
  for (let o = 0; o < outputs; o++) {
    for (let i = 0; i < inputs; i++) {
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          moved[next++] = values[((o * width + x) * height + y) * inputs + i]!;
        }
      }
    }
  }
  return { shape: [outputs, inputs, height, width], values: moved };
}

function numbers(tensor: TfliteTensor, network: string): Float32Array<ArrayBuffer> {
  try {
    return float32Values(tensor);
  } catch (cause) {
    if (cause instanceof RangeError) throw unexpected(network, cause.message);
    throw cause;
  }
}

function unexpected(network: string, what: string) {
  return inputError("MTCNN_WEIGHTS", {
    what: `${network}.tflite does not contain MTCNN's ${network}: ${what}`,
    remedy: "Delete .assay/packages and run `deno task setup`",
  });
}
