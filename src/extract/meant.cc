#include "extract/meant.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "extract/due.h"
#include "text/normalise.h"
#include "text/one_of.h"

namespace hebb {
namespace {

// "My boss says I'll send it", "Carla told the client that I will"; not "I told Carla that I'll", "as I said, I'll". Of
// a duty it is no matter who tells it ("my boss says I have to").
bool is_said_by_others(const Sentence& sentence, const CueHit& hit) {
  constexpr std::size_t kListener = 4;  // words: "told the client that I will"
  if (!is(hit, Cue::commitment) || !is_own(sentence, hit)) return false;
  if (word_at(sentence, hit.end) == "have" && word_at(sentence, hit.end + 1) == "to") return false;
  const std::size_t clause = clause_begin(sentence, hit.begin);
  const std::size_t from = std::max(clause, hit.begin - std::min<std::size_t>(hit.begin, kListener));
  for (std::size_t verb = hit.begin; verb-- > from;) {
    if (!one_of(sentence.words[verb], {"says", "said", "saying", "say", "told", "tells", "claims", "claimed", "thinks",
                                       "believes", "believed", "assumes", "assumed", "wrote", "writes"}))
      continue;
    const auto subject = std::span(sentence.words).subspan(clause, verb - clause);
    if (subject.empty()) return false;  // "I called and said I'll"
    // Papers say what is so: "my calendar says I'll call the bank".
    const bool own = std::ranges::any_of(subject, [](const auto& word) {
      return one_of(word, {"i", "i've", "i'm", "we", "we've", "to", "as", "like", "letter", "calendar", "contract",
                           "mail", "email", "list", "plan", "agenda", "schedule", "note", "notes"});
    });
    const bool past = std::ranges::adjacent_find(sentence.words.begin(), sentence.words.begin() + verb,
                                                 [](const auto& last, const auto& span) {
                                                   return last == "last" && one_of(span, {"year", "month", "time"});
                                                 }) != sentence.words.begin() + verb;
    return past || !own;
  }
  return false;
}

// "I'll not", "I will hardly be able to", "please don't send it"; not "I'll not only", "please do not forget to".
bool is_denied(const Sentence& sentence, const CueHit& hit) {
  if (hit.label == kNoCue && hit.begin > 0 && sentence.words[hit.begin - 1] == "nor") return true;
  const auto next = word_at(sentence, hit.end), after = word_at(sentence, hit.end + 1);
  if (next == "do" && after == "not") return word_at(sentence, hit.end + 2) != "forget";
  return one_of(next, {"not", "never", "hardly", "barely", "scarcely", "don't"}) &&
         !one_of(after, {"only", "just", "forget", "hesitate"});
}

// "Normally I'll", "when a customer calls, I'll", "I'll send the link in the chat": as always, or at once.
bool is_routine(const Sentence& sentence, const CueHit& hit) {
  if (!is(hit, Cue::commitment) || !is_own(sentence, hit)) return false;
  const std::span words = sentence.words;
  const auto after = words.subspan(hit.end);  // "usually I'm late, but I'll send it by Friday" is no routine
  if (names_due_day(after) &&
      std::ranges::any_of(after, [](const auto& word) { return one_of(word, {"by", "tomorrow", "before", "until"}); }))
    return false;
  for (std::size_t i = 0; i < hit.begin; ++i) {
    const auto between = words.subspan(i, hit.begin - i);
    if (std::ranges::contains(between, "but") || std::ranges::contains(between, "this") || names_due_day(between))
      continue;
    if (one_of(sentence.words[i], {"normally", "usually", "typically", "whenever"})) return true;
    if (sentence.words[i] == "when" && one_of(sentence.words[i + 1], {"a", "an", "any", "anybody", "anyone", "somebody",
                                                                      "someone", "people", "customers", "clients"}))
      return true;
  }
  const std::size_t n = words.size();
  return n > hit.end + 3 && words[n - 1] == "chat" && words[n - 2] == "the" && one_of(words[n - 3], {"in", "into"}) &&
         !names_due_day(after);
}

// "I doubt very much that", "it's not true that", before word `at`.
bool hedges_doubt(const Sentence& sentence, std::size_t at) {
  while (at > 0 && one_of(sentence.words[at - 1], {"very", "much", "strongly", "seriously", "highly"})) --at;
  if (at == 0) return false;
  const std::string_view word = sentence.words[at - 1];
  if (one_of(word, {"doubt", "untrue", "unlikely"})) return true;
  const auto verb = static_cast<std::uint32_t>(at - 1);
  return one_of(word, {"true", "likely"}) && is_negated(sentence, {kNoCue, verb, verb + 1}, 2);
}

// "I'll be careful next time I need to send one"; "next time I'll send it" takes it on.
bool is_occasion(const Sentence& sentence, const CueHit& hit) {
  return is(hit, Cue::obligation) && word_before(sentence, hit) == "time" && hit.begin > sentence.opening + 2;
}

// "I don't think I'll send it", "I doubt that I will", "I'm not sure Anna will".
bool is_doubted(const Sentence& sentence, const CueHit& hit) {
  std::size_t at = hit.begin;
  if (at > 0 && one_of(sentence.words[at - 1], {"that", "if", "whether"})) --at;
  const bool told = is(hit, Cue::request) || word_at(sentence, hit.begin).starts_with("you");
  const auto doubts = [&](std::size_t verb) {
    const std::string_view word = sentence.words[verb];
    if (word == "doubt") return true;
    if (told && word != "think") return false;  // "I'm not sure you should ask"
    return one_of(word, {"think", "sure", "believe", "suppose", "expect", "know", "certain", "guess", "say", "promise",
                         "guarantee"}) &&
           is_negated(sentence, {hit.label, static_cast<std::uint32_t>(verb), hit.end}, 2);
  };
  if (hedges_doubt(sentence, at)) return true;
  const bool named = hit.label == kNoCue;  // "I doubt Anna Berg will": from "Berg" on
  if (!(at > 0 && doubts(at - 1)) && !(named && at > 1 && doubts(at - 2))) return false;
  return is_own(sentence, hit) || clause_begin(sentence, hit.begin) < hit.begin;  // not "I'm not sure, we need to"
}

}  // namespace

bool is_farewell(const Sentence& sentence) {
  bool any = false;
  for (const CueHit& hit : sentence.cues) {
    if (!is(hit, Cue::commitment)) continue;
    const auto verb = word_at(sentence, hit.end), next = word_at(sentence, hit.end + 1);
    const bool parts =
        (verb == "see" && next == "you") || (verb == "let" && next == "you") ||
        (one_of(verb, {"talk", "speak"}) &&
         (one_of(next, {"again", "soon", "later"}) ||
          (next == "to" && one_of(word_at(sentence, hit.end + 2), {"you", "all", "everybody", "everyone"}))));
    if (!parts || std::ranges::contains(sentence.words, "about")) return false;
    any = true;
  }
  return any;
}

bool is_own(const Sentence& sentence, const CueHit& hit) {
  return one_of(word_at(sentence, hit.begin), {"i", "i'll", "i'm", "i've"});
}

bool takes_on(const Sentence& sentence) {
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    return (is(hit, Cue::commitment) || is(hit, Cue::offer)) && is_own(sentence, hit);
  });
}

