const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/** Everything that XML 1.0 does not allow, not even as an entity, and lone surrogates. */
const FORBIDDEN =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** A text as a quoted attribute of XML 1.0; what XML cannot hold becomes U+FFFD. */
export function xmlAttribute(text: string): string {
  const allowed = text.replace(FORBIDDEN, "\ufffd");
  return `"${allowed.replace(/[&<>"\t\n\r]/g, (character) => ENTITIES[character])}"`;
}
