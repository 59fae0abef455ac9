// Elements. Text is only ever put in as text: nothing here, and nothing that a person types, is read as markup.

function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== "") made.setAttribute(name, value);
  }
  made.append(...filled(children));
  return made;
}

const filled = (children) =>
  children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== "" && child !== false);

// The address of an entry within the page; conflicts go by the name that people know.
function addressOf(ref) {
  const [kind, id] = parted(ref, ".");
  return `#${kind === "erratum" ? "conflict" : kind}/${encodeURIComponent(id)}`;
}

const link = (ref, text = titleOf(ref)) => h("a", { href: addressOf(ref) }, text);

function titleOf(ref) {
  return entryOf(ref)?.name ?? parted(ref, ".")[1];
}

const itemRef = (id) => `${book.entries.drug[id] ? "drug" : "class"}.${id}`;
const itemLink = (id) => link(itemRef(id), nameOf(id));
const commas = (nodes, mark = ", ") => nodes.flatMap((node, n) => (n ? [mark, node] : [node]));

// A list of facts: each a name with what it is; those with nothing to say are left out.
function fields(rows) {
  const told = rows.filter(([, ...what]) => filled(what).length);
  return told.length
    ? h(
        "dl",
        { class: "fields" },
        told.map(([name, ...what]) => [h("dt", {}, name), h("dd", {}, what)]),
      )
    : "";
}

// A section with a heading, if there is anything in it.
function section(title, ...children) {
  const inside = filled(children);
  return inside.length ? h("section", {}, h("h2", {}, title), inside) : "";
}

const items = (texts, attributes = {}) =>
  texts?.length
    ? h(
        "ul",
        attributes,
        texts.map((text) => h("li", {}, text)),
      )
    : "";

// A table that a small screen may scroll; a column whose cells are all empty is left out.
function grid(caption, heads, rows) {
  if (!rows.length) return "";
  const shown = heads.map((_, n) => n).filter((n) => rows.some((row) => filled([row[n]]).length));
  const head = h(
    "tr",
    {},
    shown.map((n) => h("th", { scope: "col" }, heads[n])),
  );
  const body = rows.map((row) =>
    h(
      "tr",
      {},
      shown.map((n) => h("td", { class: isShort(row[n]) ? "short" : "" }, row[n])),
    ),
  );
  return h(
    "div",
    { class: "scrolls", tabindex: 0, role: "region", "aria-label": caption },
    h("table", {}, h("caption", {}, caption), h("thead", {}, head), h("tbody", {}, body)),
  );
}

// A date or a word or two, which stays on one line.
const isShort = (cell) => typeof cell === "string" && cell.length <= 14;

// What is folded until it is asked for.
function folded(title, ...children) {
  const inside = filled(children);
  return inside.length ? h("details", {}, h("summary", {}, title), inside) : "";
}

const badge = (text, kind = "") => h("span", { class: `badge ${kind}` }, text);