std::string_view word_before(const Sentence& sentence, const CueHit& hit) {
  return hit.begin > 0 ? word_at(sentence, hit.begin - 1) : "";
}

bool is_report(const Sentence& sentence, const CueHit& hit) {
  if (one_of(word_at(sentence, hit.begin),
             {"he", "she", "they", "he'll", "she'll", "they'll", "everybody", "everyone"}))
    return true;
  if (one_of(word_before(sentence, hit), {"what", "whatever", "how", "way", "which", "where", "when", "once", "who",
                                          "why", "as", "than", "thought"}))
    return true;
  if (is(hit, Cue::request) &&  // "What date would you schedule it for?"
      one_of(word_at(sentence, std::max(clause_begin(sentence, hit.begin), sentence.opening)),
             {"what", "which", "whose", "how"}))
    return true;
  if (is_said_by_others(sentence, hit)) return true;
  const auto quote = sentence.text.find('"');
  return quote != std::string_view::npos && words_of(sentence.text.substr(0, quote)).size() <= hit.begin;
}

bool is_not_meant(const Sentence& sentence, const CueHit& hit) {
  return is_hypothetical(sentence, hit) || is_report(sentence, hit) || is_occasion(sentence, hit) ||
         is_doubted(sentence, hit) || is_denied(sentence, hit) || is_routine(sentence, hit);
}

}  // namespace hebb
