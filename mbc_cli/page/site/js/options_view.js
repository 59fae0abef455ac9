// The answer of options: by line of therapy, firmest and newest first, with who says so and on what condition.

const BASES = { guideline: "recommended", label: "approved", restated: "restated", guide: "guides" };
const MARKS = [
  ["✗", "fails"],
  ["?", "not known"],
  ["✓", "holds"],
];
const STATEMENT_VERDICTS = ["does not fit", "open", "fits"];
const SILENT_LINES = ["not stated", "not limited", "any", "metastatic", "strategy", "local"];
const MOST_ROWS = 8;
const FEW_REGIONS = 3;
const HOW_TO_ASK = "Select what is known. A fact that is not given is unknown, never no. Information, not advice.";

function optionsView(query) {
  const { element, down } = new OptionsView(query);
  return [card("options", "What sources name for a tumour"), h("p", { class: "lead" }, HOW_TO_ASK), element, down];
}

// The facts beside the answer, which follows them; on a small screen a button leads down to it.
class OptionsView {
  constructor(query) {
    this.texts = textsFrom(query);
    this.region = regionFrom(query);
    this.form = new FactsForm(this.texts, () => this.changed());
    this.results = h("div", { class: "results", role: "region", "aria-label": "What sources name" });
    this.status = h("p", { class: "unseen", role: "status" });
    this.down = h("button", { type: "button", class: "down", onclick: () => this.results.scrollIntoView() });
    const asked = h("div", { class: "asked" }, this.form.element, this.limits());
    this.element = h("div", { class: "columns" }, asked, h("div", {}, this.status, this.results));
    this.show();
  }

  limits() {
    const option = (value, words) => h("option", { value, selected: value === this.region }, words);
    const every = book.rules.regions.map((one) => option(one, one));
    const choose = (event) => this.changed({ region: event.target.value });
    const regions = h("select", { id: "region", onchange: choose }, option("", "every region"), every);
    const clear = h("button", { type: "button", onclick: () => this.clear() }, "Clear all facts");
    return h("p", {}, h("label", { for: "region" }, "Labels from "), regions, " ", clear);
  }

  clear() {
    this.texts.clear();
    this.form.refresh();
    this.changed();
  }

  changed({ region = this.region } = {}) {
    this.region = region;
    history.replaceState(null, "", `#options?${queryOf(this.texts, region)}`);
    this.show();
  }

  show() {
    this.results.replaceChildren(...filled([answerOf(this.texts, this.region, this.form)]));
    const said = this.results.querySelector("[data-said]");
    this.status.textContent = said?.textContent ?? "";
    this.down.textContent = `${said ? said.textContent.split(",")[0] : "No answer"} ↓`;
  }
}

function answerOf(texts, region, form) {
  try {
    return answerBlocks(gathered(profileOf(texts), region), form);
  } catch (error) {
    if (!(error instanceof Contradiction)) throw error;
    return h("p", { class: "warning", role: "alert" }, `No answer: ${error.message}. Correct one of the facts.`);
  }
}

function answerBlocks(answer, form) {
  const { profile, region } = answer;
  const found = inLines(answer);
  const inGroup = (group) => found.filter((each) => each.group === group);
  return [
    h("h2", { class: "profile" }, profileWords(profile)),
    h("p", { "data-said": true, class: "aside" }, countWords(found)),
    notesOf(profile, region, found),
    book.rules.groups.map(([group, title, aside]) =>
      groupSection(inGroup(group), headingOf(group, title, profile), isShown(group, aside, profile, found)),
    ),
    unsettledSection(profile, found),
    againstSection(answer),
    outSection(found),
    overSection(answer),
    remarkSection(answer),
    asksLine(found, form),
  ];
}

function profileWords({ given }) {
  const words = [...given].map(([axis, fact]) => factWords(axisOf(axis), fact)).join(", ");
  return words ? `${words} metastatic breast cancer` : "No facts given: nothing is ruled out yet";
}

function countWords(found) {
  const count = (verdict) =>
    unique(found.filter((each) => each.verdict === verdict).map((each) => each.option.name)).length;
  return `${count(YES)} treatments fit, ${count(UNKNOWN)} are open, ${count(NO)} are ruled out; firmest and newest first`;
}

