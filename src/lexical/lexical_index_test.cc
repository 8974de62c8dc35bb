#include "lexical/lexical_index.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <map>
#include <numeric>
#include <optional>
#include <random>
#include <thread>

#include "base/allocation_fault.h"
#include "lexical/shelf.h"
#include "text/normalise.h"

namespace hebb {
namespace {

// BM25 by its definition over plain documents, with nothing in common with the index but index_terms().
class NaiveBm25 {
 public:
  struct Document {
    std::string project;
    Level level;
    std::vector<std::string> terms;
  };
  std::map<Ordinal, Document> documents;
  Bm25Options options;

  // Of all that match, ascending by ordinal.
  std::vector<Hit> hits(std::span<const std::string> terms, std::string_view project, Level level) const {
    double count = 0;
    double length = 0;
    for (const auto& [ordinal, document] : documents) {
      if (!is_on_shelf(document, project, level)) continue;
      ++count;
      length += static_cast<double>(document.terms.size());
    }
    std::vector<Hit> hits;
    for (const auto& [ordinal, document] : documents) {
      if (!is_on_shelf(document, project, level)) continue;
      double score = 0;
      for (const auto& term : terms) {
        const auto tf = static_cast<double>(std::ranges::count(document.terms, term));
        const auto df = static_cast<double>(document_frequency(project, level, term));
        const double idf = std::log(1 + (count - df + 0.5) / (df + 0.5));
        const double ratio = static_cast<double>(document.terms.size()) / (length / count);
        score += idf * tf * (options.k1 + 1) / (tf + options.k1 * (1 - options.b + options.b * ratio));
      }
      if (score > 0) hits.push_back({.ordinal = ordinal, .score = static_cast<float>(score)});
    }
    return hits;
  }

  std::size_t document_frequency(std::string_view project, Level level, std::string_view term) const {
    return static_cast<std::size_t>(std::ranges::count_if(documents, [&](const auto& entry) {
      return is_on_shelf(entry.second, project, level) && std::ranges::contains(entry.second.terms, term);
    }));
  }
  std::size_t count(std::string_view project, Level level) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(documents, [&](const auto& e) { return is_on_shelf(e.second, project, level); }));
  }

 private:
  static bool is_on_shelf(const Document& document, std::string_view project, Level level) {
    return document.project == project && document.level == level;
  }
};

// An index and its naive twin, driven together with texts of a Zipf-like vocabulary.
class Pair {
 public:
  explicit Pair(std::uint64_t seed, Bm25Options options = {}) : random_(seed), index_(options) {
    twin_.options = options;
  }

  LexicalIndex& index() { return index_; }
  NaiveBm25& twin() { return twin_; }
  std::mt19937_64& random() { return random_; }
  Ordinal next() const { return next_; }

  std::string text() {
    std::string out;
    for (std::size_t words = random_() % 14; words > 0; --words) out += word() + (words % 5 == 0 ? ", " : " ");
    return out;
  }
  std::string word() {
    const double u = std::uniform_real_distribution<>(0, 1)(random_);
    return "w" + std::to_string(static_cast<int>(300 * u * u * u));
  }

  void add(const std::string& project, std::size_t count) {
    std::vector<std::string> texts(count);
    std::vector<LexicalDocument> documents;
    for (auto& text : texts) {
      text = this->text();
      next_ += random_() % 2 == 0 ? 1 : 2;
      const auto level = static_cast<Level>(random_() % 8 == 0 ? 1 : 2);
      documents.push_back({.ordinal = next_, .level = level, .text = text});
      twin_.documents[next_] = {.project = project, .level = level, .terms = index_terms(text)};
    }
    index_.add(project, documents);
  }

  void erase_some(const std::string& project, double chance) {
    std::vector<Ordinal> ordinals;
    for (const auto& [ordinal, document] : twin_.documents) {
      if (document.project == project && std::bernoulli_distribution(chance)(random_)) ordinals.push_back(ordinal);
    }
    std::ranges::shuffle(ordinals, random_);
    index_.erase(project, ordinals);
    for (const Ordinal ordinal : ordinals) twin_.documents.erase(ordinal);
  }

  void check(const std::string& project) {
    const auto view = index_.view();
    for (const Level level : {Level::concept_, Level::context, Level::episode}) {
      REQUIRE(view->documents(project, level) == twin_.count(project, level));
      check_lengths(*view, project, level);
      for (int i = 0; i < 4; ++i) {
        check_scores(*view, project, level);
        check_ranges(*view, project, level);
      }
      const auto term = word();
      REQUIRE(view->document_frequency(project, level, term) == twin_.document_frequency(project, level, term));
    }
  }

