// The contract of VectorIndex, one suite for every backend: compares it with a plain list under random operations.
#pragma once

#include <algorithm>
#include <array>
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "vector/vector_index.h"

namespace hebb::vector_contract {

struct Backend {
  std::function<std::unique_ptr<VectorIndex>()> make;
  double recall = 1;      // least part of the true k best that a search may return, on average
  std::size_t scale = 1;  // times as many operations
  // What the backend holds of a vector, and how far its scores may be from those of that; null: the vector itself.
  std::function<std::vector<float>(std::span<const float>)> stored = nullptr;
  float tolerance = 1e-5f;
};

// Unit vectors around a few centres, as sentences around topics are.
class VectorSource {
 public:
  explicit VectorSource(std::uint64_t seed, std::size_t centres = 12) : random_(seed) {
    for (std::size_t i = 0; i < centres; ++i) centres_.push_back(gaussian(1));
  }
  std::vector<float> next() {
    auto vector = gaussian(1);
    const auto& centre = centres_[random_() % centres_.size()];
    for (std::size_t i = 0; i < vector.size(); ++i) vector[i] += centre[i];
    return normalised(std::move(vector));
  }
  std::mt19937_64& random() { return random_; }

  static std::vector<float> normalised(std::vector<float> vector) {
    double sum = 0;
    for (const float x : vector) sum += double{x} * x;
    for (float& x : vector) x = static_cast<float>(x / std::sqrt(sum));
    return vector;
  }

 private:
  std::vector<float> gaussian(float deviation) {
    std::normal_distribution<float> normal(0, deviation);
    std::vector<float> vector(kSemanticDimension);
    for (float& x : vector) x = normal(random_);
    return vector;
  }

  std::mt19937_64 random_;
  std::vector<std::vector<float>> centres_;
};

inline MemoryId id_of(std::uint64_t number) {
  return MemoryId::of(sha256(std::to_string(number)));
}

// What an index must answer, by the plainest means.
class Model {
 public:
  struct Entry {
    MemoryId id;
    Level level;
    std::vector<float> vector;
  };
  std::map<Ordinal, Entry> entries;

  static float cosine(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * b[i];
    return static_cast<float>(sum);
  }

  std::vector<Hit> search(const VectorQuery& query) const {
    std::vector<Hit> hits;
    for (const auto& [ordinal, entry] : entries) {
      if (entry.level != query.level || (query.selected && !query.selected->contains(ordinal))) continue;
      hits.push_back({.ordinal = ordinal, .score = cosine(query.vector, entry.vector)});
    }
    std::ranges::sort(hits, [](const Hit& a, const Hit& b) { return a.score > b.score; });
    if (hits.size() > query.k) hits.resize(query.k);
    return hits;
  }

  std::size_t size(Level level) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(entries, [&](const auto& entry) { return entry.second.level == level; }));
  }
};

// An index and its model, driven together.
class Pair {
 public:
  Pair(const Backend& backend, std::uint64_t seed) : backend_(backend), source_(seed), index_(backend.make()) {}

  VectorIndex& index() { return *index_; }
  Model& model() { return model_; }
  VectorSource& source() { return source_; }
  Ordinal next() const { return next_; }

  // `level` empty: of all levels, mixed.
  void add(std::size_t count, std::optional<Level> level = std::nullopt) {
    std::vector<VectorPoint> points;
    std::vector<std::vector<float>> vectors;
    for (std::size_t i = 0; i < count; ++i) {
      next_ += source_.random()() % 5 == 0 ? 3 : 1;  // ordinals may have gaps
      const Level of = level ? *level : static_cast<Level>(source_.random()() % kLevels);
      vectors.push_back(source_.next());
      model_.entries[next_] = {.id = id_of(next_),
                               .level = of,
                               .vector = backend_.stored ? backend_.stored(vectors.back()) : vectors.back()};
      points.push_back({.ordinal = next_, .id = id_of(next_), .level = of});
    }
    for (std::size_t i = 0; i < count; ++i) points[i].vector = vectors[i];
    REQUIRE(index_->add(points).has_value());
  }

