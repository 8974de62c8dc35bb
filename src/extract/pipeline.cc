#include "extract/pipeline.h"

#include <algorithm>
#include <format>
#include <numeric>
#include <span>

#include "extract/actions.h"
#include "extract/classifier.h"
#include "extract/connections.h"
#include "extract/contexts.h"
#include "extract/features.h"
#include "extract/ideas.h"
#include "extract/key_phrases.h"
#include "extract/reading.h"
#include "extract/signals.h"
#include "extract/statements.h"
#include "extract/terms.h"
#include "extract/types.h"
#include "extract/uptake.h"
#include "text/normalise.h"

namespace hebb {
namespace {

constexpr std::size_t kKeywords = 8;

// What kinds of statement are worth to whoever comes back to a meeting; for `context` the words must tell.
float worth_of(MemoryType type) {
  switch (type) {
    case MemoryType::decision:
      return 1.0F;
    case MemoryType::action:
      return 0.95F;
    case MemoryType::issue:
    case MemoryType::risk:
      return 0.75F;
    case MemoryType::idea:
    case MemoryType::finding:
      return 0.7F;
    case MemoryType::question:
    case MemoryType::assumption:
      return 0.6F;
    default:
      return 0.3F;
  }
}

// Half for its kind, so far as that is sure, the rest for substance and for what came of it. In [0,1]: weights add
// to 1.
float importance_of(const TypeGuess& type, const Features& features, std::size_t terms) {
  const auto worth = type.type == MemoryType::context ? worth_of(type.type) : worth_of(type.type) * type.confidence;
  const auto n = static_cast<float>(terms);
  const float importance = 0.50F * worth + 0.20F * (n / (n + 8)) + 0.10F * features[Feature::impact] +
                           0.08F * features[Feature::influence] + 0.07F * features[Feature::deadline] +
                           0.05F * features[Feature::urgency];
  return std::clamp(importance, 0.0F, 1.0F);
}

void add_member(MeetingManner& manner, const std::string& name) {
  const auto proper = std::string_view(name).substr(0, name.find('('));  // not "(Minister of Health)"
  auto words = words_of(proper);
  const std::size_t shortest = words.size() == 1 ? 2 : 3;  // "Jo", but no initials
  for (auto& word : words) {
    if (word.size() < shortest || is_stop_word(word)) continue;
    const auto [entry, added] = manner.members.emplace(std::move(word), name);
    if (!added && entry->second != name) entry->second.clear();
  }
}

// A meeting is taken as punctuated when a fair part of its statements ends with a mark.
MeetingManner manner_of(const Meeting& meeting, const std::vector<Statement>& statements,
                        const std::vector<Reading>& readings) {
  MeetingManner manner;
  std::size_t marked = 0;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const auto own = statements[i].own();
    marked += own.ends_with('.') || own.ends_with('?') || own.ends_with('!') || readings[i].sentences.size() > 1;
    if (statements[i].speaker) add_member(manner, *statements[i].speaker);
  }
  for (const std::string& name : meeting.participants) add_member(manner, name);
  manner.punctuated = marked * 4 >= statements.size();
  return manner;
}

std::optional<std::chrono::sys_days> day_of(const Meeting& meeting) {
  return meeting.started_at.transform([](Instant start) { return std::chrono::floor<std::chrono::days>(start); });
}

// Of each statement what the classifier says of its sentences, each by its own words and the statement's vector.
// Nothing of those of which no type asks it.
std::vector<std::vector<UtteranceScores>> learnt_of(const std::vector<Statement>& statements,
                                                    const std::vector<Reading>& readings,
                                                    std::span<const float> vectors, bool punctuated) {
  struct Place {
    std::size_t statement;
    const Sentence* sentence;
  };
  std::vector<Place> places;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    for (const auto& sentence : readings[i].sentences) places.push_back({i, &sentence});
  }
  const auto beside = [&](std::size_t k, std::size_t other) -> Neighbour {
    if (other >= places.size()) return {};
    return {.sentence = places[other].sentence,
            .same_speaker = statements[places[k].statement].speaker == statements[places[other].statement].speaker};
  };
  std::vector<std::vector<UtteranceScores>> scores(statements.size());
  for (std::size_t k = 0; k < places.size(); ++k) {
    const auto [i, sentence] = places[k];
    if (punctuated && !may_propose(*sentence)) {
      scores[i].emplace_back();
      continue;
    }
    const auto signals =
        signals_of(*sentence, {.before = beside(k, k - 1), .after = beside(k, k + 1), .punctuated = punctuated});
    scores[i].push_back(
        UtteranceClassifier::shipped().scores(vectors.subspan(i * kSemanticDimension, kSemanticDimension), signals));
  }
  return scores;
}

