// Search in names, as mbc search has it: the whole of a name, its beginning or a part of it; a near name only
// where nothing else is found, and marked as such. An acronym is never matched to a near one, and TAC is not T-AC.

const KINDS = [
  "drug",
  "brand",
  "class",
  "regimen",
  "trial",
  "protocol",
  "lookalike",
  "term",
  "source",
  "erratum",
  "medicine",
];
const KIND_WORDS = {
  lookalike: "not a regimen",
  term: "not a treatment",
  erratum: "conflict",
  medicine: "medicine outside this vocabulary",
  protocol: "regimen of a hospital",
};
const ACRONYMS = ["regimen", "protocol", "trial", "lookalike", "term"];
const HOW = ["is", "is, with other marks", "begins", "contains"];
// A part of a name is searched for from three letters on; among the many medicines outside the vocabulary, from six.
const MOST_RESULTS = 60;
// The fewest letters to search for a part of a name, one of a medicine outside the vocabulary, and a near name.
const SHORTEST_PART = 3;
const SHORTEST_OUTSIDE = 6;
const SHORTEST_NEAR = 6;
const CODE = /^(nci|ncit|rxcui|rxnorm|atc)(?:\s+code)?\s*[:#]?\s*(\w+)$/i;
const SYSTEM = { nci: "NCIt code", ncit: "NCIt code", rxcui: "RxCUI", rxnorm: "RxCUI", atc: "ATC code" };

// Only letters and digits, in lower case and without accents: "T-DM1®" and "tdm1" are the same.
function fold(text) {
  const plain = text
    .replace(/\(?[®™℠©]\)?|(?<=[\p{L}\p{N}])\s?\((?:r|tm)\)/giu, "")
    .normalize("NFKC")
    .toLowerCase();
  return plain
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

// The same, but with marks of sequence, which acronyms need: every arrow, dash and slash is "-".
function markedFold(text) {
  const arrows = text.toLowerCase().replace(/\s*(?:[-‐-―−=~]*>|→|⟶|⇒|➔|➙|➜|➝|➞|⮕)\s*/gu, "-");
  return arrows
    .replace(/(?:\s*[-‐-―−/])+\s*/gu, "-")
    .replace(/(?:\s*[+&])+\s*/gu, "+")
    .replace(/^[\s+-]+|[\s+-]+$/g, "");
}

function searchIndex(data) {
  const named = Object.entries(data.index.names).flatMap(([ref, names]) =>
    names.map(([text, form]) => nameOfEntry(ref, text, form)),
  );
  const others = Object.entries(data.medicines).flatMap(([name, { names }]) =>
    [name, ...names].map((text) => nameOfEntry(`medicine.${name}`, text, text === name ? "name" : "synonym")),
  );
  return [...named, ...others];
}

function nameOfEntry(ref, text, form) {
  const [kind] = parted(ref, ".");
  const main = ["name", "brand", "class", "regimen", "trial"].includes(form);
  return { ref, kind, text, form, main, key: fold(text), marked: ACRONYMS.includes(kind) ? markedFold(text) : "" };
}

// What is found, best first: {ref, text, form, how, usual}, each entry once.
function search(text) {
  const query = { key: fold(text), marked: markedFold(text), code: CODE.exec(text.trim()) };
  if (!query.key) return [];
  const best = new Map();
  for (const name of book.names) {
    const rank = rankOf(name, query);
    if (rank >= 0 && rank < (best.get(name.ref)?.rank ?? HOW.length))
      best.set(name.ref, { ...name, rank, how: HOW[rank] });
  }
  const found = best.size ? [...best.values()] : near(query.key);
  const readings = readingsOf(query.marked);
  const order = (hit) => [
    hit.rank,
    placeIn(readings, hit.ref),
    Number(!hit.main),
    KINDS.indexOf(hit.kind),
    -attested(hit.ref),
    hit.text.length,
    hit.text,
  ];
  return sorted(found, order)
    .slice(0, MOST_RESULTS)
    .map((hit) => ({ ...hit, usual: readings.length > 1 && hit.ref === readings[0] && hit.rank < 2 }));
}

// 0 for the whole of a name, 1 for that except its marks, 2 for its beginning, 3 for a part; -1 for no match.
function rankOf(name, { key, marked, code }) {
  if (code && name.form === SYSTEM[code[1].toLowerCase()] && name.key === fold(code[2])) return 0;
  if (name.key === key) return name.marked && name.marked !== marked ? 1 : 0;
  if (name.key.startsWith(key)) return 2;
  const shortest = name.kind === "medicine" ? SHORTEST_OUTSIDE : SHORTEST_PART;
  return key.length >= shortest && name.key.includes(key) ? 3 : -1;
}

// The entries that a shared name may mean, as it is declared, the usual one first.
function readingsOf(marked) {
  return book.index.shared.find(([text]) => markedFold(text) === marked)?.[1] ?? [];
}

function placeIn(readings, ref) {
  const at = readings.indexOf(ref);
  return at < 0 ? readings.length : at;
}

const attested = (ref) => entryOf(ref)?.sources?.length ?? 0;

// Long names of drugs, brands and classes that are one letter away, or two where they are long enough for that.
function near(key) {
  if (key.length < SHORTEST_NEAR) return [];
  const most = key.length < 9 ? 1 : 2;
  const best = new Map();
  for (const name of book.names.filter((one) => !one.marked && Math.abs(one.key.length - key.length) <= most)) {
    const away = distanceBetween(name.key, key, most);
    if (away <= most && away < (best.get(name.ref)?.rank ?? Infinity))
      best.set(name.ref, { ...name, rank: away, how: nearWords(away) });
  }
  return [...best.values()];
}

const nearWords = (away) => `similar: ${away} ${away === 1 ? "letter differs" : "letters differ"}`;

// How many letters must be inserted, removed, changed or swapped.
function distanceBetween(a, b) {
  let before = [],
    row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(changed, row[j] + 1, next[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}

const kindWords = (kind) => KIND_WORDS[kind] ?? kind;
