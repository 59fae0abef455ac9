// Conditions and facts in words, as in options/wording.py and options/fact_words.py.

const EACH = "*";
const NUMBER_OF = "number of ";
const ONE = { therapies: "therapy", regimens: "regimen" };

const nameOf = (id) => (book.entries.drug[id] ?? book.entries.class[id]).name;
const phrase = (axis, value) => axis.phrases[value] ?? `${axis.name} ${value.replaceAll(".", " ")}`;

function anyWords(axisId, test) {
  const axis = axisOf(axisId),
    joint = test.form === "all" ? " and " : " or ";
  const pattern = axis.phrases[EACH];
  if (pattern) return pattern.replace("{}", () => test.of.map(nameOf).join(joint));
  return test.of.map((value) => phrase(axis, value)).join(joint);
}

// A limit of a number: "at least 2 hormone therapies", or "PD-L1 CPS at least 10" where nothing is counted.
function limitWords(name, limit) {
  if (!name.startsWith(NUMBER_OF)) return `${name} ${limit}`;
  const ones = limit.endsWith(" 1") ? Object.entries(ONE) : [];
  const counted = ones.reduce((text, [several, one]) => text.replace(several, one), name.slice(NUMBER_OF.length));
  return `${limit} ${counted}`;
}

function testWords(axisId, test) {
  const axis = axisOf(axisId);
  if (test.form === "min" || test.form === "max") {
    return limitWords(axis.name, `at ${test.form === "min" ? "least" : "most"} ${test.of}`);
  }
  const words = anyWords(axisId, test);
  if (test.form !== "none") return words;
  return `${axis.treatments ? "no" : "not"} ${words}`;
}

// A condition within a sentence: one with parts is in brackets, "(PIK3CA-mutated or AKT1-mutated)".
function innerWords(condition) {
  if (condition.axis) return testWords(condition.axis, condition);
  if (condition.each) {
    const words = testWords("prior", { form: "all", of: condition.each });
    return condition.unless ? `${words} (each unless unsuitable)` : words;
  }
  if (condition.op === "none") return neitherWords(condition.parts);
  return condition.op === "any" ? `(${alternatives(condition.parts)})` : `(${joined("and", condition.parts)})`;
}

const neitherWords = (parts) => (parts.length > 1 ? `neither ${joined("nor", parts)}` : `not ${innerWords(parts[0])}`);
const joined = (word, parts) => parts.map(innerWords).join(` ${word} `);

function alternatives(parts) {
  const several = parts.map((part) => (part.op === "all" && !part.each ? part.parts : [part]));
  const comma = several.some((found) => found.length > 1) ? "," : "";
  return several.map((found) => joined("and", found)).join(`${comma} or `);
}

// What keeps a condition from holding: "needs HER2-positive and HR-positive, not if prior hormone therapy".
function reason(failed) {
  const needs = [],
    nots = [];
  for (const part of failed) {
    if (part.axis && part.form === "none") nots.push(anyWords(part.axis, part));
    else if (part.op === "none" && part.parts.length === 1) nots.push(innerWords(part.parts[0]));
    else needs.push(innerWords(part));
  }
  const wanted = needs.length ? [`needs ${needs.sort(compare).join(" and ")}`] : [];
  return [...wanted, ...nots.sort(compare).map((words) => `not if ${words}`)].join(", ");
}

const amountWords = ({ least, most }) =>
  least === most
    ? `${least}`
    : most === Infinity
      ? `at least ${least}`
      : `below ${Number((most + STEP).toPrecision(6))}`;

function factWords(axis, fact) {
  if (isNumber(fact)) return `${axis.name} ${amountWords(fact)}`;
  if (isNone(fact)) return `${axis.name}: none`;
  const lacking = fact.without.size ? [testWords(axis.id, { form: "none", of: [...fact.without].sort() })] : [];
  if (!axis.treatments)
    return [...fact.claims.map((claim) => claimText(claim, (id) => phrase(axis, id))), ...lacking].join(", ");
  const names = fact.claims.map((claim) => claimText(claim, nameOf)).join(", ");
  const having = names ? [(axis.phrases[EACH] ?? `${axis.name}: {}`).replace("{}", () => names)] : [];
  return [...having, ...lacking].join(", ");
}
