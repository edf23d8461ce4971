/**
 * Reads the records `LENGTH KEY=VALUE\n` of a pax header (POSIX.1-2001).
 * @throws RangeError when they are malformed
 */
export function paxRecords(bytes: Uint8Array): ReadonlyMap<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length && bytes[at] !== 0;) {
    const space = bytes.indexOf(0x20, at);
    const digits = space === -1 ? "" : decode(bytes.subarray(at, space));
    const end = at + Number(digits);
    const isFine = /^\d{1,7}$/.test(digits) && end > space + 1 && end <= bytes.length &&
      bytes[end - 1] === 0x0a;
    if (!isFine) throw malformed();
    const record = decode(bytes.subarray(space + 1, end - 1));
    const equals = record.indexOf("=");
    if (equals < 1) throw malformed();
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at = end;
  }
  return records;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function malformed(): RangeError {
  return new RangeError("a header in it is damaged");
}
