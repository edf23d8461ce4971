import type { ElementType } from "./element_type.ts";
import type { ValueType } from "./shape.ts";

/** What an attribute of a node may be. `type` is written as the format's code of an element type. */
export interface AttributeValues {
  readonly int: number;
  readonly float: number;
  readonly ints: readonly number[];
  readonly string: string;
  readonly type: ElementType;
}

export type AttributeKind = keyof AttributeValues;
export type AttributeKinds = Readonly<Record<string, AttributeKind>>;

/** The attributes of an operator as a caller writes them; those left out take ONNX's defaults. */
export type Attributes<Kinds extends AttributeKinds> = {
  readonly [Name in keyof Kinds]?: AttributeValues[Kinds[Name]];
};

/** How many inputs an operator takes. Optional ones follow the required ones. */
export type Arity =
  | { readonly required: number; readonly optional: number }
  | { readonly atLeast: number };

/** The inputs that an operator of an arity always has, in order. */
export type RequiredInputs<Taken extends Arity> = Taken extends
  { readonly required: infer Count extends number } ? Repeated<Count>
  : readonly [ValueType, ...ValueType[]];

type Repeated<Count extends number, Made extends readonly ValueType[] = readonly []> =
  Made["length"] extends Count ? Made : Repeated<Count, readonly [...Made, ValueType]>;

/** An ONNX operator with one output: what it takes, and what comes out of it. */
export interface Operator<
  Kinds extends AttributeKinds,
  Inputs extends readonly ValueType[] = readonly ValueType[],
> {
  readonly arity: Arity;
  readonly attributes: Kinds;
  /**
   * Type and shape of the output.
   * @param inputs the required inputs, or all of them when there may be any number
   * @throws RangeError when the inputs or attributes do not fit.
   */
  infer(inputs: Inputs, given: Given<Kinds>): ValueType;
}

/** What a node has beside its required inputs. */
export interface Given<Kinds extends AttributeKinds> {
  readonly attributes: Attributes<Kinds>;
  /** `undefined` for one that is left out. */
  readonly optional: readonly (ValueType | undefined)[];
}

/** Ties the types of an operator's rule to its attributes and to the number of its inputs. */
export function operator<const Kinds extends AttributeKinds, const Taken extends Arity>(
  rule: Operator<Kinds, RequiredInputs<Taken>> & { readonly arity: Taken },
): Operator<Kinds, RequiredInputs<Taken>> {
  return rule;
}

/** @throws RangeError when `condition` does not hold. */
export function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(message);
}

/** @throws RangeError unless all values have the element type of the first. */
export function ensureSameType(values: readonly ValueType[]): void {
  for (const { type } of values) {
    ensure(type === values[0]!.type, `${values[0]!.type} and ${type} do not mix`);
  }
}

/** The numbers of an int64 constant. @throws RangeError when they are not known. */
export function constantIntegers(value: ValueType, meaning: string): readonly number[] {
  ensure(value.integers !== null, `${meaning} must be an int64 constant`);
  return value.integers;
}
