#include "extract/uptake.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/error.h"
#include "text/one_of.h"

namespace hebb {
namespace {

constexpr std::uint32_t kReplyTurns = 3;

constexpr std::string_view kConsents[] = {
    "agreed",
    "i agree",
    "we all agree",
    "all in favour",
    "no objection",
    "no objections",
    "deal",
    "plus one",
    "sounds good",
    "that sounds good",
    "sounds great",
    "that sounds great",
    "sounds fine",
    "that works",
    "works for me",
    "that works for me",
    "suits me",
    "fine by me",
    "fine with me",
    "okay with me",
    "i'm fine with that",
    "i'm okay with that",
    "i'm happy with that",
    "i can live with that",
    "that's fine",
    "makes sense",
    "that makes sense",
    "good idea",
    "great idea",
    "i'm for that",
    "i'd be for that",
    "i support that",
    "i'd support that",
    "i'd go along with that",
    "let's do that",
    "let's do it",
    "let's do this",
    "let's go for it",
    "let's go with that",
    "yes let's",
    "yeah let's",
    "yep let's",
    "okay let's",
    "do it",
    "yes please",
    "by all means",
    "definitely",
    "yes definitely",
    "absolutely",
    "understood",
    "noted",
};
constexpr auto kObjections =
    std::to_array<std::string_view>({"not", "nope", "nah", "but", "i disagree", "i don't", "don't", "won't", "can't",
                                     "hang on", "hold on", "why", "what", "or"});
constexpr auto kPromises =
    std::to_array<std::string_view>({"i'll", "i will", "i can do", "i can take", "will do", "can do", "that's doable",
                                     "leave it to me", "leave that to me", "i'm on it", "consider it done"});
constexpr auto kAcceptances =
    std::to_array<std::string_view>({"sure", "of course", "no problem", "happy to", "gladly", "certainly", "absolutely",
                                     "with pleasure", "no bother", "should be doable"});
constexpr auto kNods = std::to_array<std::string_view>({"yes", "yep", "yeah", "okay"});

// At once, or after "yeah, okay".
bool begins_with(const Sentence& reply, std::span<const std::string_view> phrases) {
  return opening_phrase(reply, phrases, reply.opening + 1).has_value();
}

bool objects(const Sentence& reply) {
  return opening_phrase(reply, kObjections) ||
         (reply.words.front() == "no" && !one_of(word_at(reply, 1), {"problem", "objection", "objections"}));
}

// Returns whether it takes the statement up, or objects to it.
bool hear(const Sentence& reply, const std::optional<std::string>& speaker, Uptake& uptake, bool& refused) {
  if (reply.asks || objects(reply)) {
    refused = true;
    return true;
  }
  const bool promises = opening_phrase(reply, kPromises, reply.opening + 3).has_value();  // "sure, yes, I'll do that"
  const bool accepts = promises || begins_with(reply, kAcceptances);
  const bool agrees = begins_with(reply, kConsents);
  const bool nods = accepts || begins_with(reply, kNods);
  uptake.agreed = uptake.agreed || agrees;
  if (promises && !uptake.promised_by) uptake.promised_by = speaker;
  if (accepts && !uptake.accepted_by) uptake.accepted_by = speaker;
  if (nods && !uptake.nodded_by) uptake.nodded_by = speaker;
  return accepts || agrees;
}

}  // namespace

Uptake uptake_of(std::span<const Statement> statements, std::span<const Reading> readings, std::size_t i) {
  HEBB_CHECK(i < statements.size() && statements.size() == readings.size());
  const Statement& said = statements[i];
  Uptake uptake;
  bool refused = false, taken_up = false;
  for (const Reply& reply : said.replies) {
    if (const auto sentence = read_sentence(reply.text); !sentence.words.empty())
      taken_up |= hear(sentence, reply.speaker, uptake, refused);
  }
  if (!taken_up && i + 1 < statements.size()) {
    const Statement& next = statements[i + 1];
    if (next.speaker != said.speaker && next.first_turn <= said.last_turn + kReplyTurns &&
        !readings[i + 1].sentences.empty())
      hear(readings[i + 1].sentences.front(), next.speaker, uptake, refused);
  }
  return refused ? Uptake{} : uptake;
}

Uptake uptake_by(const Uptake& uptake, const Reading& reading, std::size_t k) {
  const auto after = std::span(reading.sentences).subspan(k + 1);
  if (after.empty()) return uptake;
  if (after.size() > 1 && !std::ranges::all_of(after, &Sentence::asks)) return {};
  Uptake promise = uptake;
  promise.agreed = false;
  return promise;
}

}  // namespace hebb
