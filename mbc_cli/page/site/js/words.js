// Conditions and facts in words, as in options/wording.py and options/fact_words.py.

const EACH = "*",
  UNIT = "unit",
  WITHIN = "within",
  DURING = "during";
const OTHER_ANSWER = { yes: "no", no: "yes" };
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

// A number or its limit: "ER 95 %", "PD-L1 CPS 10 or more", "at least 2 hormone therapies", "age at least 65".
function numberWords(axis, least, most) {
  const pattern = axis.phrases[EACH],
    unit = axis.phrases[UNIT],
    within = axis.phrases[WITHIN];
  if (most === 0 && axis.phrases[DURING]) return axis.phrases[DURING];
  if (within && least < most && Number.isInteger(most)) return within.replace("{}", () => limited(most, most, unit));
  if (pattern) return pattern.replace("{}", () => limited(least, most, unit));
  const limit = most === Infinity ? `at least ${least}` : limited(least, most);
  if (!axis.name.startsWith(NUMBER_OF)) return `${axis.name} ${limit}`;
  const counted = axis.name.slice(NUMBER_OF.length);
  const [several, single] = Object.entries(ONE).find(([found]) => counted.includes(found)) ?? ["", ""];
  const one = counted.replace(several, () => single);
  const few = [least, most].every((number) => [0, 1, Infinity].includes(number));
  return most === 0 ? `no ${one}` : `${limit} ${few ? one : counted}`;
}

// A number with its unit, or its limit: "95 %", "10 % or more", "at most 12 months", "below 1 %".
function limited(least, most, unit) {
  const behind = unit ? ` ${unit}` : "";
  if (least === most) return `${least}${behind}`;
  if (most === Infinity) return `${least}${behind} or more`;
  return Number.isInteger(most) ? `at most ${most}${behind}` : `below ${Number((most + STEP).toPrecision(6))}${behind}`;
}

function testWords(axisId, test) {
  const axis = axisOf(axisId);
  if (test.form === "min") return numberWords(axis, test.of, Infinity);
  if (test.form === "max") return numberWords(axis, 0, test.of);
  const words = anyWords(axisId, test);
  if (test.form !== "none") return words;
  if (test.of.length === 1 && OTHER_ANSWER[test.of[0]]) return phrase(axis, OTHER_ANSWER[test.of[0]]);
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
  return condition.op === "any" ? alternatives(condition.parts) : `(${joined("and", condition.parts)})`;
}

const neitherWords = (parts) => (parts.length > 1 ? `neither ${joined("nor", parts)}` : `not ${innerWords(parts[0])}`);
const joined = (word, parts) => parts.map(innerWords).join(` ${word} `);

function alternatives(parts) {
  const several = parts.map((part) => (part.op === "all" && !part.each ? part.parts : [part]).map(innerWords));
  const holds = (words, other) => words.length > other.length && other.every((one) => words.includes(one));
  const kept = several.filter((words) => !several.some((other) => holds(words, other)));
  const comma = kept.some((words) => words.length > 1) ? "," : "";
  const told = unique(kept.map((words) => words.join(" and ")));
  return told.length === 1 && kept[0].length === 1 ? told[0] : `(${told.join(`${comma} or `)})`;
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

function factWords(axis, fact) {
  if (isNumber(fact)) return numberWords(axis, fact.least, fact.most);
  if (isNone(fact)) return `${axis.name}: none`;
  const lacking = fact.without.size ? [testWords(axis.id, { form: "none", of: [...fact.without].sort() })] : [];
  if (!axis.treatments)
    return [...fact.claims.map((claim) => claimText(claim, (id) => phrase(axis, id))), ...lacking].join(", ");
  const names = fact.claims.map((claim) => claimText(claim, nameOf)).join(", ");
  const having = names ? [(axis.phrases[EACH] ?? `${axis.name}: {}`).replace("{}", () => names)] : [];
  return [...having, ...lacking].join(", ");
}
