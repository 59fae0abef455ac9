// Cards: drugs, brands, classes, regimens, trials, look-alikes, sources and conflicts, and the lists of them.

const card = (kind, title, ...children) => [
  h("p", { class: "kind" }, kind),
  h("h1", { tabindex: -1 }, title),
  ...children,
];

// A card in two columns on a wide screen: the short facts, then what sources say.
const columns = (facts, said) =>
  h("div", { class: "card" }, h("div", { class: "short" }, filled(facts)), h("div", { class: "long" }, filled(said)));

const chips = (names) =>
  h(
    "p",
    { class: "chips" },
    names.map((name) => h("a", { class: "chip", href: addressOf(`class.${name}`) }, nameOf(name))),
  );

function drugCard(id, brand) {
  const one = book.entries.drug[id];
  return [
    card("drug", one.name, one.outside && h("p", { class: "aside" }, "outside this vocabulary")),
    chips(one.classes ?? []),
    brand,
    columns(
      [drugFacts(one), languagesOf(one)],
      [spokenSection(one), approvals(one), brandTable(one, id), restSections(one)],
    ),
  ];
}

const drugFacts = (one) =>
  fields([
    ["Mechanism", one.mechanism],
    ["Not the same as", commas((one.apart ?? []).map(itemLink), "; ")],
    ["Also called", (one.also ?? []).join("; ")],
    ["Abbreviations", (one.short ?? []).join(", ")],
    ["Research codes", (one.research ?? []).join("; ")],
    ["Contains", commas((one.contains ?? []).map(itemLink), " and ")],
    ["Biosimilar of", one.original && itemLink(one.original)],
    ["Biosimilars", commas((one.biosimilars ?? []).map(itemLink))],
    ["Route", (one.routes ?? []).join(", ")],
    ["Also given for", one.use],
    ["Codes", codeWords(one.codes)],
    ["Regimens", commas((one.regimens ?? []).map((name) => link(`regimen.${name}`)))],
  ]);

const approvals = (one) =>
  section(
    "Approvals",
    grid("What authorities said of breast cancer", ["Region", "From", "Until", "State", "Use"], one.approvals ?? []),
  );

const codeWords = (codes) =>
  Object.entries(codes ?? {})
    .map(([system, code]) => `${system} ${code}`)
    .join(", ");

// For which profiles sources name it, firmest first.
function spokenSection(one) {
  const lines = one.spoken ?? [],
    most = 8;
  return section(
    "Named by sources for",
    items(lines.slice(0, most)),
    lines.length > most && folded(`${lines.length - most} more`, items(lines.slice(most))),
  );
}

const brandTable = (one, id) => {
  const rows = (one.brands ?? []).flatMap((name) => brandRows(name, book.entries.brand[name], id));
  return section("Brands", grid("Brands by market", ["Brand", "Market", "Status", "As of", "Remark"], rows));
};

// A row for each market; a brand without a known market still has one.
function brandRows(name, one, drug) {
  const others = one.drugs.includes(drug) ? one.drugs.filter((other) => other !== drug) : [];
  const remarks = [
    others.length && `with ${others.map(nameOf).join(" and ")}`,
    one.use && `for ${one.use}`,
    ...(one.notes ?? []),
  ];
  const row = ([region, status, asOf, note]) => {
    const remark = [...remarks, note].filter(Boolean).join("; ");
    return [link(`brand.${name}`), region, status, asOf, remark];
  };
  return (one.markets ?? [["", "", "", ""]]).map(row);
}

const languagesOf = (one) =>
  one.languages &&
  folded(`In ${one.languages.length} other language${one.languages.length === 1 ? "" : "s"}`, fields(one.languages));

// A brand: the card of its drug or product with what is specific to the brand; for several drugs, its own card.
function brandCard(id) {
  const one = book.entries.brand[id];
  const drug = one.product ?? (one.drugs.length === 1 ? one.drugs[0] : "");
  const own = fields([
    ["Of", one.drugs.length > 1 && commas(one.drugs.map(itemLink), " and ")],
    ["For", one.use],
    [
      "Markets",
      commas(
        (one.markets ?? []).map(([region, status, asOf]) => `${region} ${status} (as of ${asOf})`),
        "; ",
      ),
    ],
    ["Note", (one.notes ?? []).join("; ")],
    [
      "Sources",
      commas(
        (one.sources ?? []).map(([name, where]) => [link(`source.${name}`), `: ${where}`]),
        "; ",
      ),
    ],
  ]);
  return drug
    ? drugCard(drug, h("div", { class: "box" }, h("h2", {}, `${one.name}, a brand of ${nameOf(drug)}`), own))
    : [card("brand", one.name), own];
}

