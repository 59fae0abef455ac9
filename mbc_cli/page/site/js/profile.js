// A profile: facts as they were given become facts as they are known, as options/profile.py and options/assumed.py have
// it. What is given is a Map from axis to texts: values, numbers ("3", "<10", ">=10"), names of treatments, "none".

const NONE = "none";
const NOT_KNOWN = ["unknown", "?"];
const STEP = 0.01;
const LIMIT = /^(<|>=)?\s*(\d+(?:\.\d+)?)$/;

function factOf(axis, texts) {
  if (axis.form === "number") return numberOf(axis, texts);
  return axis.form === "set" ? setFact(axis, texts) : whole([[[valueMeant(axis, texts)]]]);
}

function setFact(axis, texts) {
  if (texts.includes(NONE)) {
    if (texts.length > 1) throw new Contradiction(`${axis.name} is both none and something else`);
    return setOf([]);
  }
  return whole(texts.flatMap((text) => (axis.treatments ? claimsOf(text) : [[[member(axis, valueOf(axis, text))]]])));
}

// One value; where several are said, the one that is a kind of all the others.
function valueMeant(axis, texts) {
  const found = sorted(unique(texts.map((text) => valueOf(axis, text))), (value) => [value.length, value]);
  const last = member(axis, found.at(-1));
  if (found.every((value) => last.counts.has(value))) return last;
  throw new Contradiction(`${axis.name} is given as ${found.join(" and ")}`);
}

function numberOf(axis, texts) {
  const found = LIMIT.exec(texts[0].trim());
  if (!found || texts.length > 1) throw new Contradiction(`${axis.name} is one number, such as 2, <10 or >=10`);
  const limit = Number(found[2]);
  return { least: found[1] === "<" ? 0 : limit, most: { "<": limit - STEP, ">=": Infinity }[found[1]] ?? limit };
}

function valueOf(axis, text) {
  const found = axis.forms[text.toLowerCase().replaceAll(" ", "-")];
  if (!found) throw new Contradiction(`${axis.name} has no value "${text}"`);
  return found;
}

// What a name of a treatment stands for: a drug or class by its id, a brand or regimen as kind/id.
function claimsOf(text) {
  const prior = axisOf("prior");
  const asMembers = (ids) => ids.map((id) => member(prior, id));
  if (book.rules.members[text]) return [[asMembers([text])]];
  const found = book.rules.stands[text.replace("/", ".")];
  if (!found) throw new Contradiction(`no drug, class, brand or regimen "${text}"`);
  return found.map((claim) => claim.map(asMembers));
}

function profileOf(texts) {
  const given = givenFacts(texts);
  const facts = given.size ? closed(given) : new Map();
  return { given, facts, ...assuming(given, facts) };
}

// The facts that are said, in the order of the data; what is said to be unknown is not a fact.
function givenFacts(texts) {
  for (const [name, told] of texts) {
    if (!axisOf(name)) throw new Contradiction(`no fact is called "${name}"`);
    if (!told.length) throw new Contradiction(`nothing is said of ${axisOf(name).name}`);
  }
  const told = (axis) => (texts.get(axis.id) ?? []).filter((text) => !NOT_KNOWN.includes(text.toLowerCase()));
  const axes = [...book.axes.values()].filter((axis) => told(axis).length);
  return new Map(axes.map((axis) => [axis.id, factOf(axis, told(axis))]));
}

// What the given line tells of earlier treatment, where that is consistent with all that was said.
function assuming(given, facts) {
  const found = assumed(given);
  const nothing = { assumed: new Map(), granted: facts };
  if (!found.size) return nothing;
  try {
    return { assumed: found, granted: closed(new Map([...given, ...found])) };
  } catch (error) {
    if (error instanceof Contradiction) return nothing;
    throw error;
  }
}

// Whether treatments are said to have been given before, but not which line is asked for.
const isBare = ({ given }) => !given.has("line") && ofEarlierLines(given).length > 0;

// The same, granted that it is in a line that was not said, and what that tells of the treatments given before; as long
// as nothing is said of earlier treatment, all that a line asks for is granted in any case.
function inLine(profile, number) {
  if (profile.given.has("line") || !historyIsSaid(profile)) return profile;
  const stated = new Map([...profile.given, ["line", factOf(axisOf("line"), [number])]]);
  try {
    return { ...profile, granted: closed(new Map([...stated, ...assumed(stated)])) };
  } catch (error) {
    if (error instanceof Contradiction) return profile;
    throw error;
  }
}

const LATER = { form: "any", of: ["2", "3"] };

function assumed(given) {
  if (given.has("progressed-on") || testTruth(LATER, given.get("line")) !== YES) return new Map();
  const other = new Set(["current", "intolerance"].flatMap((axis) => claimsIn(given, axis)).map(keyOf));
  const earlier = ofEarlierLines(given).filter((claim) => !other.has(keyOf(claim)));
  const axes = ["prior-metastatic", "progressed-on"].filter((axis) => earlier.length && !given.has(axis));
  return new Map(axes.map((axis) => [axis, setOf(earlier, false)]));
}

function ofEarlierLines(given) {
  if (given.has("prior-metastatic")) return claimsIn(given, "prior-metastatic");
  if (!given.has("prior-early") && [...given.keys()].some((axis) => axis.startsWith("recurrence-months"))) return [];
  const early = new Set(claimsIn(given, "prior-early").map(keyOf));
  return claimsIn(given, "prior").filter((claim) => !early.has(keyOf(claim)));
}

const claimsIn = (given, axis) => given.get(axis)?.claims ?? [];
