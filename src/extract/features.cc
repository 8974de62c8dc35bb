#include "extract/features.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <unordered_map>

#include "base/error.h"
#include "extract/valence.h"

namespace hebb {
namespace {

constexpr std::size_t kWordsThatFollow = 3;  // a negation turns the valence of so many words after it
constexpr std::uint32_t kStatementsThatReply = 5;
constexpr std::size_t kStatementsBefore = 3;  // that a statement's change is measured against
constexpr std::uint32_t kLaterThan = 5;       // a reference so near is the same breath, not an effect

// 0, 1/2, 2/3, 3/4 …: each further cue says less.
float saturated(std::size_t count) {
  const auto n = static_cast<float>(count);
  return n / (n + 1);
}

float clamped(float value) {
  return std::isfinite(value) ? std::clamp(value, 0.0F, 1.0F) : 0.0F;
}

// Distinct places at which a cue stands: overlapping phrases are one.
std::size_t places(const Reading& reading, Cue cue) {
  std::size_t count = 0;
  for (const auto& sentence : reading.sentences) {
    std::uint32_t end = 0;
    for (const auto& hit : sentence.cues) {
      if (!is(hit, cue) || hit.begin < end) continue;
      ++count;
      end = hit.end;
    }
  }
  return count;
}

// 1 for "by Friday", 1/2 for a bare "Friday".
float deadline_of(const Reading& reading) {
  float value = 0;
  for (const auto& sentence : reading.sentences) {
    for (const auto& moment : sentence.cues) {
      if (!is(moment, Cue::moment)) continue;
      value = std::max(value, 0.5F);
      for (const auto& before : sentence.cues) {
        if (is(before, Cue::deadline_before) && before.end <= moment.begin && before.end + 2 >= moment.begin) return 1;
      }
    }
  }
  return value;
}

std::optional<float> number_of(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, float>, 20> kNumbers{
      {{"a", 1},       {"an", 1},      {"one", 1},    {"two", 2},    {"three", 3},     {"four", 4},    {"five", 5},
       {"six", 6},     {"seven", 7},   {"eight", 8},  {"nine", 9},   {"ten", 10},      {"twelve", 12}, {"fifteen", 15},
       {"twenty", 20}, {"thirty", 30}, {"forty", 40}, {"fifty", 50}, {"hundred", 100}, {"few", 3}}};
  const auto* found = std::ranges::find(kNumbers, word, &std::pair<std::string_view, float>::first);
  if (found != kNumbers.end()) return found->second;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (error != std::errc() || end != word.data() + word.size()) return std::nullopt;
  return static_cast<float>(number);
}

std::optional<float> seconds_of(std::string_view unit) {
  static constexpr std::array<std::pair<std::string_view, float>, 8> kUnits{{{"second", 1},
                                                                             {"minute", 60},
                                                                             {"hour", 3600},
                                                                             {"day", 86400},
                                                                             {"week", 604800},
                                                                             {"month", 2.63e6F},
                                                                             {"quarter", 7.89e6F},
                                                                             {"year", 3.156e7F}}};
  if (unit.ends_with('s')) unit.remove_suffix(1);
  const auto* found = std::ranges::find(kUnits, unit, &std::pair<std::string_view, float>::first);
  if (found == kUnits.end()) return std::nullopt;
  return found->second;
}

// The longest "number unit", on a logarithmic scale on which ten years are 1.
float duration_of(const Reading& reading) {
  constexpr float kTenYears = 3.156e8F;
  float longest = 0;
  for (const auto& sentence : reading.sentences) {
    for (std::size_t i = 1; i < sentence.words.size(); ++i) {
      const auto unit = seconds_of(sentence.words[i]);
      if (!unit) continue;
      if (const auto number = number_of(sentence.words[i - 1])) longest = std::max(longest, *number * *unit);
    }
  }
  return clamped(std::log1p(longest) / std::log1p(kTenYears));
}

// Sum of valences, those soon after a negation turned.
float valence_sum(const Sentence& sentence) {
  float sum = 0;
  for (std::uint32_t i = 0; i < sentence.words.size(); ++i) {
    const int valence = valence_of(sentence.words[i]);
    if (valence == 0) continue;
    const bool negated = std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
      return is(hit, Cue::negation) && hit.end <= i && hit.end + kWordsThatFollow > i;
    });
    sum += static_cast<float>(negated ? -valence : valence);
  }
  return sum;
}

float polarity_of(const Reading& reading) {
  float sum = 0;
  for (const auto& sentence : reading.sentences) sum += valence_sum(sentence);
  return 0.5F + 0.5F * sum / (std::abs(sum) + 2);
}

std::size_t exclamations(const Reading& reading) {
  return static_cast<std::size_t>(std::ranges::count_if(reading.sentences, &Sentence::exclaims));
}

float team_dynamics_of(const Reading& reading) {
  const auto we = static_cast<float>(places(reading, Cue::we));
  const auto you = static_cast<float>(places(reading, Cue::you));
  const auto i = static_cast<float>(places(reading, Cue::i));
  return (we + you / 2) / (we + you + i + 1);
}

