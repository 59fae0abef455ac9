// Treatments in their lines of therapy, in the order of the screen, as in options/placed.py, given.py and order.py:
// firmest and newest first, and after that what was given before, overtaken, or studied in others.

const TUMOUR = "Tumour",
  SPREAD = "Spread";
const SUBTYPE = ["hr", "her2"];
const ASIDE = { "bone-modifying-agent": "bone", local: "local" };
const MATTERS = {
  supportive: "supportive",
  strategy: "strategy",
  trial: "strategy",
  factor: "strategy",
  context: "strategy",
};
const GIVEN = "given before",
  SAME_CLASS = "same class as before",
  STUDIED = "studied in other patients",
  WORKS = "current treatment is working";
const BIOSIMILAR = "a biosimilar, listed with its original";
const BEFORE = ["progressed-on", "prior-metastatic", "resistant-to"],
  EARLY = ["prior-early", "recurrence-months"];

const groupNames = () => book.rules.groups.map(([group]) => group);
const kindOf = (said) => book.rules.kinds.indexOf(said.statement.basis);
const newestOf = (statements) => statements.reduce((best, one) => (compareLists(one.age, best.age) < 0 ? one : best));
const isTumour = (leaf) => axisOf(leaf.axis).group === TUMOUR;

// Every treatment that sources speak for, in each group where they answer; `rank` is its place there.
function inLines(answer) {
  const granting = { [ANY]: new Granting(answer.profile) };
  LINES.forEach((place, n) => (granting[place] = new Granting(inLine(answer.profile, `${n + 1}`))));
  const lines = linesOf(answer.profile);
  const found = answer.options.flatMap((option) => places(option, granting, lines, answer.region));
  const ordered = preferredFirst(sorted(found, placedRank));
  const counts = {};
  for (const each of ordered) each.rank = counts[each.group] = (counts[each.group] ?? 0) + 1;
  return ordered;
}

function places(option, granting, lines, region) {
  const groups = new Map();
  for (const said of option.pros) {
    for (const group of groupsOf(option, said, lines)) groups.set(group, [...(groups.get(group) ?? []), said]);
  }
  return [...groups].map(([group, every]) => new Placed(option, group, every, granting[group] ?? granting[ANY], region));
}

// Where a statement answers: in its lines, or beside them according to what it is about.
function groupsOf(option, said, lines) {
  const { statement, truth } = said;
  const aside = ASIDE[option.subject.group] ?? MATTERS[option.subject.kind];
  if (aside && !(statement.placed && truth === YES)) return [aside];
  const named = statement.places;
  if (lines.length !== 1) {
    const sure = (place) => place !== "first" || !named.includes("second");
    const meant = truth === YES || selects(statement.when, option.profile) > 0;
    const found = named.filter((place) => place !== ANY && (meant || sure(place)));
    return found.length ? found : [ANY];
  }
  const here = named.includes(ANY) || (!statement.placed && truth === YES);
  return unique([...named.filter((place) => place !== ANY), ...(here ? lines : [])]);
}

class Placed {
  constructor(option, group, said, granting, region) {
    Object.assign(this, { option, group, said, granting, region });
    this.weighed = weighed(said, granting, region);
    this.verdict = Math.max(...this.weighed.map((one) => granting.of(one)));
    // Those that give the verdict: guidelines and labels, or guides where there are none; firmest first.
    this.firm = sorted(
      this.weighed.filter((one) => this.comesOut(one)),
      (one) => [kindOf(one)],
    );
    this.basis = this.firm[0].statement.basis;
  }

  comesOut(said) {
    return this.granting.of(said) === this.verdict;
  }

  // What gives the verdict, and guides and labels of other regions that say the same.
  get deciding() {
    if (this.basis === "guide") return this.firm;
    const agrees = (one) => (one.statement.basis === "guide" ? one.truth === YES : this.comesOut(one));
    return [...this.firm, ...this.said.filter((one) => !this.firm.includes(one) && agrees(one))];
  }

  // The labels that may come to hold, with the fewest things to know, where it fits and none holds yet.
  get openLabels() {
    return lazily(this, "openLabels", this.labelsThatMayHold());
  }

  labelsThatMayHold() {
    const isLabel = (one) => one.statement.basis === "label";
    if (this.verdict !== YES || this.deciding.some(isLabel)) return [];
    const every = this.weighed.filter((one) => isLabel(one) && this.granting.of(one) === UNKNOWN);
    if (!every.length) return [];
    const key = (one) => JSON.stringify(this.askedBy(one));
    const fewest = key(every.reduce((best, one) => (this.askedBy(one).length < this.askedBy(best).length ? one : best)));
    return every.filter((one) => key(one) === fewest);
  }

