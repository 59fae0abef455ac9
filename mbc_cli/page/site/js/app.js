// The page: where an address leads, the search, the keys, and what is shown once the data is unpacked.

const CARDS = {
  drug: drugCard,
  brand: brandCard,
  class: classCard,
  trial: trialCard,
  source: sourceCard,
  conflict: conflictCard,
  lookalike: (id) => meaningCard("lookalike", id),
  term: (id) => meaningCard("term", id),
  regimen: (id) => regimenCard("regimen", id),
  protocol: (id) => regimenCard("protocol", id),
  medicine: medicineCard,
};
const LISTS = { class: classTree, regimen: regimenList, source: sourceList, conflict: conflictList, about, "": home };
const byId = (id) => document.getElementById(id);

// What an address shows: "#drug/trastuzumab", "#class", "#options?her2=pos&hr=neg", "#search?q=her".
function viewOf(hash) {
  const [path, query] = parted(hash.replace(/^#/, ""), "?");
  const [kind, name] = parted(path, "/");
  if (kind === "options") return optionsView(query);
  if (kind === "search") return searchView(new URLSearchParams(query).get("q") ?? "");
  if (!name) return Object.hasOwn(LISTS, kind) ? LISTS[kind]() : notFound(decoded(kind));
  const id = decoded(name);
  const known = kind === "medicine" ? book.medicines : book.entries[kind === "conflict" ? "erratum" : kind];
  return known && Object.hasOwn(known, id) ? CARDS[kind](id) : notFound(id);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// --- from one address to another ---

function go() {
  const main = byId("main");
  main.replaceChildren(...filled(viewOf(location.hash)));
  const title = main.querySelector("h1");
  document.title = `${title.textContent} · mbc`;
  for (const one of document.querySelectorAll("nav a")) {
    const here = location.hash.split(/[/?]/)[0] === one.getAttribute("href");
    if (here) one.setAttribute("aria-current", "page");
    else one.removeAttribute("aria-current");
  }
  return title;
}

function keys(event) {
  const typing = event.target.closest("input, select, textarea");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byId("search").select();
    byId("search").focus();
  } else if (event.key === "Escape") {
    if (typing) typing.blur();
    else history.back();
  }
}

// What is folded on a card is printed too, and folded again afterwards; of an answer, what is open on the screen.
function printing() {
  const opened = [];
  addEventListener("beforeprint", () => {
    opened.push(...document.querySelectorAll("main details:not([open], .results *)"));
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened.splice(0)) one.open = false;
  });
}

function theme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = byId("theme");
  const set = (is) => {
    document.documentElement.dataset.theme = is ? "dark" : "light";
    button.setAttribute("aria-pressed", String(is));
  };
  set(dark.matches);
  dark.addEventListener("change", (event) => set(event.matches));
  button.addEventListener("click", () => set(document.documentElement.dataset.theme !== "dark"));
}

async function begin() {
  theme();
  if (typeof DecompressionStream === "undefined") {
    byId("main").replaceChildren(
      h(
        "p",
        { class: "warning" },
        "This browser is too old for the page: it needs Chrome 93, Firefox 113, Safari 16.4 or a later one.",
      ),
    );
    return;
  }
  book = opened(await unpacked(byId("data").textContent));
  book.names = searchIndex(book);
  const choose = (hit) => {
    location.hash = addressOf(hit.ref);
  };
  new Combobox(byId("search"), byId("hits"), { find: search, show: hitRow, choose, status: byId("found") });
  document.addEventListener("keydown", keys);
  addEventListener("hashchange", () => {
    go().focus({ preventScroll: true });
    scrollTo(0, 0);
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.querySelector("h1").focus();
  });
  printing();
  go();
  document.documentElement.dataset.ready = "true";
}

// For the console, and for tests: the same functions by hand.
globalThis.mbc = Object.freeze({
  search,
  fold,
  options: optionsOf,
  facts: factsOf,
  unsettled: unsettledOf,
  text: (hash) => h("div", {}, filled(viewOf(hash))).textContent,
});

// The answer of mbc options as data: one row for each treatment in each line.
function optionsOf(query) {
  const found = inLines(gathered(profileOf(textsFrom(query)), regionFrom(query)));
  return found.map((each) => ({
    treatment: each.option.name,
    line: each.group,
    rank: each.rank,
    basis: each.basis,
    force: each.force,
    verdict: VERDICTS[each.verdict],
    set_back: each.setBack || null,
    overtaken: each.overtaken.map((one) => one.id),
    missing: each.missing,
    why: each.why,
    given_before: each.option.givenBefore || each.setBack === GIVEN,
  }));
}

// What no source settles in that answer.
function unsettledOf(query) {
  const profile = profileOf(textsFrom(query));
  return unsettled(profile, inLines(gathered(profile, regionFrom(query)))).map((point) => point.text);
}

// What is known of a profile, with what follows, and how each statement comes out: 0 no, 1 unknown, 2 yes.
function factsOf(query) {
  try {
    const { facts } = profileOf(textsFrom(query));
    return {
      facts: Object.fromEntries([...facts].map(([axis, fact]) => [axis, factData(fact)])),
      truths: book.rules.statements.map((one) => truthOf(one.when, facts)).join(""),
    };
  } catch (error) {
    if (error instanceof Contradiction) return { contradiction: error.message };
    throw error;
  }
}

function factData(fact) {
  if (isNumber(fact)) return [fact.least, fact.most === Infinity ? null : fact.most];
  return {
    claims: fact.claims.map((claim) => claim.map((one) => one.map((item) => item.id))),
    without: [...fact.without].sort(),
    complete: fact.complete,
  };
}

begin();
