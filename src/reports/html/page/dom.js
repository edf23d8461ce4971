// The script of report.html. Text from data becomes a text node or an attribute's value, never markup, because
// file names and error messages are not trusted.

export const byId = (id) => document.getElementById(id);

export function element(name, { text, className, title } = {}, children = []) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  if (title) made.title = title;
  addAll(made, children);
  return made;
}

/** Appends children one by one: a function takes no more than about 100,000 arguments. */
export function addAll(parent, children) {
  for (const child of children) parent.append(child);
}

/** Replaces the children of an element. */
export function refill(parent, children) {
  parent.replaceChildren();
  addAll(parent, children);
}

/** An SVG element with attributes. */
export function drawn(name, attributes, children = []) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  addAll(made, children);
  return made;
}

/** Compares cells for sorting: numbers before text, empty cells last in either direction. */
export function compare(a, b, sign) {
  const [noA, noB] = [a === null || a === "", b === null || b === ""];
  if (noA || noB) return Number(noA) - Number(noB);
  const difference = Number(a) - Number(b);
  return sign * (Number.isNaN(difference) ? String(a).localeCompare(String(b)) : difference);
}

/** `1 video`, `2 videos`. */
export const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** `0.351`; a dash where there is no number. */
export const fixed = (value) => value === null ? "–" : value.toFixed(3);

/** `+0.012`, with a minus sign instead of a hyphen; smaller values as `+1e−5`. */
export function signed(value) {
  if (value === null) return "–";
  const small = value !== 0 && Math.abs(value) < 0.0005;
  const text = small
    ? value.toExponential(0)
    : Math.abs(value) < 0.0005
    ? "0.000"
    : value.toFixed(3);
  return `${value > 0 ? "+" : ""}${text}`.replaceAll("-", "−");
}

/** `412 ms`, `1.34 s`. */
export function duration(milliseconds) {
  if (milliseconds === null) return "–";
  return milliseconds < 999.5
    ? `${milliseconds.toFixed(0)} ms`
    : `${(milliseconds / 1000).toFixed(2)} s`;
}

/**
 * A row of column headings; clicking one sorts by its column, clicking again reverses the order.
 * @param columns each with `title`, `text` if left-aligned, and `key`; columns without a key cannot be sorted by
 * @param state `sort`, a key, and `sign`; a click updates it and calls `changed`
 */
export function headings(columns, state, changed) {
  return element(
    "tr",
    {},
    columns.map(({ title, text, key, hint }) => {
      const heading = element("th", { className: text ? "text" : "number", title: hint });
      heading.scope = "col";
      if (key === undefined) {
        heading.textContent = title;
        return heading;
      }
      const button = element("button", { text: title });
      button.type = "button";
      button.dataset.sort = key;
      if (state.sort === key) {
        heading.setAttribute("aria-sort", state.sign > 0 ? "ascending" : "descending");
      }
      button.addEventListener("click", () => {
        state.sign = state.sort === key ? -state.sign : text ? 1 : state.first?.[key] ?? -1;
        state.sort = key;
        changed();
        document.querySelector(`button[data-sort="${CSS.escape(key)}"]`)?.focus();
      });
      heading.append(button);
      return heading;
    }),
  );
}
