#include "extract/uptake.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/error.h"
#include "text/ascii.h"
#include "text/calendar.h"
#include "text/normalise.h"
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
// It, not some other work.
constexpr std::string_view kTakings[] = {
    "i'll do it",      "i'll do that",     "i'll do this",     "i'll take it",  "i'll take that",
    "i'll take this",  "i'll handle it",   "i'll handle that", "i will do it",  "i will do that",
    "i will take it",  "i will take that", "i can do it",      "i can do that", "i can take it",
    "i can take that", "leave it to me",   "leave that to me", "i'm on it",
};
constexpr std::string_view kRefusals[] = {
    "nope",
    "nah",
    "not me",
    "no way",
    "i can't",
    "i cannot",
    "i couldn't",
    "i won't",
    "i'm afraid",
    "i'd rather not",
    "i don't have time",
    "i don't have the time",
    "i have no time",
    "i'm not able",
    "i am not able",
    "i don't think i",
    "i'm away",
    "i'm on leave",
    "i'm on holiday",
    "i'm on vacation",
    "unfortunately",
    "not my job",
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

// What says when or how, and names no other work.
bool is_aside(std::string_view word) {
  return weekday_number(word) || month_number(word) || std::ranges::all_of(word, is_digit) ||
         one_of(word, {"today",      "tomorrow",   "tonight", "morning", "afternoon",  "evening", "week",  "weekend",
                       "month",      "next",       "later",   "now",     "soon",       "right",   "away",  "first",
                       "thing",      "straight",   "noon",    "lunch",   "best",       "sure",    "then",  "happily",
                       "gladly",     "quickly",    "happen",  "done",    "ready",      "sorted",  "fixed", "started",
                       "finished",   "care",       "please",  "myself",  "yes",        "yeah",    "okay",  "minute",
                       "afterwards", "personally", "try",     "asap",    "immediately"});
}

bool leads_on(std::string_view word) {
  return one_of(
      word, {"into", "to",   "after", "for",  "up",     "out",  "on",      "with",     "about", "at",     "off", "over",
             "in",   "from", "of",    "back", "around", "down", "through", "together", "by",    "before", "as"});
}

// The last word of what the promise is about: "deck" of "I'll send you the new deck for the client". Empty where it
// names nothing, or "it".
std::string_view promised_matter(const Sentence& reply, std::size_t verb) {
  std::string_view matter;
  for (std::size_t i = verb + 1; i < reply.words.size(); ++i) {
    const std::string_view word = reply.words[i], next = word_at(reply, i + 1);
    if (one_of(word, {"and", "but", "so", "because", "when", "if", "while", "until"})) break;
    const bool ends = leads_on(word) || one_of(word, {"is", "are", "was", "were", "has", "can", "will"});
    if (!matter.empty() && ends) break;
    const bool alone = next.empty() || !one_of(next, {"the", "a", "an", "my", "our", "some", "another"});
    if (matter.empty() && (one_of(word, {"it", "one"}) || (one_of(word, {"them", "him", "her"}) && alone))) break;
    if (!is_stop_word(word) && !is_aside(word) && !ends && word != "them") matter = word;
  }
  return matter;
}

bool is_promise_verb(std::string_view verb) {
  return std::ranges::any_of(kPromises, [&](std::string_view phrase) {
    if (!phrase.starts_with("i'll ")) return false;
    phrase.remove_prefix(5);
    return phrase.substr(0, phrase.find(' ')) == verb;
  });
}

// Whether the promise is of what was asked: of "it", of nothing else, or of what the asking names too.
bool answers(const Sentence& reply, std::string_view promise, std::string_view asked) {
  if (!promise.starts_with("i'll") && !promise.starts_with("i will") && !promise.starts_with("i can")) return true;
  const bool short_form = promise.starts_with("i'll");
  const auto said = std::ranges::find(reply.words, promise.substr(0, promise.find(' ')));
  const auto verb = static_cast<std::size_t>(said - reply.words.begin()) + (short_form ? 1 : 2);
  const auto word = word_at(reply, verb);
  if (!word.empty() && !is_aside(word) && !is_promise_verb(word)) return false;  // "I will be away"
  const auto matter = promised_matter(reply, verb);
  if (matter.empty()) return true;
  const auto terms = index_terms(asked);
  return std::ranges::any_of(index_terms(matter), [&](const auto& term) { return std::ranges::contains(terms, term); });
}

bool takes_over(const Sentence& reply) {
  if (reply.asks || objects(reply) || reply.has(Cue::procedure)) return false;  // "I'll take that as a yes"
  return opening_phrase(reply, kTakings, reply.opening + 4).has_value();
}

// "No, I can't"; not "I can't today, but I'll send it tomorrow".
bool refuses(const Sentence& reply) {
  const auto& words = reply.words;
  if (reply.asks || opening_phrase(reply, kNoObjections)) return false;
  const bool says_no = words.front() == "no" && !one_of(word_at(reply, 1), {"worries", "doubt"});
  const bool only_sorry = std::ranges::contains(words, "sorry") && std::ranges::all_of(words, [](const auto& word) {
                            return one_of(word, {"i'm", "i", "am", "so", "very", "really", "sorry", "oh"});
                          });
  if (!says_no && !only_sorry && !opening_phrase(reply, kRefusals, reply.opening + kReplyOpening)) return false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (one_of(words[i], {"yes", "yep", "sure"})) return false;
    if (words[i] == "i'll" && is_promise_verb(word_at(reply, i + 1))) return false;
    if (words[i] == "i" && one_of(word_at(reply, i + 1), {"can", "will"}) && word_at(reply, i + 2) != "not")
      return false;
  }
  return true;
}