function notesOf(profile, region, found) {
  const assumedWords = [...profile.assumed].map(([axis, fact]) => factWords(axisOf(axis), fact)).join("; ");
  const counted = found.filter((each) => each.verdict !== NO && each.basis !== "guide");
  const named = unique(counted.map((each) => each.option)).length;
  const decides = ([axis, count]) => axisOf(axis).group === TUMOUR && 2 * count > named;
  const [axis, count] = settling(found).find(decides) ?? [];
  return [
    assumedWords && h("p", { class: "warning" }, `Assumed because a later line is given: ${assumedWords}.`),
    grew(profile) && h("p", { class: "aside" }, "The first line is left out because the cancer grew on treatment."),
    region && h("p", { class: "aside" }, book.rules.coverage[region]),
    axis &&
      h("p", { class: "warning" }, `Needed first: ${axisOf(axis).name}. ${count} of ${named} treatments depend on it.`),
  ];
}

// The heading of a group, with what a line takes for granted where treatments are only said to have been given before.
function headingOf(group, title, profile) {
  const bare = isBare(profile) && linesOf(profile).includes("first") && book.rules.bare[group];
  return bare ? `${title} (${bare})` : title;
}

// A line of therapy is shown if the profile may be in it; what stands beside the lines, if it holds by what was told, or
// is open and made for a finding that was told.
function isShown(group, aside, profile, found) {
  const isTold = (each) => each.isMet || (group === "test" && each.selected > 0 && each.verdict !== NO);
  if (aside) return found.some((each) => each.group === group && isTold(each));
  return group === ANY || linesOf(profile).includes(group);
}

function groupSection(every, title, shown) {
  const here = every.filter((each) => each.verdict !== NO);
  if (!here.length) return "";
  const firm = here.filter(isFirm);
  const settled = firm.filter((each) => !each.tests),
    half = firm.filter((each) => each.tests && isHalfSaid(each)),
    tested = firm.filter((each) => each.tests && !isHalfSaid(each));
  const back = here.filter((each) => each.setBack && each.basis !== "guide");
  const guides = here.filter((each) => each.basis === "guide");
  const inside = [
    rows(settled.slice(0, MOST_ROWS)),
    folded(`${settled.length - MOST_ROWS} more`, rows(settled.slice(MOST_ROWS))),
    half.length > 0 && [h("p", { class: "aside" }, "With more of what is given:"), rows(half)],
    folded(`If a test finds it (${tested.length})`, rows(tested)),
    folded(`Ranked lower (${back.length})`, rows(back)),
    folded(`Named only by guides (${guides.length})`, rows(guides)),
  ];
  return shown
    ? h("section", { class: "line" }, h("h3", {}, title), inside)
    : h("section", { class: "line" }, folded(`${title} (${here.length})`, inside));
}

// Whether only more of facts that are given is missing: of BRCA-mutated, whether it is germline.
function isHalfSaid(each) {
  const axes = each.furtherNeeds.flatMap(leaves).map((leaf) => leaf.axis);
  return axes.every((axis) => each.option.profile.given.has(axis) && axisOf(axis).form === "value");
}

const rows = (every) => (every.length ? h("ol", { class: "treatments" }, every.map(row)) : "");

function row(each) {
  const told = { "data-treatment": each.option.name, "data-verdict": VERDICTS[each.verdict], "data-line": each.group };
  const head = h("summary", {}, verdictBadge(each.verdict), h("span", {}, headOf(each)));
  return h("li", told, h("details", {}, head, statements(each)));
}

// The name of a treatment, what must still be known for it, and who says so.
function headOf(each) {
  const given = each.setBack || (each.option.givenBefore && GIVEN);
  const says = [`${basisWords(each)}: ${who(each)}`, given].filter(Boolean).join("; ");
  const opposed = each.option.opposed.length > 0 && [" ", badge("sources disagree", "no")];
  return [h("strong", {}, each.option.name), needsWords(each), opposed, h("span", { class: "says" }, says)];
}

const verdictBadge = (verdict) => badge(`${MARKS[verdict][0]} ${VERDICTS[verdict]}`, ["no", "open", "yes"][verdict]);

