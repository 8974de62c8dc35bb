"""What bridges are measured against: rankings of a project's episodes computed from Hebb's own memories and vectors.

Reads the SQLite database of a data directory (`--database`), without writing; nothing of Hebb's ranking is used, so that a
fault there does not hide in the baseline. Formulas: docs/quality.md, "Bridges".
"""
import re
import sqlite3
import uuid

import numpy

WORD = re.compile(r"\w+(?:['’-]\w+)*")
STOP = set("""a an and are as at be been being but by can could did do does doing for from had has have having he her here hers
him his how i if in into is it its itself just me more most my no nor not of off on once only or other our ours out over own same
she should so some such than that the their theirs them then there these they this those through to too under until up very was we
were what when where which while who whom why will with would you your yours um uh yeah okay ok oh mm hmm well like know mean got
get gonna go going think thing things really actually kind sort right also maybe something bit lot one""".split())
# What a question says about the asking, not about the matter.
BOILERPLATE = re.compile(
    r"^\s*(please\s+)?(can you\s+)?(summari[sz]e|describe|introduce|explain|recap)\b"
    r"|\b(what (did|does|do|was|were|is|are)|how (did|does|do)|why (did|does|do))\b"
    r"|\b(the )?(discussions?|conversation|debate|opinions?|thoughts?|views?|attitudes?|comments?|decisions?|conclusions?)"
    r"( (about|of|on|towards?|regarding|over))?\b"
    r"|\b(think|thought|say|said|talk(ed)?|discuss(ed)?|mention(ed)?|feel|felt|proposed?|suggest(ed)?|recommend(ed)?)"
    r"( (of|about|on|that|when|regarding|concerning|in terms of))?\b"
    r"|\b(the )?(meeting|group|team|participants|the speakers?)\b", re.IGNORECASE)


def standardise(x):
    deviation = x.std()
    return (x - x.mean()) / deviation if deviation > 1e-12 else numpy.zeros_like(x)


class Stems:
    """Stems of a text's words, stop words dropped."""

    def __init__(self):
        import snowballstemmer

        self.stemmer, self.known = snowballstemmer.stemmer("english"), {}

    def __call__(self, text):
        out = []
        for word in WORD.findall(text.lower().replace("’", "'")):
            if word not in STOP and word.split("'")[0] not in STOP:
                if word not in self.known:
                    self.known[word] = self.stemmer.stemWord(word)
                out.append(self.known[word])
        return out


class Bm25:
    """BM25 by postings. `texts` are lists of terms."""

    def __init__(self, texts, k1, b):
        self.terms, self.size = {}, len(texts)
        entries = []
        for at, terms in enumerate(texts):
            ids, counts = numpy.unique([self.terms.setdefault(t, len(self.terms)) for t in terms], return_counts=True)
            entries.append((ids.astype(numpy.int64), numpy.full(len(ids), at), counts))
        term, doc, count = (numpy.concatenate(column) for column in zip(*entries))
        order = numpy.argsort(term, kind="stable")
        self.doc, self.count = doc[order], count[order].astype(float)
        df = numpy.bincount(term, minlength=len(self.terms))
        self.start = numpy.concatenate([[0], numpy.cumsum(df)])
        self.idf = numpy.log(1 + (self.size - df + 0.5) / (df + 0.5))
        length = numpy.array([len(t) for t in texts], float)
        norm = k1 * (1 - b + b * length / max(1e-9, length.mean()))
        self.weight = self.count * (k1 + 1) / (self.count + norm[self.doc]) * numpy.repeat(self.idf, df)

    def __call__(self, terms):
        out = numpy.zeros(self.size)
        for term in terms:
            if term in self.terms:
                run = slice(self.start[self.terms[term]], self.start[self.terms[term] + 1])
                out[self.doc[run]] += self.weight[run]
        return out


class Chain:
    """sum_j x_j exp(-distance / span) over each meeting's own sequence: `forwards` after a seed, `back` before it."""

    def __init__(self, starts):
        self.starts, self.sizes = starts[:-1], numpy.diff(starts)
        places = numpy.arange(self.sizes.max())
        self.inside = places < self.sizes[:, None]

    def __call__(self, x, forwards, back):
        grid = numpy.zeros(self.inside.shape)
        grid[self.inside] = x
        out, carry = -grid, numpy.zeros(len(grid))
        for column in range(grid.shape[1]):
            carry = carry * numpy.exp(-1 / forwards) + grid[:, column]
            out[:, column] += carry
        carry = numpy.zeros(len(grid))
        for column in reversed(range(grid.shape[1])):
            carry = carry * numpy.exp(-1 / back) + grid[:, column]
            out[:, column] += carry
        return out[self.inside]