// "I already did", "Already sent.", "Paul did that yesterday."
bool says_done(const Sentence& reply) {
  constexpr std::size_t kWithin = 4;  // words
  if (reply.asks || reply.has(Cue::hypothetical)) return false;
  for (std::size_t i = reply.opening; i < std::min(reply.opening + kWithin, reply.words.size()); ++i) {
    const auto word = word_at(reply, i), next = word_at(reply, i + 1), after = word_at(reply, i + 2);
    if (word == "already" && one_of(next, {"did", "done", "sent", "finished"})) return true;
    if (i > reply.opening && word == "did" && one_of(next, {"that", "it"}) &&
        one_of(after, {"", "already", "yesterday", "last", "this", "on", "before"}))
      return true;
  }
  return false;
}

// Returns whether it takes the statement up, or objects to it. `asked`: the statement.
bool hear(const Sentence& reply, const std::optional<std::string>& speaker, std::string_view asked, Uptake& uptake,
          bool& refused) {
  if (says_done(reply)) return uptake.done = true;
  if (refuses(reply)) {
    if (speaker) uptake.refused_by.push_back(*speaker);
    uptake.taken_by.reset();
    return refused = true;
  }
  if (reply.asks || objects(reply)) return refused = true;
  const auto promise = opening_phrase(reply, kPromises, reply.opening + 4);  // "sure, yes, I'll do that"
  const bool agrees_to_it = begins_with(reply, kAcceptances);
  const bool promises = promise && (agrees_to_it || answers(reply, *promise, asked));
  const bool accepts = promises || agrees_to_it;
  const bool agrees = consents(reply);
  const bool nods = accepts || begins_with(reply, kNods);
  uptake.agreed = uptake.agreed || agrees;
  uptake.promised = uptake.promised || promise;
  if (promises && !uptake.promised_by) uptake.promised_by = speaker;
  if (accepts && !uptake.accepted_by) uptake.accepted_by = speaker;
  if (nods && !uptake.nodded_by) uptake.nodded_by = speaker;
  if (takes_over(reply) && !uptake.taken_by) uptake.taken_by = speaker;
  return accepts || agrees;
}

bool follows(std::span<const Statement> statements, std::span<const Reading> readings, std::size_t i) {
  return i < statements.size() && statements[i].first_turn <= statements[i - 1].last_turn + kReplyTurns &&
         !readings[i].sentences.empty();
}

}  // namespace

Uptake uptake_of(std::span<const Statement> statements, std::span<const Reading> readings, std::size_t i) {
  HEBB_CHECK(i < statements.size() && statements.size() == readings.size());
  const Statement& said = statements[i];
  Uptake uptake;
  bool refused = false, taken_up = false;
  const auto hear_replies = [&](const Statement& statement) {
    for (const Reply& reply : statement.replies) {
      if (const auto sentence = read_sentence(reply.text); !sentence.words.empty())
        taken_up |= hear(sentence, reply.speaker, said.own(), uptake, refused);
    }
  };
  hear_replies(said);
  std::size_t next = i + 1;
  if (!taken_up && follows(statements, readings, next) && statements[next].speaker != said.speaker) {
    hear(readings[next].sentences.front(), statements[next].speaker, said.own(), uptake, refused);
    if (!uptake.refused_by.empty()) hear_replies(statements[next++]);
  }
  if (!refused) return uptake;
  if (uptake.refused_by.empty()) return {};
  if (!uptake.taken_by && follows(statements, readings, next) && takes_over(readings[next].sentences.front()))
    uptake.taken_by = statements[next].speaker;
  return {.promised_by = uptake.taken_by,
          .accepted_by = uptake.taken_by,
          .taken_by = uptake.taken_by,
          .refused_by = std::move(uptake.refused_by)};
}

Uptake uptake_by(const Uptake& uptake, const Reading& reading, std::size_t k) {
  const auto after = std::span(reading.sentences).subspan(k + 1);
  if (after.empty()) return uptake;
  if (after.size() > 1 && !std::ranges::all_of(after, &Sentence::asks)) return {.refused_by = uptake.refused_by};
  Uptake promise = uptake;
  promise.agreed = false;
  return promise;
}

}  // namespace hebb
