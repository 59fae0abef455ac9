// Conditions in three-valued logic, as options/truth.py and options/conditions.py have it: a fact that was not given is
// UNKNOWN, never NO. A condition is {axis, form, of}, or {op: "all" | "any" | "none", parts}; with `each` beside op and
// parts it was written as "each of these before". A fact is {claims, without, complete} of a value or set, or
// {least, most} of a number.

const NO = 0,
  UNKNOWN = 1,
  YES = 2;

const allOf = (parts) => parts.reduce((a, b) => Math.min(a, b), YES);
const anyOf = (parts) => parts.reduce((a, b) => Math.max(a, b), NO);
const negate = (part) => YES - part;
const known = (fact) => (fact ? YES : NO);
const agreed = (parts) => (parts.every((part) => part === parts[0]) ? parts[0] : UNKNOWN);

const axisOf = (id) => book.axes.get(id);

// A value or treatment: what it counts as, itself too, and what it may turn out to be. One object for each.
const members = new Map();

function member(axis, id) {
  const key = axis.treatments ? id : `${axis.id}=${id}`;
  if (!members.has(key)) members.set(key, axis.treatments ? treatmentMember(id) : valueMember(axis, id));
  return members.get(key);
}

function treatmentMember(id) {
  const [counts, may] = book.rules.members[id];
  return { id, counts: new Set([id, ...counts]), may: new Set(may) };
}

function valueMember(axis, id) {
  const words = id.split(".");
  const heads = words.map((_, n) => words.slice(0, n + 1).join("."));
  return { id, counts: new Set(heads), may: new Set(axis.values.filter((value) => value.startsWith(`${id}.`))) };
}

function isOneOf(item, wanted) {
  if (wanted.some((id) => item.counts.has(id))) return YES;
  return wanted.some((id) => item.may.has(id)) ? UNKNOWN : NO;
}

// A claim is one of several alternatives; an alternative is members that come together.
const alternativeIs = (alternative, wanted) => anyOf(alternative.map((item) => isOneOf(item, wanted)));
const claimIs = (claim, wanted) => agreed(claim.map((alternative) => alternativeIs(alternative, wanted)));

const NONE_KNOWN = { claims: [], without: new Set(), complete: false };
const setOf = (claims, complete = true, without = new Set()) => ({ claims, without, complete });
const isNumber = (fact) => fact !== undefined && "least" in fact;

function holds(fact, wanted) {
  const perhaps = wanted.filter((id) => !fact.without.has(id));
  const found = anyOf(fact.claims.map((claim) => claimIs(claim, perhaps)));
  return perhaps.length && !fact.complete ? Math.max(found, UNKNOWN) : found;
}

function testTruth(test, fact) {
  if (fact === undefined) return UNKNOWN;
  if (isNumber(fact)) return numberTruth(test, fact);
  if (test.form === "all") return allOf(test.of.map((value) => holds(fact, [value])));
  const found = holds(fact, test.of);
  return test.form === "none" ? negate(found) : found;
}

function numberTruth(test, { least, most }) {
  const [meets, fails] = test.form === "min" ? [least >= test.of, most < test.of] : [most <= test.of, least > test.of];
  return meets || fails ? known(meets) : UNKNOWN;
}

function combined(op, each) {
  return op === "all" ? allOf(each) : op === "any" ? anyOf(each) : negate(anyOf(each));
}

function truthOf(condition, facts) {
  if (!condition) return YES;
  if (condition.axis) return testTruth(condition, facts.get(condition.axis));
  return combined(
    condition.op,
    condition.parts.map((part) => truthOf(part, facts)),
  );
}

// --- what failed, and what a condition rests on ---

const textOf = (condition) => JSON.stringify(condition);
const leaves = (condition) => (condition.axis ? [condition] : condition.parts.flatMap(leaves));

// Whether every part is needed for it to hold (or not to hold); otherwise one part is enough.
const takesAll = (condition, wanted) => (condition.op !== "any") === wanted;
const partsThatAre = (truth, condition, facts) => condition.parts.filter((part) => truthOf(part, facts) === truth);

function opposite(condition) {
  if (condition.axis && (condition.form === "any" || condition.form === "none")) {
    return { ...condition, form: condition.form === "any" ? "none" : "any" };
  }
  return { op: "none", parts: [condition] };
}

// The fewest parts that keep it from holding (or make it hold, where it must not), by their text.
function failure(condition, facts, wanted = true) {
  if (!condition) return new Map();
  if (condition.axis) {
    const found = wanted ? condition : opposite(condition);
    return new Map([[textOf(found), found]]);
  }
  const must = wanted !== (condition.op === "none");
  const each = partsThatAre(must ? NO : YES, condition, facts).map((part) => failure(part, facts, must));
  return takesAll(condition, wanted)
    ? new Map(each.flatMap((found) => [...found]))
    : smallest(each, (found) => found.size);
}

// What a condition that holds rests on: the first of several parts that would each be enough.
function grounds(condition, facts) {
  if (condition.op === "any") return grounds(partsThatAre(YES, condition, facts)[0], facts);
  if (condition.op === "all" && !condition.each) return condition.parts.flatMap((part) => grounds(part, facts));
  return leaves(condition);
}

// The parts that concern a profile: of several that would each be enough all that may hold, else the nearest.
function branch(condition, facts) {
  if (!condition) return [];
  if (condition.axis) return [condition];
  if (condition.op === "any")
    return enough(
      condition,
      condition.parts.map((part) => branch(part, facts)),
      facts,
    );
  if (condition.op === "all") return condition.parts.flatMap((part) => branch(part, facts));
  return condition.parts.map((part) => ({ op: "none", parts: [part] }));
}

// What to tell of several ways in which a condition can hold: what they share that holds, and the rest as a choice;
// only the nearest of them, where one holds, none can, or all others fail.
function enough(condition, ways, facts) {
  const mayHold = ways.filter((way) => way.every((part) => truthOf(part, facts) !== NO));
  if (truthOf(condition, facts) !== UNKNOWN || mayHold.length < 2) return smallest(ways, (way) => distance(way, facts));
  const inAll = (part) => mayHold.every((way) => way.some((other) => innerWords(other) === innerWords(part)));
  const shared = mayHold[0].filter((part) => truthOf(part, facts) === YES && inAll(part));
  const lacking = mayHold.map((way) => way.filter((part) => truthOf(part, facts) !== YES));
  return [...shared, { op: "any", parts: lacking.map(together) }];
}

const together = (parts) => (parts.length === 1 ? parts[0] : { op: "all", parts });

function distance(parts, facts) {
  const each = parts.map((part) => truthOf(part, facts));
  return each.filter((truth) => truth === NO).length * 1000 + each.filter((truth) => truth === UNKNOWN).length;
}

// --- small tools for all rules ---

// The first of those with the least measure.
function smallest(every, measure) {
  const measures = every.map(measure);
  return every[measures.indexOf(Math.min(...measures))];
}

const product = (lists) => lists.reduce((all, list) => all.flatMap((one) => list.map((item) => [...one, item])), [[]]);
const unique = (items) => [...new Set(items)];
const uniqueConditions = (parts) => [...new Map(parts.map((part) => [textOf(part), part])).values()];

// A value computed when it is first asked for, in place of its getter.
function lazily(self, name, value) {
  Object.defineProperty(self, name, { value });
  return value;
}