Memory memory_of(const Meeting& meeting, const Statement& statement, std::uint32_t position) {
  Memory memory;
  memory.id = memory_id_of(meeting.id, Level::episode, "statement", statement.first_turn, statement.offset);
  memory.meeting = meeting.id;
  memory.level = Level::episode;
  memory.text = statement.text;
  memory.position = position;
  memory.first_turn = statement.first_turn;
  memory.last_turn = statement.last_turn;
  memory.speaker = statement.speaker;
  memory.start = statement.start;
  memory.end = statement.end;
  return memory;
}

std::vector<std::string_view> texts_of(const std::vector<Statement>& statements) {
  std::vector<std::string_view> texts;
  texts.reserve(statements.size());
  for (const auto& statement : statements) texts.push_back(statement.text);
  return texts;
}

struct Remembered {
  std::vector<Memory> memories;
  std::vector<Reading> readings;  // of each, into its statement
};

Result<Remembered> remembered_with(const KeyPhrases& phrases, const Meeting& meeting,
                                   const std::vector<Statement>& statements, const Encode& encode) {
  const auto texts = texts_of(statements);
  const auto vectors = encode(texts);
  if (!vectors) return std::unexpected(vectors.error());
  if (vectors->size() != texts.size() * kSemanticDimension)
    return fail(ErrorCode::internal,
                std::format("the encoder gave {} numbers for {} texts", vectors->size(), texts.size()));

  std::vector<Reading> readings;
  readings.reserve(statements.size());
  for (const auto& statement : statements) readings.push_back(read(statement.own()));
  const auto manner = manner_of(meeting, statements, readings);
  const auto learnt = learnt_of(statements, readings, *vectors, manner.punctuated);
  const auto terms = terms_of(texts);
  const auto features = features_of(statements, readings, terms, *vectors);
  std::vector<Memory> memories;
  memories.reserve(statements.size());
  for (std::uint32_t i = 0; i < statements.size(); ++i) {
    auto memory = memory_of(meeting, statements[i], i);
    const auto uptake = uptake_of(statements, readings, i);
    const bool goes_on = i > 0 && statements[i].speaker && statements[i - 1].speaker == statements[i].speaker;
    const Reading* before = goes_on ? &readings[i - 1] : nullptr;
    const auto type = type_of(readings[i], manner, learnt[i], uptake, before);
    memory.type = type.type;
    memory.type_confidence = type.confidence;
    if (type.type == MemoryType::action)
      memory.task = task_of(readings[i], manner, memory.speaker, day_of(meeting), uptake);
    memory.importance = importance_of(type, features[i], terms.of[i].size());
    memory.keywords = phrases.of(i, i + 1, kKeywords);
    const auto row = std::span(*vectors).subspan(i * kSemanticDimension, kSemanticDimension);
    memory.vector.assign(row.begin(), row.end());
    memory.vector.insert(memory.vector.end(), features[i].values.begin(), features[i].values.end());
    memories.push_back(std::move(memory));
  }
  return Remembered{.memories = std::move(memories), .readings = std::move(readings)};
}

}  // namespace

Result<std::vector<Memory>> remembered(const Meeting& meeting, const std::vector<Statement>& statements,
                                       const Encode& encode) {
  return remembered_with(KeyPhrases(texts_of(statements)), meeting, statements, encode)
      .transform([](Remembered&& remembered) { return std::move(remembered.memories); });
}

Result<Extraction> extract_with(const Meeting& meeting, const std::vector<Turn>& turns, const Encode& encode,
                                const ExtractOptions& options) {
  auto [statements, report] = statements_of(turns, options);
  Extraction extraction{.report = std::move(report)};
  if (statements.empty()) return extraction;
  const KeyPhrases phrases(texts_of(statements));
  auto remembered = remembered_with(phrases, meeting, statements, encode);
  if (!remembered) return std::unexpected(remembered.error());
  extraction.memories = std::move(remembered->memories);
  auto contexts = contexts_of(extraction.memories, phrases);
  extraction.connections = structure_of(extraction.memories, contexts);
  std::ranges::move(replies_of(extraction.memories, remembered->readings), std::back_inserter(extraction.connections));
  std::ranges::move(contexts, std::back_inserter(extraction.memories));
  return extraction;
}

}  // namespace hebb
