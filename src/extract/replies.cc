#include "extract/replies.h"

#include <algorithm>
#include <array>
#include <string>

#include "text/ascii.h"
#include "text/calendar.h"
#include "text/normalise.h"
#include "text/one_of.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

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

// What names a share or a stage of whatever was asked for: "the final version".
bool is_of_it(std::string_view word) {
  return one_of(word, {"version", "draft", "part", "both", "job", "task", "action", "ownership", "lead", "copy", "half",
                       "final"});
}

bool leads_on(std::string_view word) {
  return one_of(
      word, {"into", "to",   "after", "for",  "up",     "out",  "on",      "with",     "about", "at",     "off", "over",
             "in",   "from", "of",    "back", "around", "down", "through", "together", "by",    "before", "as"});
}

bool ends_promise(std::string_view word) {
  return one_of(word, {"and", "but", "so", "because", "when", "if", "while", "until"});
}

// The last word of what the promise is about: "deck" of "I'll send you the new deck for the client". Empty where it
// names nothing, or "it".
std::string_view promised_matter(const Sentence& reply, std::size_t verb) {
  std::string_view matter;
  for (std::size_t i = verb + 1; i < reply.words.size(); ++i) {
    const std::string_view word = reply.words[i], next = word_at(reply, i + 1);
    if (ends_promise(word)) break;
    const bool ends = leads_on(word) || one_of(word, {"is", "are", "was", "were", "has", "can", "will"});
    if (!matter.empty() && ends) break;
    const bool alone = next.empty() || !one_of(next, {"the", "a", "an", "my", "our", "some", "another"});
    if (matter.empty() && (one_of(word, {"it", "one"}) || (one_of(word, {"them", "him", "her"}) && alone))) break;
    if (!is_stop_word(word) && !is_aside(word) && !is_of_it(word) && !ends && word != "them") matter = word;
  }
  return matter;
}

bool is_among(std::string_view word, std::span<const std::string> terms) {
  return std::ranges::any_of(index_terms(word), [&](const auto& term) { return std::ranges::contains(terms, term); });
}

// "I'll call Martin at Radhaus", where one was asked to talk to Radhaus.
bool names_asked(const Sentence& reply, std::size_t verb, std::span<const std::string> asked) {
  for (std::size_t i = verb + 1; i < reply.words.size() && !ends_promise(reply.words[i]); ++i) {
    if (!is_stop_word(reply.words[i]) && !is_aside(reply.words[i]) && is_among(reply.words[i], asked)) return true;
  }
  return false;
}

// "I will circulate it", "I will certainly send them": some work, whatever else "I will" begins.
bool is_work_promised(const Sentence& reply, std::size_t verb, std::span<const std::string> asked) {
  const auto word = word_at(reply, verb);
  if (word.empty() || is_aside(word) || is_promise_verb(word)) return true;
  if (one_of(word, {"be", "have", "leave", "let", "see", "skip", "miss", "forget", "hate", "love", "believe"}))
    return false;
  return one_of(word_at(reply, verb + 1), {"it", "them", "that"}) || is_among(word, asked);
}

// Whether nothing but when or for whom follows from word `at` on: not "into account", "for the annex too".
bool is_all(const Sentence& reply, std::size_t at) {
  for (; !ends_before(reply, at); ++at) {
    const std::string_view word = reply.words[at];
    if (one_of(word, {"and", "but", "so", "because", "since"})) return true;
    if (!is_aside(word) && !one_of(word, {"by", "before", "on", "at", "after", "until", "this", "over", "instead",
                                          "for", "you", "the", "meeting", "call"}))
      return false;
  }
  return true;
}

// Whether the work that ends before word `at` is all that was asked, and of now: not "half of it", "it last year".
bool is_whole(const Sentence& reply, std::size_t at) {
  const auto next = word_at(reply, at), after = word_at(reply, at + 1);
  if (ends_before(reply, at) || one_of(next, {"already", "yesterday", "this", "on"})) return true;
  return next == "last" && !one_of(after, {"year", "time"});
}

}  // namespace

// Of the first word after the phrase; nothing where it does not stand in the reply.
std::optional<std::size_t> end_of(const Sentence& reply, std::string_view phrase) {
  const auto words = words_of(phrase);
  const auto found = std::ranges::search(reply.words, words);
  if (found.empty()) return std::nullopt;
  return static_cast<std::size_t>(found.end() - reply.words.begin());
}

bool holds(const Sentence& reply, std::span<const std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) { return end_of(reply, phrase).has_value(); });
}

// Whether the reply, or its part up to a mark, ends before word `at`.
bool ends_before(const Sentence& reply, std::size_t at) {
  if (at >= reply.words.size()) return true;
  const auto placed = placed_words(reply.text);
  return std::ranges::adjacent_find(placed, [&](const PlacedWord& a, const PlacedWord& b) {
           return b.parted && reply.words[at - 1].starts_with(a.word) && reply.words[at].starts_with(b.word);
         }) != placed.end();
}