  void erase(std::vector<Ordinal> ordinals) {
    REQUIRE(index_->erase(ordinals).has_value());
    for (const Ordinal ordinal : ordinals) model_.entries.erase(ordinal);
  }

  // Each with this chance; now and then one that was never added.
  void erase_some(double chance) {
    std::vector<Ordinal> ordinals;
    for (Ordinal ordinal = 0; ordinal <= next_ + 1; ++ordinal) {
      if (std::bernoulli_distribution(chance)(source_.random())) ordinals.push_back(ordinal);
    }
    erase(std::move(ordinals));
  }

  Selection select(double chance) {
    Selection selection(next_ + 1);
    for (Ordinal ordinal = 0; ordinal <= next_; ++ordinal) {
      if (std::bernoulli_distribution(chance)(source_.random())) selection.add(ordinal);
    }
    return selection;
  }

  // One search and everything that must hold of it whatever the backend's recall; returns that recall.
  double check_search(const VectorQuery& query) {
    const auto view = index_->view();
    const auto hits = view->search(query);
    REQUIRE(hits.has_value());
    const auto truth = model_.search(query);
    REQUIRE(hits->size() == truth.size());
    std::set<Ordinal> seen;
    for (std::size_t i = 0; i < hits->size(); ++i) {
      const Hit& hit = (*hits)[i];
      REQUIRE(model_.entries.contains(hit.ordinal));
      const auto& entry = model_.entries.at(hit.ordinal);
      REQUIRE(entry.level == query.level);
      REQUIRE((query.selected == nullptr || query.selected->contains(hit.ordinal)));
      REQUIRE(seen.insert(hit.ordinal).second);
      REQUIRE(std::abs(hit.score - Model::cosine(query.vector, entry.vector)) < backend_.tolerance);
      REQUIRE((i == 0 || (*hits)[i - 1].score >= hit.score));
    }
    if (truth.empty()) return 1;
    const float worst = truth.back().score - backend_.tolerance;  // one that ties with the last is as good
    const auto good = std::ranges::count_if(*hits, [&](const Hit& hit) { return hit.score >= worst; });
    return static_cast<double>(good) / static_cast<double>(truth.size());
  }

  void check_sizes() {
    for (std::size_t i = 0; i < kLevels; ++i) {
      const auto level = static_cast<Level>(i);
      REQUIRE(index_->view()->size(level) == model_.size(level));
    }
  }

  void check_scores(Level level) {
    const auto vector = source_.next();
    const OrdinalRange all{0, next_ + 3};
    std::vector<float> scores(all.size(), 7.0f);
    REQUIRE(index_->view()->score_range(vector, level, all, scores).has_value());
    for (Ordinal ordinal = all.first; ordinal < all.end; ++ordinal) {
      const auto entry = model_.entries.find(ordinal);
      if (entry == model_.entries.end() || entry->second.level != level) {
        REQUIRE(std::isnan(scores[ordinal]));
      } else {
        REQUIRE(std::abs(scores[ordinal] - Model::cosine(vector, entry->second.vector)) < backend_.tolerance);
      }
    }
  }

  void check_all() {
    check_sizes();
    double sum = 0;
    std::size_t searches = 0;
    for (const double chance : {2.0, 0.9, 0.3, 0.02, 0.0}) {  // 2: no selection at all
      const Selection selection = select(std::min(chance, 1.0));
      for (std::size_t level = 0; level < kLevels; ++level) {
        for (const std::size_t k : {std::size_t{1}, std::size_t{10}, std::size_t{100000}}) {
          const auto vector = source_.next();
          sum += check_search({.vector = vector,
                               .level = static_cast<Level>(level),
                               .k = k,
                               .selected = chance > 1 ? nullptr : &selection});
          ++searches;
        }
      }
    }
    REQUIRE(sum / static_cast<double>(searches) >= backend_.recall);
    for (std::size_t level = 0; level < kLevels; ++level) {
      check_scores(static_cast<Level>(level));
      check_ranges(static_cast<Level>(level));
    }
  }

