#include "extract/pipeline.h"

#include <algorithm>
#include <format>
#include <numeric>
#include <span>

#include "extract/connections.h"
#include "extract/contexts.h"
#include "extract/features.h"
#include "extract/heard.h"
#include "extract/key_phrases.h"
#include "extract/outcome_signals.h"
#include "extract/outcomes.h"
#include "extract/statements.h"
#include "extract/tasks.h"
#include "extract/terms.h"
#include "extract/types.h"

namespace hebb {
namespace {

constexpr std::size_t kKeywords = 8;
constexpr std::chrono::hours kChatsFrom{12};  // behind the start; no meeting is so long

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

// Of a chat that goes on for days, each turn's own; of a meeting, that of its start, since times are in UTC, in which
// an afternoon in America is over midnight.
std::optional<std::chrono::sys_days> day_of(const Meeting& meeting, const Statement& statement) {
  const auto since = statement.start.value_or(Milliseconds{});
  return meeting.started_at.transform([&](Instant start) {
    return std::chrono::floor<std::chrono::days>(start + (since < kChatsFrom ? Milliseconds{} : since));
  });
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

  auto heard = hear(meeting, statements, *vectors);
  const auto terms = terms_of(texts);
  const auto features = features_of(statements, heard.readings, terms, *vectors);
  std::vector<Memory> memories;
  memories.reserve(statements.size());
  for (std::uint32_t i = 0; i < statements.size(); ++i) {
    auto memory = memory_of(meeting, statements[i], i);
    const bool goes_on = i > 0 && statements[i].speaker && statements[i - 1].speaker == statements[i].speaker;
    const Reading* before = goes_on ? &heard.readings[i - 1] : nullptr;
    auto type = type_of(heard.readings[i], heard.manner, heard.learnt[i], heard.uptakes[i], before);
    const auto row = std::span(*vectors).subspan(i * kSemanticDimension, kSemanticDimension);
    if (type.type == MemoryType::context) {
      const auto outcomes = OutcomeClassifier::shipped().scores(outcome_vectors_of(*vectors, i),
                                                                outcome_signals_of(statements, heard, i));
      type = learnt_type(outcomes, heard.readings[i]).value_or(type);
    }
    memory.type = type.type;
    memory.type_confidence = type.confidence;
    if (type.type == MemoryType::action)
      memory.task =
          task_of(heard.readings[i], heard.manner, memory.speaker, day_of(meeting, statements[i]), heard.uptakes[i]);
    memory.importance = importance_of(type, features[i], terms.of[i].size());
    memory.keywords = phrases.of(i, i + 1, kKeywords);
    memory.vector.assign(row.begin(), row.end());
    memory.vector.insert(memory.vector.end(), features[i].values.begin(), features[i].values.end());
    memories.push_back(std::move(memory));
  }
  return Remembered{.memories = std::move(memories), .readings = std::move(heard.readings)};
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