 private:
  void check_scores(const LexicalView& view, const std::string& project, Level level) {
    const auto terms = index_terms(text() + " " + word());
    const auto found = view.matches(terms, project, level).hits;
    const auto expected = twin_.hits(terms, project, level);
    REQUIRE(std::ranges::equal(found, expected, {}, &Hit::ordinal, &Hit::ordinal));
    for (std::size_t i = 0; i < found.size(); ++i) {
      REQUIRE(std::abs(found[i].score - expected[i].score) <= 1e-5f * std::max(1.0f, expected[i].score));
    }
  }

  // Of some range, which begins and ends anywhere; what is not there has none.
  void check_lengths(const LexicalView& view, const std::string& project, Level level) {
    const Ordinal last = twin_.documents.empty() ? 0 : twin_.documents.rbegin()->first;
    std::uniform_int_distribution<Ordinal> any(0, last + 2);
    const auto [first, end] = std::minmax({any(random_), any(random_)});
    std::vector<std::uint32_t> due(end - first), lengths(end - first, 7);
    for (const auto& [ordinal, document] : twin_.documents) {
      if (ordinal >= first && ordinal < end && document.project == project && document.level == level)
        due[ordinal - first] = static_cast<std::uint32_t>(document.terms.size());
    }
    view.lengths({.first = first, .end = end}, project, level, lengths);
    REQUIRE(lengths == due);
  }

  // Of ranges that part of all that matches, to the bit.
  void check_ranges(const LexicalView& view, const std::string& project, Level level) {
    const auto terms = index_terms(text() + " " + word());
    const auto all = view.matches(terms, project, level);
    std::vector<OrdinalRange> ranges;
    for (Ordinal at = 0; at <= next_;) {
      const Ordinal first = at + static_cast<Ordinal>(random_() % 5);
      at = first + static_cast<Ordinal>(random_() % 40);
      ranges.push_back({.first = first, .end = at});
    }
    const auto outside = [&](Ordinal ordinal) {
      return std::ranges::none_of(ranges, [&](auto r) { return r.first <= ordinal && ordinal < r.end; });
    };
    const auto some = view.matches_in(ranges, terms, project, level);
    auto within = all.hits;
    std::erase_if(within, [&](const Hit& hit) { return outside(hit.ordinal); });
    REQUIRE(some.hits == within);
    REQUIRE(some.terms.size() == all.terms.size());
    for (std::size_t t = 0; t < all.terms.size(); ++t) {
      REQUIRE(some.terms[t].idf == all.terms[t].idf);
      auto inside = all.terms[t].ordinals;
      std::erase_if(inside, outside);
      REQUIRE(some.terms[t].ordinals == inside);
      REQUIRE(some.terms[t].frequencies.size() == inside.size());
    }
  }

  std::mt19937_64 random_;
  LexicalIndex index_;
  NaiveBm25 twin_;
  Ordinal next_ = 0;
};

std::vector<Hit> hits_of(const LexicalView& view, std::string_view text) {
  return view.matches(index_terms(text), "mine", Level::episode).hits;
}

TEST_CASE("terms that begin alike are told apart", "[lexical]") {
  LexicalIndex index;
  const std::vector<std::string> texts{"electron", "electronv", "electronvq", "electronw", "electro", "elec"};
  std::vector<LexicalDocument> documents;
  for (Ordinal i = 0; i < texts.size(); ++i) documents.push_back({.ordinal = i, .text = texts[i]});
  index.add("mine", documents);
  for (Ordinal i = 0; i < texts.size(); ++i) {
    const auto hits = hits_of(*index.view(), texts[i]);
    REQUIRE(hits.size() == 1);
    CHECK(hits.front().ordinal == i);
  }
  for (const std::string absent : {"electronu", "electronvp", "electronx", "electr", "ele", "f", "a"}) {
    CHECK(index.view()->matches(std::array{absent}, "mine", Level::episode).hits.empty());
  }
}

TEST_CASE("random adds and erases agree with a naive BM25") {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    Pair pair(seed, seed == 2 ? Bm25Options{.k1 = 0.9f, .b = 0} : Bm25Options{});
    for (int step = 0; step < 30; ++step) {
      const std::string project = pair.random()() % 3 == 0 ? "other" : "mine";
      if (pair.random()() % 4 != 0) {
        pair.add(project, pair.random()() % 40);
      } else {
        pair.erase_some(project, pair.random()() % 3 == 0 ? 0.8 : 0.1);
      }
      if (step % 3 == 0) pair.check("mine");
      if (step % 5 == 0) pair.check("other");
    }
    pair.check("mine");
    pair.check("other");
    pair.check("unknown");
    pair.erase_some("mine", 1);
    pair.check("mine");
    pair.check("other");
    pair.add("mine", 10);
    pair.check("mine");
  }
}

