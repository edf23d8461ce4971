import { littleEndian } from "./byte_text.ts";

/** Parts of pickles, a letter a byte. */

export function pickle(body: string, protocol = 2): string {
  return `\x80${String.fromCharCode(protocol)}${body}.`;
}

export const none = "N";

export function text(value: string): string {
  return `X${littleEndian(value.length, 4)}${value}`;
}

export function integer(value: number): string {
  return `J${littleEndian(value, 4)}`;
}

/** An integer of up to eight bytes. */
export function long(value: number): string {
  return `\x8a\x08${littleEndian(value, 8)}`;
}

export function tuple(...items: string[]): string {
  return `(${items.join("")}t`;
}

export function dictionary(entries: Readonly<Record<string, string>>): string {
  const items = Object.entries(entries).map(([key, value]) => text(key) + value);
  return `}(${items.join("")}u`;
}

export function global(module: string, name: string): string {
  return `c${module}\n${name}\n`;
}

export function reduce(callee: string, ...args: string[]): string {
  return `${callee}${tuple(...args)}R`;
}

export const orderedDict = reduce(global("collections", "OrderedDict"));

export interface StorageText {
  readonly key?: string;
  readonly type?: string;
  readonly count?: number;
}

export function storage({ key = "0", type = "FloatStorage", count = 6 }: StorageText): string {
  const id = [text("storage"), global("torch", type), text(key), text("cpu"), long(count)];
  return `${tuple(...id)}Q`;
}

export interface TensorText extends StorageText {
  readonly offset?: number;
  readonly shape?: readonly number[];
  readonly strides?: readonly number[];
}

export function tensor(
  { offset = 0, shape = [2, 3], strides = [3, 1], ...stored }: TensorText = {},
): string {
  return reduce(
    global("torch._utils", "_rebuild_tensor_v2"),
    storage(stored),
    long(offset),
    tuple(...shape.map(long)),
    tuple(...strides.map(long)),
    "\x89",
    orderedDict,
  );
}
