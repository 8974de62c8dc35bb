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

    "yes please",
    "by all means",
    "definitely",
    "yes definitely",
    "absolutely",
    "understood",
};
constexpr std::string_view kObjections[] = {"not",   "nope",  "nah",   "but",     "i disagree", "i don't",
                                            "don't", "won't", "can't", "hang on", "hold on"};
constexpr std::string_view kNoObjections[] = {"not a problem", "i don't mind",  "why not",  "no problem",
                                              "no objection",  "no objections", "no bother"};
// "I'll" and what follows is work, or the work asked for.
constexpr std::string_view kPromises[] = {
    "i'll do",     "i'll take",     "i'll get",       "i'll handle",      "i'll look",  "i'll sort",
    "i'll write",  "i'll send",     "i'll talk",      "i'll ask",         "i'll check", "i'll prepare",
    "i'll own",    "i'll make",     "i'll try",       "i'll find",        "i'll call",  "i'll ring",
    "i'll chase",  "i'll tell",     "i'll put",       "i'll bring",       "i'll set",   "i'll drop",
    "i'll speak",  "i'll organise", "i'll organize",  "i'll arrange",     "i'll book",  "i'll draft",
    "i'll update", "i'll fix",      "i'll email",     "i'll mail",        "i'll raise", "i'll nag",
    "i'll pick",   "i'll see to",   "i will",         "i can do",         "i can take", "will do",
    "can do",      "that's doable", "leave it to me", "leave that to me", "i'm on it",  "consider it done",
};
constexpr std::string_view kAcceptances[] = {"sure",          "of course", "no problem",       "not a problem",
                                             "happy to",      "gladly",    "certainly",        "absolutely",
                                             "with pleasure", "no bother", "should be doable", "i don't mind"};
constexpr std::string_view kNods[] = {"yes", "yep", "yeah", "okay"};
// After a consent: what makes it one to something else ("sounds good in theory", "definitely the wrong moment").
constexpr std::string_view kGoesOn[] = {"against", "in", "on", "not", "for", "if", "with", "except"};

// At once, or after "yeah, okay".
bool begins_with(const Sentence& reply, std::span<const std::string_view> phrases) {
  return opening_phrase(reply, phrases, reply.opening + 1).has_value();
}

bool consents(const Sentence& reply) {
  const auto phrase = opening_phrase(reply, kConsents, reply.opening + 1);
  if (!phrase) return false;
  const auto length = static_cast<std::size_t>(std::ranges::count(*phrase, ' ')) + 1;
  for (std::size_t i = 0; i <= reply.opening; ++i) {
    if (word_at(reply, i) != phrase->substr(0, phrase->find(' '))) continue;
    const auto next = word_at(reply, i + length), after = word_at(reply, i + length + 1);
    if (phrase->ends_with("ly") && one_of(next, {"the", "a"})) return false;
    return !std::ranges::contains(kGoesOn, next) ||
           (one_of(next, {"for", "with"}) && one_of(after, {"me", "us", "that", "it"}));
  }
  return true;
}

bool objects(const Sentence& reply) {
  if (opening_phrase(reply, kNoObjections)) return false;
  const auto first = word_at(reply, reply.opening);
  return opening_phrase(reply, kObjections) || reply.words.front() == "no" || one_of(first, {"why", "what", "or"});
}

// Returns whether it takes the statement up, or objects to it.
bool hear(const Sentence& reply, const std::optional<std::string>& speaker, Uptake& uptake, bool& refused) {
  if (reply.asks || objects(reply)) {
    refused = true;
    return true;
  }
  const bool promises = opening_phrase(reply, kPromises, reply.opening + 4).has_value();  // "sure, yes, I'll do that"
  const bool accepts = promises || begins_with(reply, kAcceptances);
  const bool agrees = consents(reply);
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
