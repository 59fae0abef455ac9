// What follows from facts: sets within sets, numbers within limits, and the rules of the axes, as options/follows.py
// and options/facts.py do it. Facts are a Map from axis to fact; what cannot be true together is a Contradiction.

// What prevents an answer, in words: facts that cannot be true together, or one that is not understood.
class Contradiction extends Error {}

const claimText = (claim, name = (id) => id) => {
  const certain = claim.filter((alternative) => alternative.length);
  const words = certain.map((alternative) => alternative.map((item) => name(item.id)).join(" + ")).join(" or ");
  return certain.length === claim.length ? words : `perhaps ${words}`;
};
const idsOf = (claim) => claim.flat().map((item) => item.id);
const keyOf = (claim) => JSON.stringify(claim.map((alternative) => alternative.map((item) => item.id)));
const factKey = (fact) =>
  isNumber(fact)
    ? `${fact.least} ${fact.most}`
    : JSON.stringify([fact.claims.map(keyOf), [...fact.without].sort(), fact.complete]);
const factsKey = (facts) =>
  [...facts]
    .map(([axis, fact]) => `${axis} ${factKey(fact)}`)
    .sort()
    .join("\n");
const isNone = (fact) => fact !== undefined && !isNumber(fact) && fact.complete && !fact.claims.length;
const byText = (a, b) => compare(claimText(a), claimText(b));
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// A complete set of these claims, each once.
const whole = (claims) => setOf([...new Map(claims.map((claim) => [keyOf(claim), claim])).values()].sort(byText));

function withClaims(outer, claims) {
  const fresh = claims.filter((claim) => addsTo(outer, claim));
  const every = new Map([...outer.claims, ...fresh].map((claim) => [keyOf(claim), claim]));
  return { ...outer, claims: [...every.values()].sort(byText) };
}

function addsTo(outer, claim) {
  const single = claim.every((alternative) => alternative.length === 1);
  const held = outer.claims.some((one) => keyOf(one) === keyOf(claim));
  return !held && !(single && holds(outer, idsOf(claim)) === YES);
}

function closed(stated) {
  const every = [...book.axes.values()];
  const axes = every.filter((axis) => axis.within.length || axis.follows.length || axis.made_of.length);
  const facts = new Map([...stated].map(([name, fact]) => [name, withoutAll(axisOf(name), fact)]));
  for (const axis of axes) widen(axis, facts, stated);
  for (const axis of every) madeUp(axis, facts);
  for (const axis of axes) bound(axis, facts);
  for (let before = ""; before !== factsKey(facts);) {
    before = factsKey(facts);
    for (const axis of axes) {
      conclude(axis, facts);
      limit(axis, facts);
      leftOver(axis, facts);
    }
  }
  return facts;
}

function withoutAll(axis, fact) {
  if (isNumber(fact) || !fact.without.size) return fact;
  const found = lacking(axis, fact, [...fact.without].sort());
  if (found.claims.some((claim) => !claim.length)) {
    throw new Contradiction(`${axis.name} both includes and excludes the same`);
  }
  return found;
}

// What was said of a set is also in the sets that it lies within: progression is exposure too.
function widen(axis, facts, stated) {
  const inner = facts.get(axis.id);
  if (inner === undefined || isNumber(inner)) return;
  for (const name of axis.within) {
    if (inner.claims.length && isNone(stated.get(name))) {
      throw new Contradiction(`${axisOf(name).name} is none, but ${axis.name} is not`);
    }
    facts.set(name, withClaims(facts.get(name) ?? NONE_KNOWN, inner.claims));
  }
}

// A set made of complete sets is complete.
function madeUp(axis, facts) {
  const parts = axis.made_of.map((name) => facts.get(name)).filter((fact) => fact && !isNumber(fact) && fact.complete);
  if (!parts.length || parts.length < axis.made_of.length) return;
  const all = setOf(parts.flatMap((part) => part.claims));
  const held = facts.get(axis.id) ?? NONE_KNOWN;
  const alternativeIn = (alternative) => allOf(alternative.map((item) => holds(all, [item.id])));
  for (const claim of held.claims) {
    if (claim.every((alternative) => alternativeIn(alternative) === NO)) {
      const made = axis.made_of.map((name) => axisOf(name).name).join(" and ");
      throw new Contradiction(`${axis.name} includes ${claimText(claim, nameOf)}, but ${made} do not`);
    }
  }
  facts.set(axis.id, { ...held, complete: true });
}

// What a set holds is in the only one of the sets that it is made of that can hold it.
function leftOver(axis, facts) {
  const held = facts.get(axis.id);
  const mayHold = (fact, claim) =>
    claim.some((alternative) => allOf(alternative.map((item) => holds(fact, [item.id]))) !== NO);
  for (const claim of axis.made_of.length && held ? held.claims : []) {
    const can = axis.made_of.filter((name) => mayHold(facts.get(name) ?? NONE_KNOWN, claim));
    if (can.length !== 1 || claim.some((alternative) => !alternative.length)) continue;
    facts.set(can[0], withClaims(facts.get(can[0]) ?? NONE_KNOWN, [claim]));
  }
}