// Words by speaker over those of whoever speaks most.
std::vector<float> speech_shares(const std::vector<Statement>& statements, const std::vector<Reading>& readings) {
  std::unordered_map<std::string_view, std::size_t> words;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    if (statements[i].speaker) words[*statements[i].speaker] += readings[i].words;
  }
  std::size_t most = 1;
  for (const auto& [speaker, count] : words) most = std::max(most, count);
  std::vector<float> shares;
  shares.reserve(statements.size());
  for (const auto& statement : statements)
    shares.push_back(statement.speaker ? static_cast<float>(words[*statement.speaker]) / static_cast<float>(most) : 0);
  return shares;
}

// How much of it others take up at once: the greatest overlap of terms with a statement soon after by someone else.
float influence_of(std::uint32_t i, const std::vector<Statement>& statements, const MeetingTerms& terms) {
  float most = 0;
  const auto end = std::min<std::size_t>(statements.size(), std::size_t{i} + 1 + kStatementsThatReply);
  for (auto j = i + 1; j < end; ++j) {
    if (!statements[j].speaker || statements[j].speaker == statements[i].speaker) continue;
    most = std::max(most, terms.overlap(i, j));
  }
  return most;
}

// How often its terms return later: the mean over its terms of the saturated count of later statements.
float impact_of(std::uint32_t i, const MeetingTerms& terms) {
  float sum = 0;
  for (const auto term : terms.of[i]) {
    const auto& users = terms.statements[term];
    const auto later = users.end() - std::ranges::upper_bound(users, i + kLaterThan);
    sum += static_cast<float>(later) / static_cast<float>(later + 3);
  }
  return terms.of[i].empty() ? 0 : sum / static_cast<float>(terms.of[i].size());
}

// Share of its terms that nobody used before it in this meeting.
float novelty_of(std::uint32_t i, const MeetingTerms& terms) {
  if (terms.of[i].empty()) return 0;
  const auto fresh = std::ranges::count_if(terms.of[i], [&](auto term) { return terms.statements[term].front() == i; });
  return static_cast<float>(fresh) / static_cast<float>(terms.of[i].size());
}

// 1 - cosine to the mean of the statements before it; 0 for the first.
float change_of(std::size_t i, std::span<const float> vectors) {
  if (i == 0) return 0;
  const auto row = [&](std::size_t r) { return vectors.subspan(r * kSemanticDimension, kSemanticDimension); };
  float dot = 0;
  float norm = 0;
  const auto begin = i - std::min(i, kStatementsBefore);
  for (std::size_t d = 0; d < kSemanticDimension; ++d) {
    float sum = 0;
    for (auto j = begin; j < i; ++j) sum += row(j)[d];
    dot += sum * row(i)[d];
    norm += sum * sum;
  }
  return norm > 0 ? clamped(1 - dot / std::sqrt(norm)) : 0;
}

}  // namespace

Features features_of_words(const Reading& reading) {
  Features f;
  f[Feature::urgency] = saturated(places(reading, Cue::urgency));
  f[Feature::deadline] = deadline_of(reading);
  f[Feature::sequence] = saturated(places(reading, Cue::sequence));
  f[Feature::duration] = duration_of(reading);
  f[Feature::polarity] = clamped(polarity_of(reading));
  f[Feature::intensity] = saturated(places(reading, Cue::intensity) + exclamations(reading));
  const auto certain = static_cast<float>(places(reading, Cue::certainty));
  const auto hedged = static_cast<float>(places(reading, Cue::hedge));
  f[Feature::confidence] = clamped(0.5F + 0.5F * (certain - hedged) / (certain + hedged + 1));
  f[Feature::team_dynamics] = clamped(team_dynamics_of(reading));
  f[Feature::dependencies] = saturated(places(reading, Cue::dependency));
  f[Feature::risk] = saturated(places(reading, Cue::risk_word));
  f[Feature::adaptation] = saturated(places(reading, Cue::change));
  return f;
}

std::vector<Features> features_of(const std::vector<Statement>& statements, const std::vector<Reading>& readings,
                                  const MeetingTerms& terms, std::span<const float> vectors) {
  HEBB_CHECK(readings.size() == statements.size() && terms.statement_count() == statements.size());
  HEBB_CHECK(vectors.size() == statements.size() * kSemanticDimension);
  const auto shares = speech_shares(statements, readings);
  std::vector<Features> all;
  all.reserve(statements.size());
  for (std::uint32_t i = 0; i < statements.size(); ++i) {
    auto f = features_of_words(readings[i]);
    f[Feature::authority] = clamped(shares[i]);
    f[Feature::influence] = clamped(influence_of(i, statements, terms));
    f[Feature::impact] = clamped(impact_of(i, terms));
    f[Feature::change_rate] = change_of(i, vectors);
    const auto ideas = readings[i].count(Cue::idea) + readings[i].count(Cue::weak_idea);
    f[Feature::innovation] = clamped(saturated(ideas) * novelty_of(i, terms));
    all.push_back(f);
  }
  return all;
}

}  // namespace hebb
