#include "extract/decisions.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "text/calendar.h"
#include "text/normalise.h"
#include "text/one_of.h"

namespace hebb {
namespace {

// How often a statement with such a cue was what the cue says, on meetings read by hand (docs/extraction.md).
constexpr float kChosen = 0.55F;  // a choice that follows "okay, so" and asks and hedges nothing
constexpr float kSettled = 0.71F;
constexpr float kAgreed = 0.61F;  // a choice or a proposal to which another consents

constexpr std::size_t kLongestAnnouncement = 8;
constexpr int kLongAgo = 2022;              // a year of which nobody decides today
constexpr std::size_t kLongestChoice = 35;  // words; whoever agrees to more agrees to something in it

// "So let's go for lunch", "let's go for the three presentations": no choice between things.
bool is_course_of_meeting(const Sentence& sentence) {
  static constexpr auto kParts = std::to_array<std::string_view>(
      {"lunch", "break", "coffee", "dinner", "presentation", "presentations", "slide", "slides"});
  return std::ranges::any_of(sentence.words, [](const auto& word) { return std::ranges::contains(kParts, word); });
}

// Of marks out of ten.
constexpr auto kMarks = std::to_array<std::string_view>({"a", "one", "two", "three", "four", "five", "six", "seven",
                                                         "eight", "nine", "ten", "point", "half", "and", "or", "then"});

// "Let's go with two point five": marks are given.
bool is_rating(const Sentence& sentence, const CueHit& hit) {
  const auto after = std::span(sentence.words).subspan(hit.end);
  return std::ranges::all_of(after, [](const auto& word) {
    return std::ranges::contains(kMarks, word) || word.find_first_not_of("0123456789.") == std::string::npos;
  });
}

bool asks_why(const Sentence& sentence, const CueHit& hit) {
  return hit.begin > 0 && sentence.words[hit.begin - 1] == "why";
}

// "Decided not to outsource it", as minutes have it; "decided." after what was.
bool is_minuted_decision(const Sentence& sentence) {
  const auto first = word_at(sentence, sentence.opening);
  if (one_of(first, {"decided", "settled"}) && sentence.opening + 1 == sentence.words.size()) return !sentence.asks;
  const auto comma = sentence.text.find(',');
  const bool apart =
      comma != std::string_view::npos && words_of(sentence.text.substr(0, comma)).size() <= sentence.opening + 1;
  return !sentence.asks && !apart && one_of(first, {"decided", "agreed", "resolved"}) &&
         one_of(word_at(sentence, sentence.opening + 1), {"to", "not", "that", "on", "against"});
}

// "I don't think the board has approved it", "I wish we had decided it", "maybe we decided"
bool is_unsure(const Sentence& sentence, std::size_t at) {
  for (std::size_t i = doubt_begin(sentence, at); i < at; ++i) {
    if (one_of(sentence.words[i], {"hope", "hopes", "hoping", "wish", "wished", "maybe", "perhaps"}) &&
        word_at(sentence, i + 1) != "to")
      return true;
  }
  return in_doubt(sentence, at);
}

// "The price is decided"; not "is decided by", "is decided on Monday"
bool is_said_settled(const Sentence& sentence) {
  for (std::size_t i = 1; i < sentence.words.size(); ++i) {
    if (sentence.words[i] != "decided" || !one_of(sentence.words[i - 1], {"is", "are"}) || is_unsure(sentence, i))
      continue;
    const auto next = word_at(sentence, i + 1);
    if (!one_of(next, {"by", "on", "upon", "whether", "if", "when", "how", "in", "at", "what", "where", "who", "which",
                       "yet"}))
      return true;
  }
  return false;
}

// "They decided" is not our decision; "we decided" is none where a past is told of, "we've decided" is.
bool is_history(const Sentence& sentence, const CueHit& hit, bool told_of_past) {
  const auto first = word_at(sentence, hit.begin);
  if (one_of(first, {"they", "they've"})) return true;
  return told_of_past && std::ranges::none_of(std::span(sentence.words).subspan(hit.begin, hit.end - hit.begin),
                                              [](const auto& w) { return one_of(w, {"have", "has", "we've", "is"}); });
}

// "Once the board has approved it", "let's wait until it is settled"
bool is_awaited(const Sentence& sentence) {
  return std::ranges::any_of(sentence.words, [](const auto& word) {
    return one_of(word, {"once", "until", "till", "when", "unless", "before", "they"});
  });
}

// "… so the eighteenth it is."
bool says_it_is(const Sentence& sentence) {
  constexpr std::size_t kFurthest = 5;  // words from "so" to "it is"
  constexpr std::size_t kShortest = 4;  // "In-house it is."
  const std::size_t n = sentence.words.size() - (sentence.words.back() == "then" ? 1 : 0);
  if (n < 3 || sentence.words[n - 1] != "is" || sentence.words[n - 2] != "it") return false;
  const auto what = std::span(sentence.words).first(n - 2).last(std::min(kFurthest, n - 2));
  if (one_of(what.back(), {"it",      "maybe", "here", "well",     "yes",      "yeah",    "no",       "but",
                           "because", "and",   "so",   "what",     "how",      "where",   "that",     "who",
                           "think",   "as",    "way",  "know",     "why",      "when",    "if",       "whether",
                           "there",   "all",   "oh",   "whatever", "wherever", "whoever", "whomever", "however"}) ||
      std::ranges::contains(kMarks, std::string_view(what.back())))
    return false;
  if (std::ranges::any_of(
          what, [](const auto& word) { return one_of(word, {"what", "how", "which", "nobody", "see", "tell"}); }))
    return false;
  return n <= kShortest || std::ranges::any_of(what.first(what.size() - 1),
                                               [](const auto& word) { return one_of(word, {"so", "then", "okay"}); });
}

// Whether it is hedged, but for the "I think we should" of a proposal itself.
bool is_hedged(const Sentence& sentence, const CueHit& hit) {
  return std::ranges::any_of(sentence.cues, [&](const CueHit& other) {
    return is(other, Cue::hedge) && !(is(hit, Cue::proposal) && other.begin >= hit.begin && other.end <= hit.end);
  });
}

// "We'll stick to it then"; not "until then"
bool ends_then(const Sentence& sentence) {
  const std::size_t n = sentence.words.size();
  return n > 1 && sentence.words[n - 1] == "then" &&
         !one_of(sentence.words[n - 2], {"until", "till", "back", "by", "since", "before"});
}

// "So we'll go with the yellow case" by the words alone; "let's postpone it", "shall we drop it?" once another agrees.
float choice_score(const Sentence& sentence, const CueHit& hit, bool agreed) {
  if ((sentence.asks && !agreed) || sentence.cut_off || sentence.has(Cue::hypothetical) || is_hedged(sentence, hit) ||
      sentence.has(Cue::negation) || is_rating(sentence, hit) || is_course_of_meeting(sentence))
    return 0;
  const bool proceeds = sentence.words[hit.end - 1] == "let's" &&
                        one_of(word_at(sentence, hit.end),
                               {"think", "see",  "look",     "talk",   "discuss", "start", "go",    "move", "wait",
                                "say",   "do",   "continue", "begin",  "hear",    "come",  "face",  "hope", "be",
                                "get",   "stop", "try",      "assume", "imagine", "wrap",  "leave", "have"});
  if (proceeds || sentence.words.size() > kLongestChoice || sentence.has(Cue::proceeding) ||
      sentence.has(Cue::procedure))
    agreed = false;
  if (agreed) return kAgreed;
  const bool concludes = (sentence.opening > 0 && hit.begin <= sentence.opening + 1) || ends_then(sentence);
  const bool names_it = !one_of(word_at(sentence, hit.end), {"it", "that", "this"});
  return is(hit, Cue::choice) && concludes && names_it ? kChosen : 0;
}

}  // namespace

bool tells_history(const Sentence& sentence) {
  for (std::size_t i = 0; i < sentence.words.size(); ++i) {
    const auto word = [&](std::size_t k) { return word_at(sentence, i + k); };
    if ((word(0) == "last" && word(1) == "year") || (one_of(word(0), {"year", "years"}) && word(1) == "ago"))
      return true;
    if (word(0) == "back" && word(1) == "then") return true;
    if (word(0) == "my" && one_of(word(1), {"last", "old", "previous", "former"}) &&
        one_of(word(2),
               {"job", "school", "company", "team", "place", "institute", "employer", "office", "hospital", "firm"}))
      return true;
    if (word(0) == "in" && word(1).size() == 4 && year_number(word(1)) && *year_number(word(1)) < kLongAgo) return true;
  }
  return false;
}

bool announces_decision(const Sentence& sentence) {
  static constexpr std::string_view kWords[] = {"here's the decision", "here is the decision", "this is the decision",
                                                "here's what we decided"};
  return sentence.words.size() <= kLongestAnnouncement && !sentence.has(Cue::hypothetical) &&
         opening_phrase(sentence, kWords).has_value();
}

float decision_score(const Sentence& sentence, bool agreed, bool told_of_past) {
  if (is_minuted_decision(sentence)) return kDecided;
  const bool asks = sentence.asks && !sentence.tag_only;
  const bool open = asks || sentence.has(Cue::negation) || sentence.has(Cue::hypothetical);
  float score = !open && !is_awaited(sentence) && is_said_settled(sentence) ? kSettled : 0;
  if (!asks && !sentence.has(Cue::hypothetical) && says_it_is(sentence)) score = std::max(score, kAgreed);
  for (const CueHit& hit : sentence.cues) {
    if (is(hit, Cue::choice) || is(hit, Cue::proposal)) score = std::max(score, choice_score(sentence, hit, agreed));
    if (asks || is_negated(sentence, hit, 2) || is_hypothetical(sentence, hit)) continue;
    if (!is(hit, Cue::decided) && !is(hit, Cue::settled)) continue;
    if (is_unsure(sentence, hit.begin) || one_of(word_at(sentence, hit.end), {"nothing", "none"})) continue;
    const bool broken_off = sentence.cut_off && hit.end == sentence.words.size();
    if (is(hit, Cue::decided) && !is_history(sentence, hit, told_of_past) &&
        !near_before(sentence, hit, Cue::undecided, 0) && !asks_why(sentence, hit) && !broken_off)
      score = std::max(score, kDecided);
    if (is(hit, Cue::settled) && !sentence.cut_off && !told_of_past && !is_awaited(sentence) &&
        word_at(sentence, hit.begin) != "they")
      score = std::max(score, kSettled);
  }
  return score;
}

}  // namespace hebb