// What must still be known for it, after its name.
function needsWords(each) {
  const needs = each.needs.length ? each.needs : each.grantedNeeds;
  if (!needs.length) return "";
  if (each.furtherNeeds.length || !each.needs.length)
    return h("span", { class: "needs" }, `, if ${needs.map(innerWords).join(" and ")}`);
  return h("span", { class: "needs" }, `, unless ${each.needs.map(excludedWords).join(" or ")}`);
}

const excludedWords = (need) => (need.axis ? anyWords(need.axis, need) : need.parts.map(innerWords).join(" or "));

// What a treatment rests on: a recommendation, else a label that it fits or may fit, else what is left.
function basisWords(each) {
  const { basis, weak } = firmestOf(each.alike);
  if (basis === "guideline" && !weak) return BASES.guideline;
  const named = [...each.alike, ...each.openLabels].map((one) => one.statement).filter((one) => one.basis === "label");
  const approvals = named.filter((label) => !label.paid);
  if (approvals.some((label) => !label.reported)) return BASES.label;
  return { ...BASES, guideline: "an option", label: approvals.length ? "reported" : "paid for" }[basis];
}

// The newest of the firmest kind of source among some statements.
function firmestOf(every) {
  const statements = every.map((one) => one.statement);
  const basis = book.rules.kinds.find((kind) => statements.some((one) => one.basis === kind));
  return newestOf(statements.filter((one) => one.basis === basis));
}

// Guidelines with their years, then labels by region and year, then the rest: "ASCO 2022; US 2012, EU 2013"; only
// those that say so on the terms that are shown.
function who(each) {
  const byKind = book.rules.kinds.map((kind) => [
    kind,
    each.alike.map((one) => one.statement).filter((one) => one.basis === kind),
  ]);
  return byKind
    .map(([kind, found]) => (kind === "label" ? regionWords(found) || labelsIf(each) : publisherWords(found)))
    .concat(differingWords(each))
    .filter(Boolean)
    .join("; ");
}

// The regions that may name a treatment, but only on terms other than those shown; and such guidelines where the terms
// shown are open.
function differingWords(each) {
  const kinds = each.needs.length || each.grantedNeeds.length ? ["guideline", "label"] : ["label"];
  const shown = [...each.alike, ...each.openLabels];
  const firm = each.weighed.filter((one) => kinds.includes(one.statement.basis));
  const others = firm.filter((one) => !shown.includes(one) && each.granting.of(one) !== NO);
  const placeOf = ({ statement }) => statement.region || statement.publisher;
  const here = shown.map(placeOf);
  const names = unique(others.map(placeOf)).filter((name) => !here.includes(name));
  const told = names.join(", ");
  return told && `${told} ${names.length > 1 || told.includes(" and ") ? "differ" : "differs"}`;
}

// The labels that a treatment may come to fit, and when.
function labelsIf(each) {
  const found = each.openLabels;
  if (!found.length) return "";
  return `${regionWords(found.map((one) => one.statement))} if ${each.askedBy(found[0]).map(innerWords).join(" and ")}`;
}

const publisherWords = (found) => unique(found.map((one) => `${one.publisher} ${one.since}`)).join(", ");

function regionWords(found) {
  const first = new Map();
  for (const one of sorted(found, (one) => [one.begins])) if (!first.has(one.region)) first.set(one.region, one);
  const ordered = sorted([...first.keys()], (region) => [Number(!book.rules.read.includes(region))]);
  const told = ordered.map((region) => `${region} ${first.get(region).since}`);
  return [
    ...told.slice(0, FEW_REGIONS),
    ...(told.length > FEW_REGIONS ? [`${told.length - FEW_REGIONS} more`] : []),
  ].join(", ");
}

// --- each statement ---

function statements(each) {
  const { subject, cons, facts } = each.option;
  const every = [...each.said, ...cons.filter((one) => one.truth !== NO)];
  return h(
    "div",
    { class: "statements" },
    h(
      "p",
      { class: "run" },
      commas([...subject.drugs, ...subject.classes].map(itemLink)),
      subject.regimens.map((id) => ["; ", link(`regimen.${id}`)]),
    ),
    h(
      "ul",
      {},
      every.map((one) => h("li", {}, statementLine(one, facts))),
    ),
  );
}