// A set that nothing was said about holds at most what the complete set around it holds.
function bound(axis, facts) {
  for (const name of axis.within) {
    const outer = facts.get(name);
    if (!facts.has(axis.id) && outer && !isNumber(outer) && outer.complete) {
      facts.set(axis.id, setOf(outer.claims.map((claim) => [...claim.filter((one) => one.length), []])));
    }
  }
}

// A number is at most the numbers that it lies within; a set lacks what the sets around it lack.
function limit(axis, facts) {
  for (const name of axis.within) {
    const inner = facts.get(axis.id),
      outer = facts.get(name);
    if (inner === undefined && outer === undefined) continue;
    const nested = isNumber(inner ?? outer) ? nestedNumbers : nestedSets;
    const [small, large] = nested(inner, outer, axis, axisOf(name));
    facts.set(axis.id, small);
    facts.set(name, large);
  }
}

function nestedNumbers(inner, outer, axis, around) {
  const small = inner ?? { least: 0, most: Infinity },
    large = outer ?? { least: 0, most: Infinity };
  if (small.least > large.most) {
    throw new Contradiction(`${axis.name} is at least ${small.least}, but ${around.name} at most ${large.most}`);
  }
  return [
    { least: small.least, most: Math.min(small.most, large.most) },
    { least: Math.max(small.least, large.least), most: large.most },
  ];
}

function nestedSets(inner = NONE_KNOWN, outer = NONE_KNOWN) {
  const certain = inner.claims.filter((claim) => claim.every((alternative) => alternative.length));
  return [{ ...inner, without: new Set([...inner.without, ...outer.without]) }, withClaims(outer, certain)];
}

function conclude(axis, facts) {
  for (const rule of axis.follows) {
    if (truthOf(rule.when, facts) !== YES) continue;
    const fact = facts.get(axis.id);
    const truth = testTruth(rule.is, fact);
    if (truth === NO) {
      const causes = unique(grounds(rule.when, facts).map((leaf) => leaf.axis));
      const words = causes.map((name) => factWords(axisOf(name), facts.get(name))).join(" and ");
      throw new Contradiction(`${words} means ${testWords(axis.id, rule.is)}`);
    }
    if (truth === UNKNOWN) facts.set(axis.id, learnt(axis, rule.is, fact));
  }
}

function learnt(axis, test, fact) {
  if (axis.form === "number") return narrowed(fact ?? { least: 0, most: Infinity }, test);
  const found = fact ?? NONE_KNOWN;
  if (test.form === "none") return lacking(axis, found, test.of);
  const wanted = test.form === "all" ? test.of.map((one) => [one]) : [test.of];
  return wanted.reduce((having, values) => withOneOf(axis, having, values), found);
}

function narrowed({ least, most }, test) {
  return test.form === "min" ? { least: Math.max(least, test.of), most } : { least, most: Math.min(most, test.of) };
}

function lacking(axis, fact, values) {
  const lost = new Set(values.flatMap((name) => (axis.treatments ? below(name) : [name])));
  const kinds = (alternative) => alternative.flatMap((item) => [...item.counts]);
  const claims = fact.claims.map((claim) => claim.filter((one) => !kinds(one).some((id) => lost.has(id))));
  return { ...fact, claims, without: new Set([...fact.without, ...lost]) };
}

// A treatment and all that is in it: classes and drugs.
const belowOf = new Map();

function below(name) {
  if (!belowOf.has(name)) {
    const own = book.entries.class[name];
    const more = own ? [...(own.drugs ?? []), ...(own.below ?? []).flatMap(below)] : [];
    belowOf.set(name, unique([name, ...more]));
  }
  return belowOf.get(name);
}

// A set or value with one of these; in a complete set, one of those that it may hold.
function withOneOf(axis, fact, values) {
  let choices = values.filter((name) => !fact.without.has(name)).map((name) => [member(axis, name)]);
  if (fact.complete) {
    const unsettled = fact.claims.filter((claim) => claimIs(claim, values) === UNKNOWN);
    const wanted = choices;
    choices = unsettled.flatMap((claim) => claim.flatMap((held) => sharpened(held, wanted)));
  }
  if (axis.form === "value") return { ...fact, claims: [choices], complete: true };
  if (fact.claims.some((claim) => keyOf(claim) === keyOf(choices))) return fact;
  return { ...fact, claims: [...fact.claims, choices] };
}

function sharpened(held, wanted) {
  const truth = alternativeIs(
    held,
    wanted.map(([item]) => item.id),
  );
  const ids = held.map((item) => item.id);
  const kinds = truth === UNKNOWN ? wanted.filter((one) => ids.some((id) => one[0].counts.has(id))) : [];
  return kinds.length ? kinds : truth !== NO ? [held] : [];
}