  // Ranges of every kind, in any order, give what the one over all gives of their ordinals, to the bit.
  void check_ranges(Level level) {
    const auto view = index_->view();
    std::vector<float> vector = source_.next();
    const auto other = source_.next();
    for (std::size_t i = 0; i < kSemanticDimension; ++i) vector[i] += other[i];  // not of length 1
    std::vector<OrdinalRange> ranges{{0, next_ + 3}};
    for (int i = 0; i < 8; ++i) {
      const auto a = static_cast<Ordinal>(source_.random()() % (next_ + 3));
      const auto b = static_cast<Ordinal>(source_.random()() % (next_ + 3));
      ranges.push_back({std::min(a, b), std::max(a, b)});
    }
    std::vector<Ordinal> ordinals;
    for (const OrdinalRange range : ranges) {
      for (Ordinal ordinal = range.first; ordinal < range.end; ++ordinal) ordinals.push_back(ordinal);
    }
    std::vector<float> out(ordinals.size(), 7.0f);
    REQUIRE(view->score_ranges(vector, level, ranges, out).has_value());
    std::vector<float> scores(ranges.front().size());
    REQUIRE(view->score_range(vector, level, ranges.front(), scores).has_value());
    for (std::size_t i = 0; i < out.size(); ++i) {
      const float score = scores[ordinals[i]];
      REQUIRE((std::isnan(out[i]) ? std::isnan(score) : out[i] == score));
    }
  }

 private:
  Backend backend_;
  VectorSource source_;
  std::unique_ptr<VectorIndex> index_;
  Model model_;
  Ordinal next_ = 0;
};

inline void an_empty_index_answers_nothing(const Backend& backend) {
  Pair pair(backend, 1);
  pair.check_all();
  REQUIRE(pair.index().add({}).has_value());
  pair.erase({3, 4});
  REQUIRE(pair.index().fold().has_value());
  pair.check_all();
}

inline void random_operations_agree_with_the_model(const Backend& backend, std::uint64_t seed) {
  Pair pair(backend, seed);
  for (std::size_t step = 0; step < 12 * backend.scale; ++step) {
    const auto dice = pair.source().random()() % 8;
    if (dice < 5) {
      pair.add(pair.source().random()() % (150 * backend.scale));
    } else if (dice < 7) {
      pair.erase_some(dice == 5 ? 0.02 : 0.3);
    } else {
      REQUIRE(pair.index().fold().has_value());
    }
    pair.check_sizes();
    if (step % 3 == 2) pair.check_all();
  }
  REQUIRE(pair.index().fold().has_value());
  pair.check_all();
  pair.erase_some(1);
  pair.check_all();
  REQUIRE(pair.index().fold().has_value());
  pair.add(50);
  pair.check_all();
}

inline void a_view_never_changes(const Backend& backend) {
  Pair pair(backend, 7);
  pair.add(300, Level::episode);
  const auto vector = pair.source().next();
  const VectorQuery query{.vector = vector, .level = Level::episode, .k = 300};
  const auto view = pair.index().view();
  const auto before = view->search(query);
  REQUIRE(before.has_value());
  pair.add(300, Level::episode);
  pair.erase_some(0.5);
  REQUIRE(pair.index().fold().has_value());
  const auto after = view->search(query);
  REQUIRE(after.has_value());
  REQUIRE(*after == *before);
  REQUIRE(view->size(Level::episode) == 300);
}

inline void what_is_not_a_vector_is_refused(const Backend& backend) {
  Pair pair(backend, 8);
  pair.add(10, Level::episode);
  auto vector = pair.source().next();
  REQUIRE(pair.index().view()->search({.vector = std::span(vector).first(3)}).error().code ==
          ErrorCode::invalid_argument);
  vector[5] = std::nanf("");
  REQUIRE(pair.index().view()->search({.vector = vector}).error().code == ErrorCode::invalid_argument);
  REQUIRE(pair.index().view()->score_range(vector, Level::episode, {}, {}).error().code == ErrorCode::invalid_argument);
  const std::vector<VectorPoint> points{{.ordinal = pair.next() + 1, .id = id_of(1), .vector = vector}};
  REQUIRE(pair.index().add(points).error().code == ErrorCode::invalid_argument);
  pair.check_all();
  pair.add(10, Level::episode);
  pair.check_all();
}

}  // namespace hebb::vector_contract