// All hits of a few queries, as bits.
std::vector<Hit> everything_found(const LexicalView& view) {
  std::vector<Hit> all;
  for (const char* text : {"w0 w1 w2", "w3", "w7 w7 w20", "w0 w40 w90 w150", "w9 w8 w7 w6 w5 w4 w3"}) {
    const auto hits = hits_of(view, text);
    all.insert(all.end(), hits.begin(), hits.end());
  }
  return all;
}

TEST_CASE("scores are the same bits however the documents came, were merged and outlived others") {
  Pair texts(9);
  std::vector<std::string> kept;
  for (int i = 0; i < 400; ++i) kept.push_back(texts.text());
  std::optional<std::vector<Hit>> first;
  for (const std::size_t batch : {1, 7, 60, 400}) {
    for (const bool with_erased : {false, true}) {
      LexicalIndex index;
      std::vector<Ordinal> erased;
      for (std::size_t begin = 0; begin < kept.size(); begin += batch) {
        std::vector<LexicalDocument> documents;
        for (std::size_t i = begin; i < std::min(kept.size(), begin + batch); ++i) {
          const auto ordinal = static_cast<Ordinal>(2 * i);
          documents.push_back({.ordinal = ordinal, .text = kept[i]});
          if (!with_erased || i % 3 != 0) continue;
          documents.push_back({.ordinal = ordinal + 1, .text = kept[kept.size() - 1 - i]});
          erased.push_back(ordinal + 1);
        }
        index.add("mine", documents);
      }
      index.erase("mine", erased);
      const auto found = everything_found(*index.view());
      REQUIRE(!found.empty());
      if (!first) first = found;
      REQUIRE(found == *first);
    }
  }
}

TEST_CASE("projects know nothing of each other") {
  LexicalIndex index;
  const std::vector<LexicalDocument> mine{{.ordinal = 1, .text = "budget of the harbour"},
                                          {.ordinal = 2, .text = "harbour master"}};
  index.add("mine", mine);
  const auto alone = hits_of(*index.view(), "harbour budget");
  REQUIRE(alone.size() == 2);
  const std::vector<LexicalDocument> theirs{{.ordinal = 3, .text = "harbour harbour"},
                                            {.ordinal = 4, .text = "budget"}};
  index.add("theirs", theirs);
  const std::vector<Ordinal> all{1, 2, 3, 4};
  index.erase("theirs", all);  // ordinals of another project are passed over
  REQUIRE(hits_of(*index.view(), "harbour budget") == alone);
  REQUIRE(index.view()->documents("theirs", Level::episode) == 0);
  index.erase("mine", all);
  REQUIRE(hits_of(*index.view(), "harbour budget").empty());
}

TEST_CASE("what is erased leaves no trace in the next view, and earlier views keep it") {
  LexicalIndex index;
  const std::vector<LexicalDocument> documents{{.ordinal = 5, .text = "the zeppelin landed"},
                                               {.ordinal = 9, .text = "a quiet landing"}};
  index.add("mine", documents);
  const auto before = index.view();
  REQUIRE(before->document_frequency("mine", Level::episode, index_terms("zeppelin").front()) == 1);
  const std::vector<Ordinal> erased{5, 5, 77};
  index.erase("mine", erased);
  const auto after = index.view();
  REQUIRE(after->document_frequency("mine", Level::episode, index_terms("zeppelin").front()) == 0);
  REQUIRE(after->documents("mine", Level::episode) == 1);
  REQUIRE(after->resident_bytes() < before->resident_bytes());
  REQUIRE(hits_of(*before, "zeppelin").size() == 1);
}

TEST_CASE("a repeated term counts twice; unknown terms, stop words and empty texts are harmless") {
  LexicalIndex index;
  const std::vector<LexicalDocument> documents{
      {.ordinal = 0, .text = ""}, {.ordinal = 1, .text = "lighthouse keeper"}, {.ordinal = 2, .text = "of the"}};
  index.add("mine", documents);
  const auto view = index.view();
  REQUIRE(view->documents("mine", Level::episode) == 3);
  auto terms = index_terms("lighthouse");
  const auto once = view->matches(terms, "mine", Level::episode).hits;
  REQUIRE(once.size() == 1);
  terms.push_back(terms.front());
  const auto twice = view->matches(terms, "mine", Level::episode).hits;
  REQUIRE(std::abs(twice.front().score - 2 * once.front().score) < 1e-6f);
  REQUIRE(view->matches(std::vector<std::string>{"nowhere", ""}, "mine", Level::episode).hits.empty());
  REQUIRE(view->matches({}, "mine", Level::episode).hits.empty());
}