class Episodes:
    """A project's L2 memories, meeting by meeting, with what the baselines need of them."""

    def __init__(self, database, project):
        rows = sqlite3.connect(f"file:{database}?mode=ro", uri=True).execute(
            "SELECT e.id, e.title, m.id, m.text, m.first_turn, m.last_turn, s.name, v.vector FROM memories m"
            " JOIN meetings e ON e.key = m.meeting JOIN vectors v ON v.memory = m.key"
            " LEFT JOIN speakers s ON s.meeting = m.meeting AND s.number = m.speaker"
            " WHERE e.project = ? AND m.level = 2 ORDER BY e.key, m.position", (project,)).fetchall()
        if not rows:
            raise ValueError(f"{database}: project {project} has no memories")
        meetings = list(dict.fromkeys(row[0] for row in rows))  # in the order of their first memory
        place = {meeting: at for at, meeting in enumerate(meetings)}
        self.meeting_ids = [str(uuid.UUID(bytes=meeting)) for meeting in meetings]
        self.meeting = numpy.array([place[row[0]] for row in rows])
        self.id = [str(uuid.UUID(bytes=row[2])) for row in rows]
        self.turns = [(row[4], row[5]) for row in rows]
        self.speaker = numpy.array([row[6] or "" for row in rows], object)
        self.vector = numpy.array([numpy.frombuffer(row[7], "<f4")[:384] for row in rows])
        self.starts = numpy.searchsorted(self.meeting, numpy.arange(len(meetings) + 1))
        self.chain = Chain(self.starts)

        self.stems = Stems()
        texts = [self.stems(row[3]) for row in rows]
        self.bm25 = Bm25(texts, 1.2, 0.6)
        whole = [sum(texts[first:last], []) for first, last in zip(self.starts, self.starts[1:])]
        self.meeting_bm25 = Bm25(whole, 1.5, 0.5)
        mean = numpy.add.reduceat(self.vector, self.starts[:-1])
        self.meeting_vector = mean / numpy.linalg.norm(mean, axis=1, keepdims=True)
        self.alike = self._meetings_alike()

    def _meetings_alike(self):
        """Cosine of the meetings' tf-idf vectors: (1 + ln tf) * ln((N + 1) / (df + .5))."""
        index = self.meeting_bm25
        df = numpy.diff(index.start)
        idf = numpy.maximum(0, numpy.log((index.size + 1) / (df + 0.5)))
        grid = numpy.zeros((index.size, len(df)), numpy.float32)
        grid[index.doc, numpy.repeat(numpy.arange(len(df)), df)] = (1 + numpy.log(index.count)) * numpy.repeat(idf, df)
        grid /= numpy.linalg.norm(grid, axis=1, keepdims=True) + 1e-9
        return grid @ grid.T


def focus(query, named):
    """The question without boilerplate words and the names in it; the question when nothing is left."""
    left = query
    for name in sorted(named, key=len, reverse=True):
        left = re.sub(r"\b" + re.escape(name) + r"('s)?(?!\w)", " ", left, flags=re.IGNORECASE)
    left = " ".join(re.sub(r"[?.!]", " ", BOILERPLATE.sub(" ", left)).split())
    return left or query


class Rankings:
    """Scores of every episode for one question, larger is better: `dense`, `prototype`, `chain`."""

    def __init__(self, episodes, encoder):
        self.e, self.encoder = episodes, encoder
        self.names = {name for name in episodes.speaker if len(name) > 2}

    def __call__(self, query, source):
        """`source`: the place of the meeting that the question's best result comes from."""
        e = self.e
        named = {name for name in self.names if re.search(r"\b" + re.escape(name.lower()) + r"\b", query.lower())}
        matter = focus(query, named)
        asked = self.encoder([query, matter]).sum(0)
        terms = e.stems(matter) or e.stems(query)
        dense = standardise(e.vector @ asked)
        h = 0.65 * dense + 0.35 * standardise(e.bm25(terms)) + 0.6 * numpy.isin(e.speaker, list(named))
        alike = e.alike[source].copy()
        alike[source] = 0
        best = numpy.array([numpy.sort(h[first:last])[-3:].mean() for first, last in zip(e.starts, e.starts[1:])])
        prior = standardise(standardise(best) + standardise(e.meeting_bm25(terms)) +
                            0.3 * standardise(e.meeting_vector @ asked))
        run = standardise(numpy.log(e.chain(numpy.exp(h - h.max()), 14, 6) + 1e-30))
        return {"dense": dense, "prototype": h + 2 * standardise(alike)[e.meeting], "chain": run + prior[e.meeting]}