  // What must still be known for an open statement, the fewest things that would do.
  askedBy(said, granting = this.granting) {
    const ways = said.statement.when ? granting.wanting(said.statement.when) : [[]];
    return ways.length ? smallest(ways, (way) => way.length) : [];
  }

  // The fewest things that would do; of equally few, those of the statement that takes least for granted, then the newest.
  leastAsked(granting) {
    const { facts } = this.option;
    const unknown = (leaf) => truthOf(leaf, facts) === UNKNOWN;
    const measure = (one) => [
      this.askedBy(one, granting).length,
      (one.statement.when ? leaves(one.statement.when) : []).filter(unknown).length,
      ...one.statement.age,
    ];
    return this.askedBy(sorted(this.firm, measure)[0], granting);
  }

  // Those that say so on the terms that are shown; all of them where nothing must still be known.
  get alike() {
    return lazily(this, "alike", this.onTheseTerms());
  }

  onTheseTerms() {
    const needs = this.needs.length ? this.needs : this.grantedNeeds;
    if (!needs.length) return this.deciding;
    const granting = this.needs.length ? this.granting : this.granting.uncounted;
    const key = (conditions) => JSON.stringify(conditions.map(textOf).sort());
    return this.deciding.filter(
      (one) => granting.of(one) === YES || key(this.askedBy(one, granting)) === key(needs),
    );
  }

  // How many of the findings given that select patients its statements name, the most that one of them does.
  get selected() {
    const each = this.firm.map((one) => selects(one.statement.when, this.option.profile));
    return lazily(this, "selected", Math.max(...each));
  }

  // Why it comes after all others of its group, "" where it does not.
  get setBack() {
    return lazily(this, "setBack", this.reasonBehind());
  }

  reasonBehind() {
    const inALine = LINES.includes(this.group) || this.group === ANY;
    const given = (inALine || this.group === "test") && this.given;
    if (given) return given;
    const isForThis = (said) => said.truth === YES && said.statement.places.includes("first");
    if (inALine && works(this.option.profile) && !this.firm.some(isForThis)) return WORKS;
    const newer = inALine && betterHere(this);
    if (newer) return `overtaken by ${subjectOf(newer).name}`;
    if (this.option.subject.biosimilar) return BIOSIMILAR;
    const others = (studied) => Boolean(studied) && asFarAsSaid(studied, this.option.facts) === NO;
    return this.firm.every((one) => others(one.statement.studied)) ? STUDIED : "";
  }

  // Whether it was given before, or a drug of a class that is given once; "" where neither.
  get given() {
    if (givenAgain(this.option.subject, this.granting.profile, false)) return GIVEN;
    const once = !this.firm.some((one) => one.statement.again);
    return givenAgain(this.option.subject, this.granting.profile, once) ? SAME_CLASS : "";
  }

  // Whether a part of it was given before, so that it comes after its equals.
  get holdsGiven() {
    return lazily(this, "holdsGiven", givenInPart(this.option.subject, this.granting.profile));
  }

  // The newer statements that overtake or qualify all that it rests on; none where any of that still stands.
  get overtaken() {
    const newer = this.firm.map((one) => newerThan(one.statement, this.region));
    return lazily(this, "overtaken", newer.every((found) => found.length) ? unique(newer.flat()) : []);
  }

  get newest() {
    return newestOf(this.firm.map((one) => one.statement));
  }

  // How firmly the newest of the firmest kind says it, and whether that is weaker than a recommendation or a label.
  get force() {
    return this.newestOfFirmest.force;
  }

  get weak() {
    return this.newestOfFirmest.weak ?? 0;
  }

  get newestOfFirmest() {
    return newestOf(this.firm.map((one) => one.statement).filter((one) => one.basis === this.basis));
  }

  // What must still be known for it, the fewest things that would do; nothing for what is settled.
  get needs() {
    return lazily(this, "needs", this.verdict === UNKNOWN ? this.leastAsked(this.granting) : []);
  }

  // How many earlier treatments it asks for, where it fits only because that is granted.
  get grantedNeeds() {
    const granting = this.granting.uncounted;
    if (this.verdict !== YES || this.firm.some((one) => granting.of(one) === YES)) return [];
    return this.leastAsked(granting);
  }

