#include "lexical/lexical_index.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <set>

#include "lexical/shelf.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();

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

  std::vector<Hit> search(const LexicalQuery& query) const {
    double count = 0;
    double length = 0;
    for (const auto& [ordinal, document] : documents) {
      if (!is_on_shelf(document, query.project, query.level)) continue;
      ++count;
      length += static_cast<double>(document.terms.size());
    }
    std::vector<Hit> hits;
    for (const auto& [ordinal, document] : documents) {
      if (!is_on_shelf(document, query.project, query.level)) continue;
      if (query.selected && !query.selected->contains(ordinal)) continue;
      double score = 0;
      for (const auto& term : query.terms) {
        const auto tf = static_cast<double>(std::ranges::count(document.terms, term));
        const auto df = static_cast<double>(document_frequency(query.project, query.level, term));
        const double idf = std::log(1 + (count - df + 0.5) / (df + 0.5));
        const double ratio = static_cast<double>(document.terms.size()) / (length / count);
        score += idf * tf * (options.k1 + 1) / (tf + options.k1 * (1 - options.b + options.b * ratio));
      }
      if (score > 0) hits.push_back({.ordinal = ordinal, .score = static_cast<float>(score)});
    }
    std::ranges::stable_sort(hits, [](const Hit& a, const Hit& b) { return a.score > b.score; });
    if (hits.size() > query.k) hits.resize(query.k);
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
      for (int i = 0; i < 4; ++i) check_search(*view, project, level);
      const auto term = word();
      REQUIRE(view->document_frequency(project, level, term) == twin_.document_frequency(project, level, term));
    }
  }

 private:
  void check_search(const LexicalView& view, const std::string& project, Level level) {
    Selection selection(next_ + 1);
    for (Ordinal ordinal = 0; ordinal <= next_; ++ordinal) {
      if (random_() % 3 != 0) selection.add(ordinal);
    }
    for (const std::size_t k : {std::size_t{0}, std::size_t{5}, kAll}) {
      const LexicalQuery query{.terms = index_terms(text() + " " + word()),
                               .project = project,
                               .level = level,
                               .k = k,
                               .selected = random_() % 2 == 0 ? &selection : nullptr};
      const auto found = view.search(query);
      const auto expected = twin_.search(query);
      REQUIRE(found.size() == expected.size());
      for (std::size_t i = 0; i < found.size(); ++i) {
        REQUIRE(std::abs(found[i].score - expected[i].score) <= 1e-5f * std::max(1.0f, expected[i].score));
        // The same order, but where rounding may have turned a tie.
        if (found[i].ordinal != expected[i].ordinal) {
          const auto place = std::ranges::find(expected, found[i].ordinal, &Hit::ordinal);
          const float other = place != expected.end() ? place->score : expected.back().score;
          REQUIRE(std::abs(other - found[i].score) <= 1e-5f * std::max(1.0f, other));
        }
      }
    }
  }

  std::mt19937_64 random_;
  LexicalIndex index_;
  NaiveBm25 twin_;
  Ordinal next_ = 0;
};

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

}  // namespace
}  // namespace hebb
