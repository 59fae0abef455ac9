// Every statement judged for a profile, and gathered by treatment, as in options/verdicts.py.

const CURRENT = "current",
  ENDED = "ended";
const VERDICTS = ["ruled out", "open", "fits"];

const subjectOf = (statement) => book.rules.subjects[statement.about];
const coversRegion = (region, of) => !region || !of || of === region;

function judged(statement, facts) {
  const truth = truthOf(statement.when, facts);
  const silent = truth === NO && Boolean(statement.silent) && truthOf(statement.silent, facts) !== NO;
  return { statement, truth, silent };
}

function gathered(profile, region = "") {
  if (region && !book.rules.regions.includes(region)) throw new Contradiction(`no labels were read for "${region}"`);
  const heard = book.rules.statements
    .filter((statement) => coversRegion(region, statement.region))
    .map((statement) => judged(statement, profile.facts));
  const isCurrent = (one) => one.statement.state === CURRENT;
  const advice = heard.filter((one) => one.statement.direction === "against" && isCurrent(one));
  const warned = new Set(advice.filter((one) => one.truth !== NO).map((one) => subjectOf(one.statement).key));
  const told = byTreatment(heard);
  const options = [...told.values()].map((about) => new Option(profile, about, advice)).sort(byRank(optionRank));
  return {
    profile,
    region,
    options: options.filter((option) => option.pros.length),
    against: options.filter((option) => !option.pros.length && warned.has(option.subject.key)),
    over: options.filter((option) => option.isOver),
    remarks: heard.filter((one) => one.statement.direction === "context" && one.truth === YES && isCurrent(one)),
    ended: heard.filter((one) => one.statement.state === ENDED).length,
  };
}

function byTreatment(heard) {
  const told = new Map();
  for (const one of heard.filter((one) => one.statement.direction !== "context")) {
    const { key } = subjectOf(one.statement);
    told.set(key, [...(told.get(key) ?? []), one]);
  }
  return told;
}

const optionRank = (option) => [
  book.rules.modalities.indexOf(option.subject.group),
  -option.verdict,
  -option.backing.length,
  option.name,
];

class Option {
  constructor(profile, about, advice) {
    const current = about.filter((one) => one.statement.state === CURRENT);
    this.profile = profile;
    this.facts = profile.facts;
    this.subject = subjectOf(about[0].statement);
    this.name = this.subject.name;
    this.advice = advice;
    this.pros = current.filter((one) => one.statement.direction === "for" && !one.silent);
    this.ended = about.filter((one) => one.statement.state === ENDED);
    this.silent = current.filter((one) => one.silent);
    this.verdict = anyOf(this.pros.map((one) => one.truth));
    this.backing = this.pros.filter((one) => one.truth === this.verdict);
  }

  get isOver() {
    return !this.pros.length && this.ended.some((one) => one.statement.direction === "for");
  }

  // The advice against treatments that concerns it.
  get cons() {
    return lazily(
      this,
      "cons",
      this.advice.filter((one) => concerns(subjectOf(one.statement), this.subject)),
    );
  }

  get opposed() {
    return this.cons.filter((one) => one.truth === YES);
  }

  // Whether every part of it is known to have been given before.
  get givenBefore() {
    const prior = this.facts.get("prior");
    const named = this.subject.parts.map((part) => (part.block ? [] : part.any));
    if (!prior || !named.length || named.some((names) => names.length !== 1 || !book.entries.drug[names[0]]))
      return false;
    return named.every((names) => testTruth({ form: "any", of: names }, prior) === YES);
  }

  get why() {
    if (this.isOver) return unique(this.ended.map((one) => one.statement.ending));
    return this.verdict === NO ? whyNot(this.pros, this.facts) : [];
  }
}

function concerns(against, subject) {
  if (against.titled || !against.parts.length) return against.key === subject.key;
  return against.parts.every((part) =>
    subject.held.some((names) => (part.any ?? []).some((name) => names.includes(name))),
  );
}

// Why none of the statements holds, shortest reason first.
function whyNot(every, facts) {
  const keyed = every
    .map((one) => failed(one.statement, facts))
    .map((parts) => [[...parts.keys()].sort().join("\n"), parts]);
  const failures = [...new Map(keyed).values()];
  const within = (small, large) => small.size < large.size && [...small.keys()].every((key) => large.has(key));
  const fewest = failures.filter((parts) => !failures.some((other) => within(other, parts)));
  return fewest.map((parts) => reason([...parts.values()])).sort((a, b) => a.length - b.length || compare(a, b));
}

function failed(statement, facts) {
  const parts = [...failure(statement.when, facts).values()].map((part) => excluded(part, facts));
  return new Map(parts.map((part) => [textOf(part), part]));
}

// A part that failed, or instead of it the reason why its axis can have no value at all: menopause in a man.
function excluded(part, facts) {
  const axis = part.axis ? axisOf(part.axis) : { follows: [], values: [] };
  const nothing = (test) => test.form === "none" && textOf(test.of) === textOf(axis.values);
  const rule = axis.follows.find((one) => nothing(one.is) && truthOf(one.when, facts) === YES);
  return rule ? opposite(rule.when) : part;
}

// Sorting by a list of numbers and texts, computed once for each.
function sorted(every, rank) {
  return every
    .map((one) => [rank(one), one])
    .sort(([a], [b]) => compareLists(a, b))
    .map(([, one]) => one);
}

const byRank = (rank) => (a, b) => compareLists(rank(a), rank(b));

function compareLists(a, b) {
  for (let n = 0; n < Math.min(a.length, b.length); n++) {
    const found = Array.isArray(a[n]) ? compareLists(a[n], b[n]) : compare(a[n], b[n]);
    if (found) return found;
  }
  return compare(a.length, b.length);
}
