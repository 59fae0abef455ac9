// The lines of therapy: which ones a profile may be in, and what is granted of earlier treatment while nothing is
// said of it, as in options/lines.py.

const LINES = ["first", "second", "later"],
  ANY = "any";
const GROWS = { form: "none", of: ["responding", "stable"] },
  FAILS = { form: "any", of: ["progressing"] };

function linesOf(profile) {
  if (works(profile) && !profile.given.has("line")) return ["first"];
  const mayBe = LINES.filter((_, n) => testTruth({ form: "any", of: [`${n + 1}`] }, profile.facts.get("line")) !== NO);
  return mayBe.filter((line) => line !== "first" || !grew(profile));
}

// Whether the cancer grew on a treatment that is not said to have been for early disease.
function grew(profile) {
  const failed = ["progressed-on", ...(fails(profile) ? ["prior", "current"] : [])];
  const said = ["line", "prior-early", "prior-metastatic", "recurrence-months"].some((axis) => profile.given.has(axis));
  return !said && failed.some((axis) => claimsIn(profile.given, axis).length > 0);
}

const fails = (profile) => testTruth(FAILS, profile.facts.get("response")) === YES;

// Whether a treatment is given now and holds the cancer, so that no other is looked for.
const works = (profile) =>
  claimsIn(profile.facts, "current").length > 0 && testTruth(GROWS, profile.facts.get("response")) === NO;

// Whether anything is said of earlier treatment; the line alone says nothing of what was given.
const historyIsSaid = ({ given }) => [...given.keys()].some((axis) => axisOf(axis).places && axis !== "line");

class Granting {
  constructor(profile, counts = true) {
    this.profile = profile;
    this.counts = counts;
    this.facts = profile.granted;
    this.said = historyIsSaid(profile);
    this.known = new Map();
  }

  // The same, but a number of treatments is granted only where nothing is said of earlier treatment.
  get uncounted() {
    return lazily(this, "uncounted", new Granting(this.profile, false));
  }

  // How a statement comes out: as it is, or with what is granted where that leaves it open.
  of(said) {
    if (said.truth !== UNKNOWN) return said.truth;
    const { id, when } = said.statement;
    if (!this.known.has(id)) this.known.set(id, this.truth(when));
    return this.known.get(id);
  }

  truth(condition, wanted = true) {
    if (!condition) return YES;
    if (condition.axis) {
      const found = testTruth(condition, this.facts.get(condition.axis));
      return found === UNKNOWN && this.grants(condition.axis) ? known(wanted) : found;
    }
    const each = condition.parts.map((part) => this.truth(part, wanted !== (condition.op === "none")));
    return combined(condition.op, each);
  }

  // Whether nothing is said of an axis that places, or of earlier treatment at all.
  grants(name) {
    const axis = axisOf(name);
    if (axis.form === "number" && this.said && !this.counts) return false;
    const counted = axis.form === "number" && !this.profile.given.has(name) && grew(this.profile);
    return Boolean(axis.places) && (!this.facts.has(name) || !this.said || counted);
  }

  // For each way in which an open condition can come to hold (or not to), what must still be known of it.
  wanting(condition, wanted = true) {
    if (condition.axis) return [[wanted ? condition : opposite(condition)]];
    const inner = wanted !== (condition.op === "none");
    const unsettled = condition.parts.filter((part) => this.truth(part, inner) === UNKNOWN);
    const ways = unsettled.map((part) => this.wanting(part, inner));
    if (!takesAll(condition, wanted)) return ways.flat();
    return product(ways).map((chosen) => uniqueConditions(chosen.flat()));
  }
}