  get missing() {
    return unique(this.needs.flatMap(leaves).map((leaf) => leaf.axis));
  }

  // What it is open for, apart from what only keeps some out.
  get furtherNeeds() {
    return this.needs.filter((need) => !(need.axis ? need.form === "none" : need.op === "none"));
  }

  get why() {
    if (this.verdict !== NO) return [];
    return this.option.why.length ? this.option.why : whyNot(this.said, this.granting.facts);
  }

  // Whether all that it needs are new findings in the tumour (ER is none where HR is known), apart from what only
  // keeps some out.
  get tests() {
    const needed = this.furtherNeeds.flatMap(leaves);
    const given = new Set(this.option.profile.given.keys());
    const told = tell(given);
    return needed.every(isTumour) && needed.some(({ axis }) => given.has(axis) || !told.has(axis));
  }

  // Whether it fits because of something said: of findings in the tumour in that group, else of its spread.
  get isMet() {
    const by = this.group === "test" ? TUMOUR : SPREAD;
    const told = new Set([...this.option.profile.given.keys()].filter((axis) => axisOf(axis).group === by));
    const met = this.firm.filter((one) => one.statement.when).flatMap((one) => leaves(one.statement.when));
    return this.verdict === YES && met.some((leaf) => told.has(leaf.axis));
  }
}

// The statements that decide: the first layer of sources that does not rule it out, or the last layer.
function weighed(every, granting, region) {
  const layers = [0, 1, 2]
    .map((layer) => every.filter((one) => layerOf(one.statement, region) === layer))
    .filter((found) => found.length);
  return layers.find((layer) => layer.some((one) => granting.of(one) !== NO)) ?? layers.at(-1);
}

function layerOf(statement, region) {
  if (statement.basis === "guide") return 2;
  return region || !statement.region || book.rules.read.includes(statement.region) ? 0 : 1;
}

const newerThan = (statement, region) =>
  statement.newer.map((id) => book.statements.get(id)).filter((one) => coversRegion(region, one.region));

// The first of the newer statements that speaks for a treatment for such a patient, and no less firmly.
function betterHere(each) {
  if (!each.overtaken.length || each.basis === "guide") return undefined;
  const firm = book.rules.kinds.slice(0, book.rules.kinds.indexOf(each.basis) + 1);
  const named = each.overtaken.filter((one) => one.direction === "for" && subjectOf(one).parts.length);
  return named.filter((one) => each.granting.truth(one.when) === YES).find((one) => firm.includes(one.basis));
}

// Whether a condition holds; what is not known counts as no, except findings in the tumour, which stay open.
function asFarAsSaid(condition, facts) {
  if (condition.axis) {
    const found = testTruth(condition, facts.get(condition.axis));
    return found === UNKNOWN && !isTumour(condition) ? NO : found;
  }
  if (condition.each) return truthOf(condition, facts);
  return combined(
    condition.op,
    condition.parts.map((part) => asFarAsSaid(part, facts)),
  );
}

// Whether it was given before: all of it, except what sources go on with; or one of a class that is given `once`.
function givenAgain(subject, profile, once) {
  const parts = subject.parts.filter((part) => !part.goes_on);
  if (!parts.length || parts.some((part) => part.block)) return false;
  const failed = earlier(profile, !profile.granted.has("line"));
  if (once && parts.some((part) => (part.once ?? []).some((name) => wasGiven(name, failed)))) return true;
  return parts.every((part) => isGiven(part, earlier(profile)));
}

// Whether any part of it was given before, apart from what sources go on with.
const givenInPart = (subject, profile) =>
  subject.parts.some((part) => !part.block && !part.goes_on && isGiven(part, earlier(profile)));

const isGiven = (part, told) => part.any.every((name) => book.entries.drug[name] && wasGiven(name, told));
const wasGiven = (name, told) => told.some((fact) => testTruth({ form: "any", of: [name] }, fact) === YES);

// What was given for metastatic disease, or failed; and before, without a word on early disease.
function earlier(profile, evenEarly = true) {
  const told = BEFORE.map((axis) => profile.granted.get(axis)).filter(Boolean);
  const prior = profile.facts.get("prior");
  return prior && evenEarly && !EARLY.some((axis) => profile.given.has(axis)) ? [...told, prior] : told;
}

// --- the order ---