function classCard(id) {
  const one = book.entries.class[id];
  const facts = [
    fields([
      ["Also called", [...(one.also ?? []), ...(one.short ?? [])].join(", ")],
      ["Below it", commas((one.below ?? []).map(itemLink))],
      ["Some outside this vocabulary", commas((one.outside ?? []).map(itemLink))],
    ]),
    languagesOf(one),
  ];
  const drugs = section(
    "Drugs",
    grid("Drugs of the class", ["Drug", "Brands", "Class"], (one.drugs ?? []).map(drugRow)),
  );
  return [
    card("class", one.name),
    chips(one.above ?? []),
    columns(facts, [drugs, spokenSection(one), restSections(one)]),
  ];
}

function drugRow(id) {
  const one = book.entries.drug[id];
  const brands = (one.brands ?? [])
    .map((name) => book.entries.brand[name])
    .filter((found) => !found.use && found.drugs.length === 1);
  const names = brands.map((found) => found.name);
  return [
    itemLink(id),
    names.slice(0, 4).join(", ") + (names.length > 4 ? " ..." : ""),
    one.classes?.length ? itemLink(one.classes[0]) : "",
  ];
}

// The tree of classes, with the drugs that stand directly in each.
function classTree() {
  const roots = Object.keys(book.entries.class).filter((id) => !book.entries.class[id].above);
  return [card("reference", "Drug classes"), h("ul", { class: "tree" }, roots.map(treeNode))];
}

function treeNode(id) {
  const one = book.entries.class[id];
  const own = (one.own ?? []).filter((drug) => !book.entries.drug[drug].outside);
  return h(
    "li",
    {},
    itemLink(id),
    one.short && h("span", { class: "aside" }, ` ${one.short.join(", ")}`),
    own.length > 0 && h("p", { class: "members" }, commas(own.map(itemLink))),
    one.below && h("ul", {}, one.below.map(treeNode)),
  );
}

// --- regimens ---

function regimenCard(kind, id) {
  const one = book.entries[kind][id];
  return [
    card(kind === "protocol" ? `a code of ${one.system}` : "regimen", one.name),
    one.when && h("p", { class: "lead" }, `For ${one.when}`),
    phases(one.phases ?? [], one.letters ?? {}),
    fields([
      ["Also written", (one.written ?? []).filter((text) => text !== one.name).join("; ")],
      ["Setting", one.setting],
      ["Named by", (one.named ?? []).join("; ")],
      ["Near", (one.near ?? []).join("; ")],
      ["Codes", codeWords(one.codes)],
      ["Evidence", one.evidence],
    ]),
    restSections(one),
  ];
}

// Phases in order, each with its drugs; the letter that a drug has in the name stands before it.
function phases(steps, letters) {
  if (!steps.length) return "";
  return h(
    "ol",
    { class: "phases", "aria-label": "Phases in order" },
    steps.map((parts, n) =>
      h(
        "li",
        {},
        h("span", { class: "step" }, `Phase ${n + 1}`),
        h(
          "ul",
          {},
          parts.map((part) => h("li", {}, phasePart(part, letters))),
        ),
      ),
    ),
  );
}

function phasePart(part, letters) {
  const any = (id) => [
    letters[id] && h("b", { class: "letter" }, letters[id]),
    " ",
    !book.entries.drug[id] && "any ",
    itemLink(id),
  ];
  return [
    part.optional && badge("optional"),
    commas((part.any ?? []).map(any), " or "),
    part.when && h("span", { class: "aside" }, ` if ${part.when}`),
  ];
}

function regimenList() {
  const rows = sorted(Object.entries(book.entries.regimen), ([, one]) => [fold(one.name)]).map(([id, one]) => [
    link(`regimen.${id}`),
    phasesLine(one.phases ?? []),
    one.setting ?? "",
  ]);
  return [card("reference", "Regimens"), grid(`${rows.length} regimens`, ["Name", "Phases", "Setting"], rows)];
}

function phasesLine(steps) {
  const words = (part) => (part.any ?? []).map(nameOf).join(" or ");
  const one = (part) => (part.optional ? `[${words(part)}]` : part.any?.length > 1 ? `(${words(part)})` : words(part));
  return steps.map((parts) => parts.map(one).join(" + ")).join(", then ");
}

function trialCard(id) {
  const one = book.entries.trial[id];
  return [
    card("trial", one.name),
    fields([
      ["Patients", one.population],
      ["Setting", one.setting],
      ["Numbers", (one.numbers ?? []).join(", ")],
      ["Also written", (one.written ?? []).join("; ")],
    ]),
    (one.arms ?? []).map(([name, steps]) => section(name, phases(steps, {}))),
    restSections(one),
  ];
}