function statementLine(said, facts) {
  const one = said.statement;
  const line = SILENT_LINES.includes(one.line) || !one.line ? "" : `line: ${one.line}`;
  const newer = unique(
    one.newer.map((id) => book.statements.get(id)).map((other) => `${subjectOf(other).name} (${other.who})`),
  );
  const [source, where] = one.source;
  return [
    h("b", {}, one.who),
    ` (${said.silent ? "silent on this profile" : STATEMENT_VERDICTS[said.truth]}): `,
    [`${one.direction === "against" ? "against: " : ""}${one.force}`, line].filter(Boolean).join(", "),
    checklist(one.when, facts),
    one.text && h("p", {}, one.text),
    newer.length > 0 && h("p", {}, `Newer: ${newer.join(", ")}`),
    one.unverified && h("p", {}, `Not verified: ${one.unverified}`),
    h("p", { class: "aside" }, link(`source.${source}`), `: ${where}`),
  ];
}

// Which parts of a condition hold for the profile, are not known, or fail; of alternatives, those that may hold.
function checklist(condition, facts) {
  const parts = branch(condition, facts);
  if (!parts.length) return h("p", {}, "no condition stated");
  return [YES, UNKNOWN, NO].map((truth) => {
    const found = parts.filter((part) => truthOf(part, facts) === truth);
    const words = unique(found.map((part) => innerWords(truth === NO ? excluded(part, facts) : part))).join(", ");
    return words && h("p", { class: ["no", "open", "yes"][truth] }, `${MARKS[truth].join(" ")}: ${words}`);
  });
}

// --- what stands beside ---

// The points that no source settles, with those that leave them open.
function unsettledSection(profile, found) {
  const open = (point) =>
    commas(
      point.sources.map(([id, where]) => [link(`source.${id}`), `: ${where}`]),
      "; ",
    );
  const told = (point) => [point.text, h("p", { class: "aside" }, open(point))];
  return section("What no source settles", items(unsettled(profile, found).map(told)));
}

function againstSection(answer) {
  const found = answer.against.filter((option) => option.opposed.length);
  const force = (option) => unique(option.opposed.map((one) => one.statement.force)).join("; ");
  const says = (option) =>
    unique(option.opposed.map((one) => one.statement.who))
      .sort(compare)
      .join(", ");
  return section(
    "Sources speak against",
    items(found.map((option) => `${option.name}: ${force(option)} (${says(option)})`)),
  );
}

function outSection(found) {
  const out = [
    ...new Map(found.filter((each) => each.verdict === NO).map((each) => [each.option.name, each])).values(),
  ];
  return folded(
    `Ruled out (${out.length})`,
    h(
      "ul",
      { class: "treatments" },
      out.map((each) =>
        h(
          "li",
          { "data-treatment": each.option.name, "data-verdict": VERDICTS[NO], "data-line": each.group },
          verdictBadge(NO),
          " ",
          h("strong", {}, each.option.name),
          `: ${each.why.join("; or ")}`,
        ),
      ),
    ),
  );
}

// What is no longer said, about treatments that no source speaks for any more and about others.
function overSection(answer) {
  const ended = [...answer.over, ...answer.options].flatMap((option) =>
    option.ended.map((one) => [option, one.statement]),
  );
  return folded(
    `No longer current (${ended.length})`,
    items(ended.map(([option, one]) => `${option.name}: ${one.who}, ${one.ending}`)),
  );
}

// What sources say without speaking for or against a treatment.
function remarkSection(answer) {
  const remark = (one) => [`${subjectOf(one).name || "treatment"}: ${one.force}`, one.text].filter(Boolean).join("; ");
  return folded(
    `Remarks of the sources (${answer.remarks.length})`,
    items(answer.remarks.map(({ statement }) => `${statement.who}: ${remark(statement)}`)),
  );
}

function asksLine(found, form) {
  const asks = settling(found).slice(0, 5);
  if (!asks.length) return "";
  const go = (axis) => () => {
    const field = form.fieldOf(axis);
    openAround(field);
    field.scrollIntoView({ block: "center" });
    field.querySelector("button, input").focus();
  };
  const ask = ([axis, count]) =>
    h("button", { type: "button", onclick: go(axis) }, `${axisOf(axis).name} (affects ${count} treatment${count > 1 ? "s" : ""})`);
  return h("section", { class: "tell" }, h("h2", {}, "Add facts"), h("p", { class: "chips" }, asks.map(ask)));
}