function placedRank(each) {
  const group = groupNames().indexOf(each.group);
  if (each.verdict === NO) return [group, 1, each.option.name];
  return [
    group,
    0,
    Number(Boolean(each.setBack)),
    Number(each.basis === "guide"),
    Number(each.tests),
    Number(!widelyRead(each)),
    -each.selected,
    unique(
      each.furtherNeeds
        .flatMap(leaves)
        .filter(isTumour)
        .map((leaf) => leaf.axis),
    ).length,
    Number(!(ofThisLine(each) || ofThisTumour(each))),
    Number(each.furtherNeeds.length > 0),
    Number(!ofThisLine(each)),
    Number(!ofThisTumour(each)),
    Number(onlyNamedElsewhere(each)),
    Number(each.holdsGiven),
    each.newest.age,
    each.weak,
    Number(!forThisSpread(each)),
    -specific(each),
    Number(!isLabelled(each)),
    each.option.name,
  ];
}

const ofThisLine = (each) => each.firm.some((one) => one.statement.places.includes(each.group));
const isLabelled = (each) => each.deciding.some((one) => one.statement.basis === "label");

// Whether what holds, and is more than a patient guide, speaks of where the cancer is said to be: of the brain.
function forThisSpread(each) {
  const told = new Set([...each.option.profile.given.keys()].filter((axis) => axisOf(axis).group === SPREAD));
  const firm = each.said.filter(({ statement }) => statement.basis !== "guide" && statement.when);
  const holding = firm.filter((one) => each.granting.of(one) === YES);
  return holding.flatMap((one) => leaves(one.statement.when)).some((leaf) => told.has(leaf.axis));
}

const widelyRead = (each) =>
  Boolean(each.region) ||
  each.firm.some(({ statement }) => !statement.region || book.rules.read.includes(statement.region));

// Whether a region is asked for that says nothing of it, and no guideline of another recommends it.
const onlyNamedElsewhere = (each) =>
  Boolean(each.region && each.weak) && !each.said.some((one) => isOfRegion(each, one));

// Whether a statement that may hold is of the region that is asked for: its label, or a guideline made there.
const isOfRegion = (each, said) =>
  [said.statement.region, said.statement.home].includes(each.region) && each.granting.of(said) !== NO;

function ofThisTumour(each) {
  const met = each.firm.filter((one) => one.statement.when).flatMap((one) => leaves(one.statement.when));
  return met.some((leaf) => isTumour(leaf) && truthOf(leaf, each.option.facts) === YES);
}

function specific(each) {
  const met = each.firm.filter((one) => one.truth === YES && one.statement.when);
  return Math.max(0, ...met.map((one) => grounds(one.statement.when, each.option.facts).length));
}

// The same, with what a source prefers to a treatment of its group placed before it.
function preferredFirst(ordered) {
  const better = new Map(ordered.map((each) => [each, preferredTo(each, ordered)]));
  const left = new Set(ordered),
    found = [];
  while (left.size) {
    const free = [...left].find((each) => !better.get(each).some((other) => left.has(other)));
    const following = free ?? [...left][0];
    left.delete(following);
    found.push(following);
  }
  return found;
}

// What a source prefers to a treatment: by name, or to everything of a class.
function preferredTo(each, every) {
  const behind = each.firm.flatMap((one) => one.statement.behind);
  const kinds = new Set(each.option.subject.held.flat());
  const standing = every.filter(
    (one) => one !== each && one.group === each.group && one.verdict === YES && !one.setBack,
  );
  const named = (one) => one.firm.some(({ statement }) => behind.includes(statement.id));
  const of = (one) => one.firm.some(({ statement }) => statement.before.some((name) => kinds.has(name)));
  return standing.filter((one) => named(one) || of(one));
}

// Whether a guideline or label names it and it is not set back.
const isFirm = (each) => each.basis !== "guide" && !each.setBack && each.verdict !== NO;

// The points that no source settles and that concern an answer, as in options/unsettled.py.
function unsettled(profile, found) {
  const lines = linesOf(profile);
  const offered = found.filter((each) => isFirm(each) && !each.furtherNeeds.length && lines.includes(each.group));
  const groups = groupNames();
  const points = book.rules.unsettled.filter((point) => concernsAnswer(point, profile, offered));
  return sorted(points, (point) => point.places.map((place) => groups.indexOf(place)));
}

