// The data of the page: unpacked once, with what is left out in it (because it is empty) put back where rules read it.

let book;

const EMPTY_AXIS = { values: [], forms: {}, phrases: {}, within: [], made_of: [], follows: [] };
const EMPTY_STATEMENT = { newer: [], behind: [], before: [], region: "", line: "", text: "" };
const EMPTY_SUBJECT = { parts: [], held: [], drugs: [], classes: [], regimens: [] };

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

function opened(data) {
  const { rules } = data;
  rules.axes = rules.axes.map((axis) => ({ ...EMPTY_AXIS, ...axis }));
  rules.statements = rules.statements.map((one) => ({ ...EMPTY_STATEMENT, ...one }));
  rules.subjects = rules.subjects.map((one) => ({ ...EMPTY_SUBJECT, ...one }));
  for (const part of rules.subjects.flatMap((one) => one.parts)) part.any ??= [];
  const axes = new Map(rules.axes.map((axis) => [axis.id, axis]));
  const statements = new Map(rules.statements.map((one) => [one.id, one]));
  return { ...data, axes, statements };
}

// The entry of `kind.id`, undefined for none.
function entryOf(ref) {
  const [kind, id] = parted(ref, ".");
  return book.entries[kind]?.[id];
}

// A text in two, at the first mark.
function parted(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}
