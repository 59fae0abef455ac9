// The data of the page: unpacked once, with what was left out (because it is empty) put back where rules read it.

let book;

const EMPTY_AXIS = { values: [], forms: {}, phrases: {}, within: [], made_of: [], follows: [], judged_by: [] };
const EMPTY_STATEMENT = { newer: [], behind: [], before: [], region: "", line: "", text: "" };
const EMPTY_POINT = { between: [], places: [], sources: [] };
const EMPTY_SUBJECT = { parts: [], held: [], drugs: [], classes: [], regimens: [] };

async function unpacked(text) {
  const bytes = Uint8Array.from(atob(text.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).json();
}

// A table in which only what the data says is found: what a person types may be the name of a built-in thing.
const bare = (table) => Object.assign(Object.create(null), table);

function opened({ rules, ...data }) {
  const entries = bare(Object.fromEntries(Object.entries(data.entries).map(([kind, every]) => [kind, bare(every)])));
  const axes = rules.axes.map((axis) => ({
    ...EMPTY_AXIS,
    ...axis,
    forms: bare(axis.forms),
    phrases: bare(axis.phrases),
  }));
  const subjects = rules.subjects.map((one) => ({ ...EMPTY_SUBJECT, ...one }));
  for (const part of subjects.flatMap((one) => one.parts)) part.any ??= [];
  const statements = rules.statements.map((one) => ({ ...EMPTY_STATEMENT, ...one }));
  const unsettled = rules.unsettled.map((one) => ({ ...EMPTY_POINT, ...one }));
  return {
    ...data,
    entries,
    medicines: bare(data.medicines),
    rules: { ...rules, statements, subjects, unsettled, members: bare(rules.members), stands: bare(rules.stands) },
    axes: new Map(axes.map((axis) => [axis.id, axis])),
    statements: new Map(statements.map((one) => [one.id, one])),
  };
}

// The entry with a `kind.id`, undefined for none.
function entryOf(ref) {
  const [kind, id] = parted(ref, ".");
  return book.entries[kind]?.[id];
}

// A text split in two at the first mark.
function parted(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + mark.length)];
}
