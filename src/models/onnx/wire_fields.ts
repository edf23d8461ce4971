/** A field of a protobuf message as it is written. */
export interface WireField {
  /** Number of the field in its message. */
  readonly number: number;
  /** The whole field, tag included. */
  readonly bytes: Uint8Array;
  /** Contents of a field that contains bytes or a message; empty for a number. */
  readonly contents: Uint8Array;
}

/** Wire types of protobuf. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/**
 * Lists the fields of a protobuf message without decoding them, so that a message can be changed in one place
 * and copied byte for byte elsewhere, including fields that the decoder does not know.
 * @throws RangeError when the message is cut short or broken
 */
export function* wireFields(message: Uint8Array): Generator<WireField> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = message[at++];
      if (byte === undefined) throw new RangeError("it ends within a number");
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new RangeError("it contains a number of more than 64 bits");
  };
  while (at < message.length) {
    const start = at;
    const tag = varint();
    let contents = message.subarray(0, 0);
    switch (tag & 7) {
      case VARINT:
        varint();
        break;
      case FIXED64:
        at += 8;
        break;
      case BYTES: {
        const length = varint();
        contents = message.subarray(at, at + length);
        at += length;
        break;
      }
      case FIXED32:
        at += 4;
        break;
      default:
        throw new RangeError(`it contains a field of wire type ${tag & 7}`);
    }
    if (at > message.length) throw new RangeError("it ends within a field");
    yield { number: Math.floor(tag / 8), bytes: message.subarray(start, at), contents };
  }
}