bool is_promise_verb(std::string_view verb) {
  return std::ranges::any_of(kPromises, [&](std::string_view phrase) {
    if (!phrase.starts_with("i'll ")) return false;
    phrase.remove_prefix(5);
    return phrase.substr(0, phrase.find(' ')) == verb;
  });
}

bool objects(const Sentence& reply) {
  if (minds_nothing(reply)) return false;
  const auto first = word_at(reply, reply.opening);
  return opening_phrase(reply, kObjections) || reply.words.front() == "no" || one_of(first, {"why", "what", "or"});
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

// Whether the promise is of what was asked: of "it", of nothing else, or of what the asking names too.
bool answers(const Sentence& reply, std::string_view promise, std::string_view asked) {
  if (!promise.starts_with("i'll") && !promise.starts_with("i will") && !promise.starts_with("i can")) return true;
  const bool short_form = promise.starts_with("i'll");
  const auto said = std::ranges::find(reply.words, promise.substr(0, promise.find(' ')));
  auto verb = static_cast<std::size_t>(said - reply.words.begin()) + (short_form ? 1 : 2);
  while (word_at(reply, verb).ends_with("ly") || word_at(reply, verb) == "also") ++verb;
  const auto terms = index_terms(asked);
  if (!is_work_promised(reply, verb, terms)) return false;  // "I will be away"
  if (promised_matter(reply, verb).empty() || names_asked(reply, verb, terms)) return true;
  const auto word = word_at(reply, verb);  // "book the hotel": "I'll book the rooms"
  return one_of(word, {"prepare", "write", "book", "update", "make"}) && is_among(word, terms) &&
         one_of(word_at(reply, verb + 1), {"a", "the"});
}

bool takes_over(const Sentence& reply) {
  if (reply.asks || objects(reply) || reply.has(Cue::procedure)) return false;  // "I'll take that as a yes"
  if (std::ranges::contains(reply.words, "if")) return false;
  const auto phrase = opening_phrase(reply, kTakings, reply.opening + 4);
  return phrase && is_all(reply, *end_of(reply, *phrase));
}

// "No, it's okay, I will.", "I'll do that."
bool is_willing(const Sentence& reply) {
  if (reply.asks) return false;
  const auto will = end_of(reply, "i will");
  return (will && ends_before(reply, *will)) || holds(reply, kTakings);
}

// "We finished it on Monday, I just need to send it", "…, but Carla has to check it".
bool leaves_more(const Sentence& reply, std::size_t at) {
  return std::any_of(reply.words.begin() + static_cast<std::ptrdiff_t>(std::min(at, reply.words.size())),
                     reply.words.end(), [](const auto& word) {
                       return one_of(word, {"but", "just", "need", "needs", "will", "have", "has", "must", "still"});
                     });
}

// "I already did", "Already sent.", "Paul did that yesterday.", "I sent it this morning."
bool says_done(const Sentence& reply) {
  constexpr std::size_t kWithin = 4;  // words
  constexpr std::string_view kToDo[] = {"i'll", "i will"};
  if (reply.asks || reply.has(Cue::hypothetical) || holds(reply, kToDo)) return false;
  for (std::size_t i = reply.opening; i < std::min(reply.opening + kWithin, reply.words.size()); ++i) {
    const auto word = word_at(reply, i), next = word_at(reply, i + 1);
    if (one_of(word, {"nobody", "once", "never"})) return false;
    if (word == "already" && one_of(next, {"did", "done", "sent", "finished"}))
      return is_whole(reply, i + (one_of(word_at(reply, i + 2), {"it", "that", "them"}) ? 3 : 2));
    if (i > reply.opening && word == "did" && one_of(next, {"that", "it"})) return is_whole(reply, i + 2);
    const bool by_us = i > reply.opening && one_of(word_at(reply, i - 1), {"i", "we"});
    if (by_us && one_of(word, {"sent", "finished"}) && one_of(next, {"it", "that", "them"}))
      return is_whole(reply, i + 2) && word_at(reply, i + 2) != "on" && !leaves_more(reply, i + 2);
    if (i == reply.opening && ((word == "done" && next == "already") || (word == "that's" && next == "done")))
      return is_whole(reply, i + 2);
  }
  return false;
}

std::optional<std::string_view> promise_in(const Sentence& reply) {
  return opening_phrase(reply, kPromises, reply.opening + 4);  // "sure, yes, I'll do that"
}

bool accepts_at_once(const Sentence& reply) {
  return begins_with(reply, kAcceptances);
}

bool minds_nothing(const Sentence& reply) {
  return opening_phrase(reply, kNoObjections).has_value();
}

bool nods(const Sentence& reply) {
  return begins_with(reply, kNods);
}

}  // namespace hebb