// Whether the condition of a point holds, and the treatments that it leaves a choice between stand in one line.
function concernsAnswer(point, profile, offered) {
  if (truthOf(point.when, profile.granted) !== YES) return false;
  const lines = point.places.length ? point.places : LINES;
  return (
    !point.between.length ||
    lines.some((line) =>
      isAChoice(
        point,
        offered.filter((each) => each.group === line),
      ),
    )
  );
}

// Whether several treatments hold different ones of those that a point leaves a choice between.
function isAChoice(point, offered) {
  const holds = (each, name) => each.option.subject.held.some((kinds) => kinds.includes(name));
  const held = point.between.map((name) => offered.filter((each) => holds(each, name)).map((each) => each.option));
  return held.filter((options) => options.length).length > 1 && unique(held.flat()).length > 1;
}

// --- what was given that selects patients, as in options/selected.py ---

// The axes from which a value of some axes follows.
const tell = (axes) =>
  new Set([...axes].flatMap((name) => axisOf(name).follows).flatMap((rule) => leaves(rule.when)).map((leaf) => leaf.axis));

// The axes of HER2 and the hormone receptors, and those that tell them.
function subtypeAxes() {
  let found = new Set(SUBTYPE);
  for (let size = 0; size < found.size; ) {
    size = found.size;
    found = new Set([...found, ...tell(found)]);
  }
  return lazily(book, "subtypeAxes", found);
}

// How many of the known findings that select patients a condition is made for.
function selects(condition, profile) {
  const known = findingsKnown(profile);
  return known.size ? [...findingsNamed(condition, profile.facts)].filter((axis) => known.has(axis)).length : 0;
}

// The axes of the findings that select patients: those given beyond the subtype, and a kind of it (HER2-low).
function findingsKnown({ given, facts }) {
  const subtype = book.subtypeAxes ?? subtypeAxes();
  const finding = (axis) => axisOf(axis).group === TUMOUR && !subtype.has(axis);
  const isKind = (axis) => claimsIn(facts, axis).flat(2).some(({ id }) => id.includes("."));
  return new Set([...[...given.keys()].filter(finding), ...[...subtype].filter(isKind)]);
}

// The axes of the findings that a condition is made for, and those by which they are judged.
function findingsNamed(condition, facts) {
  const named = unique(condition ? namedBy(condition, facts) : []);
  return new Set([...named, ...named.flatMap((axis) => axisOf(axis).judged_by)]);
}

// The axes of what a condition requires, apart from exclusions, from the bare subtype and from what fails.
function namedBy(condition, facts) {
  if (condition.each || condition.op === "none" || condition.form === "none") return [];
  if (condition.op) {
    return condition.parts.filter((part) => truthOf(part, facts) !== NO).flatMap((part) => namedBy(part, facts));
  }
  const subtype = book.subtypeAxes ?? subtypeAxes();
  const ofSubtype = subtype.has(condition.axis) && ![condition.of].flat().every((value) => String(value).includes("."));
  return ofSubtype ? [] : [condition.axis];
}

// The axes that would settle most of what guidelines and labels leave open, as in options/asking.py.
function settling(found) {
  const open = new Map(
    found.filter((each) => each.basis !== "guide" && each.missing.length).map((each) => [each.option, each]),
  );
  const asked = new Set([...open.values()].flatMap((each) => each.missing));
  const unsettled = [...open.values()].map((each) => [each, unique(each.missing.map((axis) => telling(axis, asked)))]);
  const every = weights(unsettled.map(([, axes]) => axes));
  const chosen = weights(unsettled.filter(([each]) => each.selected).map(([, axes]) => axes));
  const heavy = (axis) => [-(chosen.get(axis) ?? 0), -every.get(axis)];
  return sorted([...every.keys()], heavy).map((axis) => [
    axis,
    unsettled.filter(([, axes]) => axes.includes(axis)).length,
  ]);
}

// How much each axis weighs that some treatments need, rounded so that equal weights compare as equal.
function weights(unsettled) {
  const found = new Map();
  for (const axes of unsettled) {
    for (const axis of axes) found.set(axis, (found.get(axis) ?? 0) + 1 / axes.length);
  }
  return new Map([...found].map(([axis, weight]) => [axis, Math.round(weight * 1e6)]));
}

function telling(axis, asked) {
  const values = axisOf(axis).follows.filter((rule) => rule.is.form === "any");
  const tells = values.flatMap((rule) => leaves(rule.when)).map((leaf) => leaf.axis);
  return tells.find((name) => !SUBTYPE.includes(name) && asked.has(name) && axisOf(name).flag) ?? axis;
}
