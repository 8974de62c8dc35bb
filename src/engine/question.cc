#include "engine/question.h"

#include <span>
#include <utility>

#include "base/stage_clock.h"
#include "engine/answer_key.h"
#include "text/normalise.h"

namespace hebb {
namespace {

// A summary, or what a name, a time or a type stands for.
bool asks_for_more_than_words(const QuestionReading& reading) {
  return reading.own_weight == kTopicalOwnWeight || !reading.types.empty() || !reading.speakers.empty() ||
         !reading.meetings.empty() || reading.time.standing != Standing::none;
}

}  // namespace

Result<EncodedQuestion> encoded_question(const RecallView& view, QuestionVectors& vectors, const std::string& text,
                                         const MemoryFilter& filters, std::optional<Instant> now) {
  StageClock clock;
  if (!now) now = asked_now();
  EncodedQuestion question{.query = {.reading = read_question(text, *view.roster, filters, *now, view.lexical.get())}};
  RecallQuery& query = question.query;
  query.filter = narrowed(filters, query.reading);
  query.whole = query.reading.fell_back && asks_for_more_than_words(query.reading);
  if (!query.reading.wordless) query.terms = index_terms(query.reading.focus);
  question.timings["read"] = clock.lap();
  auto encoded = vectors.encode({text, query.reading.focus}, filters.projects);
  if (!encoded) return std::unexpected(encoded.error());
  question.vectors = std::move(*encoded);
  query.vector = std::span<const float>(question.vectors).first(kSemanticDimension);
  query.focus = std::span<const float>(question.vectors).last(kSemanticDimension);
  question.timings["encode"] = clock.lap();
  return question;
}

std::optional<Instant> moment_of(const CatalogMeeting& meeting, std::optional<Milliseconds> start) {
  if (!meeting.started_at) return std::nullopt;
  return *meeting.started_at + start.value_or(Milliseconds(0));
}

}  // namespace hebb