TEST_CASE("ordinals must ascend over all calls") {
  LexicalIndex index;
  const std::vector<LexicalDocument> first{{.ordinal = 4, .text = "one"}};
  index.add("mine", first);
  REQUIRE_THROWS_AS(index.add("mine", first), ContractViolation);
  REQUIRE_THROWS_AS(index.add("theirs", first), ContractViolation);
  const std::vector<LexicalDocument> falling{{.ordinal = 6, .text = "one"}, {.ordinal = 5, .text = "two"}};
  REQUIRE_THROWS_AS(index.add("mine", falling), ContractViolation);
  REQUIRE(index.view()->documents("mine", Level::episode) == 1);
}

std::shared_ptr<const Segment> segment_of(Ordinal first, std::size_t documents) {
  std::vector<LexicalDocument> list;
  for (std::size_t i = 0; i < documents; ++i) {
    list.push_back({.ordinal = first + static_cast<Ordinal>(i), .text = "harbour"});
  }
  std::vector<const LexicalDocument*> pointers;
  for (const auto& document : list) pointers.push_back(&document);
  return Segment::of(pointers);
}

TEST_CASE("thousands of meetings of any sizes make few segments") {
  std::mt19937_64 random(3);
  for (const int pattern : {0, 1, 2, 3}) {
    Shelf shelf;
    Ordinal next = 0;
    for (std::size_t meeting = 0; meeting < 3000; ++meeting) {
      const std::size_t sizes[] = {3, meeting % 2 == 0 ? 1u : 40u, 1 + meeting / 100, 1 + random() % 30};
      const std::size_t size = sizes[pattern];
      shelf.add(segment_of(next, size));
      next += static_cast<Ordinal>(size);
      REQUIRE(shelf.segments() <= 40);  // log to the base 4/3 of 3,000 meetings, at worst
    }
    REQUIRE(shelf.documents() == next);
    REQUIRE(shelf.document_frequency(index_terms("harbour").front()) == next);
  }
}

TEST_CASE("a shelf for which memory ends is as it was") {
  const std::vector<Ordinal> gone{0, 1, 2, 3, 4, 5, 6, 7, 9};  // all of the first segment, one of the second
  const auto last = segment_of(11, 40);                        // has them all made one
  const auto term = index_terms("harbour");
  for (const bool erases : {true, false}) {
    bool ended = true;
    for (std::size_t nth = 0; ended; ++nth) {
      Shelf shelf;
      shelf.add(segment_of(0, 8));
      shelf.add(segment_of(8, 3));
      REQUIRE(shelf.segments() == 2);
      bool changed = false;
      const auto change = [&] {
        erases ? shelf.erase(gone) : shelf.add(last);
        changed = true;
      };
      ended = allocation_fault::ends_at(nth, change);
      if (!ended) break;
      if (changed) continue;  // that it could do without
      CHECK(shelf.segments() == 2);
      CHECK(shelf.documents() == 11);
      CHECK(shelf.document_frequency(term.front()) == 11);
      change();
      CHECK(shelf.segments() == 1);
      CHECK(shelf.documents() == (erases ? 2 : 51));
      CHECK(shelf.matches(term, std::array{OrdinalRange{.first = 0, .end = 100}}, {}).hits.size() == (erases ? 2 : 51));
    }
  }
}

// Each batch holds "alpha" in every document: a view is consistent when statistics and hits agree.
TEST_CASE("readers see consistent views while a writer adds and erases") {
  LexicalIndex index;
  std::atomic<bool> done = false;
  std::atomic<std::size_t> reads = 0;
  constexpr std::size_t kBatch = 20;
  const auto read = [&] {
    const auto term = index_terms("alpha").front();
    while (!done || reads == 0) {
      const auto view = index.view();
      const auto documents = view->documents("mine", Level::episode);
      const auto hits = hits_of(*view, "alpha");
      const bool consistent = documents % kBatch == 0 && hits.size() == documents &&
                              view->document_frequency("mine", Level::episode, term) == documents;
      if (!consistent) std::abort();  // Catch2's macros are not for several threads
      ++reads;
    }
  };
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i) readers.emplace_back(read);
    for (Ordinal batch = 0; batch < 60; ++batch) {
      std::vector<std::string> texts(kBatch);
      std::vector<LexicalDocument> documents;
      for (std::size_t i = 0; i < kBatch; ++i) {
        texts[i] = "alpha beta " + std::to_string(batch) + " " + std::to_string(i);
        documents.push_back({.ordinal = batch * Ordinal{kBatch} + static_cast<Ordinal>(i), .text = texts[i]});
      }
      index.add("mine", documents);
      if (batch % 3 != 2) continue;
      std::vector<Ordinal> erased(kBatch);
      std::iota(erased.begin(), erased.end(), (batch - 1) * Ordinal{kBatch});
      index.erase("mine", erased);
    }
    done = true;
  }
  REQUIRE(reads > 0);
  REQUIRE(index.view()->documents("mine", Level::episode) == 40 * kBatch);
}

}  // namespace
}  // namespace hebb
