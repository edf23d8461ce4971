/** MTCNN's networks as facenet-pytorch writes them, one plain loop for each layer. */

/** Channels first, row-major. */
export interface Map3 {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float64Array;
}

/** A layer's weights as PyTorch lays them out: `[outputs, inputs, size, size]` or `[outputs, inputs]`. */
export interface NaiveLayer {
  readonly outputs: number;
  readonly inputs: number;
  /** Side of the window; 1 for a dense layer. */
  readonly size: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export type NaiveWeights = Readonly<Record<string, NaiveLayer>>;
/** Slopes of PReLU number 1, 2, ... */
export type NaiveSlopes = readonly Float32Array[];

/** What a network says of one place: P(face), then the other heads. */
export interface NaiveAnswer {
  readonly probability: readonly number[];
  /** `[head][place of the map * ...]`, channels first. */
  readonly heads: readonly Float64Array[];
  readonly height: number;
  readonly width: number;
}

/** P-Net over a whole image. */
export function naivePnet(image: Map3, weights: NaiveWeights, slopes: NaiveSlopes): NaiveAnswer {
  let x = prelu(convolve(image, weights.conv1!), slopes[0]!);
  x = prelu(convolve(maxPool(x, 2), weights.conv2!), slopes[1]!);
  x = prelu(convolve(x, weights.conv3!), slopes[2]!);
  return answer(convolve(x, weights["conv4-1"]!), [convolve(x, weights["conv4-2"]!)]);
}

/** R-Net or O-Net over one crop: `pools` are the sizes of the pooling windows. */
export function naiveCropNet(
  image: Map3,
  { weights, slopes, pools }: {
    weights: NaiveWeights;
    slopes: NaiveSlopes;
    pools: readonly number[];
  },
): NaiveAnswer {
  let x = image;
  for (const [i, size] of pools.entries()) {
    x = maxPool(prelu(convolve(x, weights[`conv${i + 1}`]!), slopes[i]!), size);
  }
  const last = pools.length + 1;
  x = prelu(convolve(x, weights[`conv${last}`]!), slopes[last - 1]!);
  const hidden = prelu(convolve(columnsFirst(x), weights[`conv${last + 1}`]!), slopes[last]!);
  const names = Object.keys(weights).filter((name) => name.startsWith(`conv${last + 2}-`)).sort();
  const [logits, ...heads] = names.map((name) => convolve(hidden, weights[name]!));
  return answer(logits!, heads);
}

function convolve(x: Map3, { outputs, inputs, size, weights, bias }: NaiveLayer): Map3 {
  const [height, width] = [x.height - size + 1, x.width - size + 1];
  const data = new Float64Array(outputs * height * width);
  for (let o = 0; o < outputs; o++) {
    for (let y = 0; y < height; y++) {
      for (let column = 0; column < width; column++) {
        let sum = bias[o]!;
        for (let i = 0; i < inputs; i++) {
          for (let dy = 0; dy < size; dy++) {
            for (let dx = 0; dx < size; dx++) {
              sum += weights[((o * inputs + i) * size + dy) * size + dx]! *
                x.data[(i * x.height + y + dy) * x.width + column + dx]!;
            }
          }
        }
        data[(o * height + y) * width + column] = sum;
      }
    }
  }
  return { channels: outputs, height, width, data };
}

function prelu(x: Map3, slopes: Float32Array): Map3 {
  const area = x.height * x.width;
  return { ...x, data: x.data.map((v, i) => v >= 0 ? v : v * slopes[Math.floor(i / area)]!) };
}

/** Windows two apart; the last may reach past the edge (`ceil_mode=True`). */
function maxPool(x: Map3, size: number): Map3 {
  const height = Math.ceil((x.height - size) / 2) + 1;
  const width = Math.ceil((x.width - size) / 2) + 1;
  const data = new Float64Array(x.channels * height * width).fill(-Infinity);
  for (let c = 0; c < x.channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let column = 0; column < width; column++) {
        for (let row = 2 * y; row < Math.min(2 * y + size, x.height); row++) {
          for (let at = 2 * column; at < Math.min(2 * column + size, x.width); at++) {
            const place = (c * height + y) * width + column;
            data[place] = Math.max(data[place]!, x.data[(c * x.height + row) * x.width + at]!);
          }
        }
      }
    }
  }
  return { channels: x.channels, height, width, data };
}

/** `permute(0, 3, 2, 1)` and flattened: by column, then row, then channel. */
function columnsFirst(x: Map3): Map3 {
  const data: number[] = [];
  for (let column = 0; column < x.width; column++) {
    for (let y = 0; y < x.height; y++) {
      for (let c = 0; c < x.channels; c++) {
        data.push(x.data[(c * x.height + y) * x.width + column]!);
      }
    }
  }
  return { channels: data.length, height: 1, width: 1, data: Float64Array.from(data) };
}

/** Softmax over the two logits, [no face, face]. */
function answer(logits: Map3, heads: readonly Map3[]): NaiveAnswer {
  const area = logits.height * logits.width;
  const probability = Array.from({ length: area }, (_, i) => {
    const [no, yes] = [Math.exp(logits.data[i]!), Math.exp(logits.data[area + i]!)];
    return yes / (no + yes);
  });
  const { height, width } = logits;
  return { probability, heads: heads.map(({ data }) => data), height, width };
}