// What looks like a regimen but is not one, and words of the ward.
function meaningCard(kind, id) {
  const one = book.entries[kind][id];
  return [
    card(kindWords(kind), one.name),
    section("Means", items(one.means)),
    fields([
      ["Class", one.stands && itemLink(one.stands)],
      ["Also written", (one.written ?? []).filter((text) => text !== one.name).join("; ")],
    ]),
    restSections(one),
  ];
}

function medicineCard(name) {
  const one = book.medicines[name];
  return [
    card("medicine outside this vocabulary", name),
    fields([
      ["Given for", one.use === "other" ? "uses other than cancer" : one.use],
      ["Also called", one.names.join("; ")],
      ["Source", link(`source.${one.source}`)],
    ]),
  ];
}

// --- what an entry rests on ---

function restSections(one) {
  const sources = one.sources ?? [];
  return [
    section("Notes", items(one.notes)),
    section("Errors and conflicts in the sources", (one.errata ?? []).map(conflictBox)),
    sources.length > 0 && folded(`${sources.length} source${sources.length === 1 ? "" : "s"}`, sourceLines(sources)),
  ];
}

const sourceLines = (cited) =>
  h(
    "ul",
    { class: "sources" },
    cited.map(([id, where]) => h("li", {}, link(`source.${id}`), where && h("span", { class: "aside" }, `: ${where}`))),
  );

function conflictBox(id) {
  const one = book.entries.erratum[id];
  return h("div", { class: "box" }, h("p", {}, link(`erratum.${id}`, one.name)), conflictFields(one));
}

const conflictFields = (one) =>
  fields([
    ...(one.says ?? []).map(([source, , text]) => [link(`source.${source}`), text]),
    ["Correct", one.correct],
    ["Newer", one.newer],
  ]);

function conflictCard(id) {
  const one = book.entries.erratum[id];
  return [
    card(`conflict: ${one.form}`, one.name),
    conflictFields(one),
    section("Concerns", h("p", {}, commas((one.concerns ?? []).map((ref) => (entryOf(ref) ? link(ref) : ref))))),
    one.sources?.length > 0 && section("Sources of the correction", sourceLines(one.sources)),
  ];
}

function sourceCard(id) {
  const one = book.entries.source[id];
  const rests = Object.entries(one.rests ?? {})
    .map(([kind, count]) => `${count} ${kind}`)
    .join(", ");
  return [
    card(`source: ${one.form}`, one.title),
    fields([
      ["Publisher", one.publisher],
      ["Date", one.date],
      ["Region", one.region],
      ["Licence", one.licence],
      ["Address", outside(one.address ?? "")],
      ["Note", (one.notes ?? []).join("; ")],
      ["Entries based on it", rests],
      ["Id", id],
    ]),
    section("Named in", h("p", { class: "run" }, commas(restingOn(id).map((ref) => link(ref))))),
  ];
}

// An address on the web, visited only when a person follows it.
function outside(address) {
  return /^https?:\/\//.test(address)
    ? h("a", { href: address, rel: "noopener noreferrer", target: "_blank" }, address)
    : address;
}

function restingOn(id) {
  const kinds = ["drug", "class", "regimen", "trial", "lookalike", "erratum"];
  const cites = (one) => [...(one.sources ?? []), ...(one.says ?? [])].some(([name]) => name === id);
  return kinds.flatMap((kind) =>
    Object.entries(book.entries[kind])
      .filter(([, one]) => cites(one))
      .map(([name]) => `${kind}.${name}`),
  );
}

function sourceList() {
  return listByForm(
    "Sources",
    "The documents behind the data, by kind.",
    "source",
    (id, one) => [link(`source.${id}`, one.title), one.publisher, one.region, one.date],
    ["Title", "Publisher", "Region", "Date"],
  );
}

function conflictList() {
  const concerns = (one) => commas((one.concerns ?? []).filter(entryOf).map((ref) => link(ref)));
  return listByForm(
    "Conflicts",
    "Where sources disagree, are wrong, damaged or superseded.",
    "erratum",
    (id, one) => [link(`erratum.${id}`, one.name), concerns(one)],
    ["Conflict", "Concerns"],
  );
}

function listByForm(title, lead, kind, row, heads) {
  const every = Object.entries(book.entries[kind]);
  const forms = sorted(unique(every.map(([, one]) => one.form)), (form) => [
    -every.filter(([, one]) => one.form === form).length,
  ]);
  return [
    card("reference", title),
    h("p", { class: "lead" }, lead),
    forms.map((form) => {
      const rows = every.filter(([, one]) => one.form === form).map(([id, one]) => row(id, one));
      return folded(`${form} (${rows.length})`, grid(form, heads, rows));
    }),
  ];
}
