#include "extract/types.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "extract/actions.h"
#include "extract/ideas.h"
#include "text/calendar.h"
#include "text/normalise.h"
#include "text/one_of.h"

namespace hebb {
namespace {

// How often a statement with such a cue was what the cue says, on meetings read by hand (docs/extraction.md).
constexpr float kDecided = 0.9F;
constexpr float kLabelled = 0.9F;  // "Decision: …"
constexpr float kChosen = 0.55F;   // a choice that follows "okay, so" and asks and hedges nothing
constexpr float kSettled = 0.71F;
constexpr float kAgreed = 0.61F;  // a choice or a proposal to which another consents
constexpr float kAsked = 0.95F;
constexpr float kIssue = 0.65F;
constexpr float kRisk = 0.65F;
constexpr float kAssumption = 0.6F;
constexpr float kFinding = 0.65F;
constexpr float kThreshold = 0.5F;

constexpr std::size_t kFewestQuestionWords = 3;
constexpr std::size_t kFewestStatementWords = 4;
constexpr std::size_t kFewestLabelledWords = 3;
constexpr std::size_t kLongestAnnouncement = 8;
constexpr int kLongAgo = 2022;              // a year of which nobody decides today
constexpr std::size_t kLongestChoice = 35;  // words; whoever agrees to more agrees to something in it

using Scores = std::array<float, kMemoryTypes>;

float& at(Scores& scores, MemoryType type) {
  return scores[static_cast<std::size_t>(type)];
}
void raise(Scores& scores, MemoryType type, float to) {
  at(scores, type) = std::max(at(scores, type), to);
}

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

struct LabelWord {
  std::string_view word;
  MemoryType type;
};
constexpr LabelWord kLabels[] = {
    {"decision", MemoryType::decision},
    {"decisions", MemoryType::decision},
    {"decided", MemoryType::decision},
    {"agreed", MemoryType::decision},
    {"resolved", MemoryType::decision},
    {"resolution", MemoryType::decision},
    {"resolutions", MemoryType::decision},
    {"approved", MemoryType::decision},
    {"risk", MemoryType::risk},
    {"risks", MemoryType::risk},
    {"issue", MemoryType::issue},
    {"issues", MemoryType::issue},
    {"problem", MemoryType::issue},
    {"problems", MemoryType::issue},
    {"blocker", MemoryType::issue},
    {"blockers", MemoryType::issue},
    {"idea", MemoryType::idea},
    {"ideas", MemoryType::idea},
    {"suggestion", MemoryType::idea},
    {"suggestions", MemoryType::idea},
    {"proposal", MemoryType::idea},
    {"question", MemoryType::question},
    {"questions", MemoryType::question},
    {"assumption", MemoryType::assumption},
    {"assumptions", MemoryType::assumption},
    {"finding", MemoryType::finding},
    {"findings", MemoryType::finding},
};

// "We did not agree on a price, so we leave the fair"
bool goes_another_way(const Sentence& sentence, std::size_t from) {
  for (std::size_t i = from; i + 1 < sentence.words.size(); ++i) {
    if (one_of(sentence.words[i], {"we", "we'll"}) &&
        one_of(sentence.words[i + 1],
               {"go", "leave", "stay", "stick", "keep", "take", "drop", "use", "stop", "cancel"}))
      return true;
  }
  return false;
}

// "Decisions: not decided: the colour", "Decisions: we did not agree on a price", "Decisions: proposed: a van"
bool is_left_open(const Sentence& sentence, std::size_t label) {
  const bool denied = std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    if (!is(hit, Cue::undecided) || hit.begin < label || hit.begin > label + 2) return false;
    if (goes_another_way(sentence, hit.end)) return false;
    const auto first = word_at(sentence, hit.begin);
    const bool at_first = hit.begin == label || one_of(sentence.words[hit.begin - 1], {"did", "have", "has", "could"});
    return one_of(first, {"haven't", "hasn't", "didn't", "couldn't", "no"}) || (first == "not" && at_first);
  });
  auto opens = sentence.text.substr(sentence.text.find(':') + 1);
  const auto colon = opens.find(':');
  const bool proposed = one_of(word_at(sentence, label), {"proposed", "proposal", "undecided", "pending"}) &&
                        colon != std::string_view::npos && words_of(opens.substr(0, colon)).size() == 1;
  while (opens.ends_with(' ') || opens.ends_with('.')) opens.remove_suffix(1);
  return denied || proposed || opens.ends_with("(to be confirmed)") || opens.ends_with("(to be decided)");
}

// "Decision: we go with the yellow case.", "Main risk: the supplier goes under."
std::optional<MemoryType> labelled_type(const Sentence& sentence) {
  const auto label = label_of(sentence);
  if (sentence.words.size() < label.size() + kFewestLabelledWords) return std::nullopt;
  if (label.empty() || lists_none(sentence)) return std::nullopt;
  if (std::ranges::any_of(
          label, [](const auto& word) { return one_of(word, {"no", "not", "another", "be", "good", "great"}); }))
    return std::nullopt;
  for (const auto& [word, type] : kLabels) {
    const bool open = type == MemoryType::decision && (sentence.asks || is_left_open(sentence, label.size()));
    if (label.back() == word && !open) return type;
  }
  return std::nullopt;
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

// Of another time or place: "last year", "at my last school", "in 2019".
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

// "So here's the decision.", said before it.
bool announces_decision(const Sentence& sentence) {
  static constexpr std::string_view kWords[] = {"here's the decision", "here is the decision", "this is the decision",
                                                "here's what we decided"};
  return sentence.words.size() <= kLongestAnnouncement && !sentence.has(Cue::hypothetical) &&
         opening_phrase(sentence, kWords).has_value();
}

// `agreed`: another consents to it at once. `told_of_past`: it or the sentence before tells of another time.
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

float question_score(const Sentence& sentence) {
  return sentence.asks && sentence.words.size() >= kFewestQuestionWords && !sentence.tag_only ? kAsked : 0;
}

bool stands(const Sentence& sentence, Cue cue) {
  return std::ranges::any_of(sentence.cues,
                             [&](const CueHit& hit) { return is(hit, cue) && !is_negated(sentence, hit, 2); });
}

// "The problem is solved", "the risk has been removed"; not "the problem is that the price is fixed"
bool is_solved(const Sentence& sentence, const CueHit& hit) {
  constexpr std::size_t kFurthest = 6;  // words
  for (std::size_t i = hit.end; i < std::min(hit.end + kFurthest, sentence.words.size()); ++i) {
    const auto word = word_at(sentence, i);
    if (one_of(word, {"solved", "fixed", "resolved", "eliminated", "removed"})) {
      std::size_t at = i - 1;
      while (at > hit.begin && one_of(sentence.words[at], {"already", "now", "all", "finally"})) --at;
      return one_of(sentence.words[at], {"is", "was", "are", "were", "been", "it's", "that's"});
    }
    const bool opens_matter = word == "that" && one_of(sentence.words[i - 1], {"is", "was"});
    if (opens_matter || word.ends_with("n't") ||
        one_of(word, {"not", "never", "how", "what", "why", "who", "when", "if", "once", "until", "before", "after",
                      "because", "but"}))
      return false;
  }
  return false;
}

// "We have eliminated the risk"; "we have to eliminate it" leaves it.
bool is_removed(const Sentence& sentence, const CueHit& hit) {
  constexpr std::uint32_t kFurthest = 3;  // words
  for (std::uint32_t i = hit.begin - std::min(hit.begin, kFurthest); i < hit.begin; ++i) {
    if (one_of(sentence.words[i], {"eliminated", "eliminates", "removed", "removes"}))
      return !is_negated(sentence, {kNoCue, i, i + 1}, 2);
  }
  return false;
}

// Whether the sentence itself takes back the trouble that it names.
bool is_taken_back(const Sentence& sentence, const CueHit& hit) {
  return in_doubt(sentence, hit.begin) || is_solved(sentence, hit) || is_removed(sentence, hit);
}

// "If they walk out in September, we could miss the launch"; not "I wonder if we'd lose it".
bool would_lose(const Sentence& sentence) {
  if (!sentence.has(Cue::hypothetical)) return false;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    return is(hit, Cue::loss) && hit.begin > 0 && !one_of(sentence.words[hit.begin - 1], {"if", "whether", "when"}) &&
           !one_of(word_at(sentence, hit.end), {"a", "that", "of"});
  });
}

// "The risk register is done" tells of none.
bool is_risk(const Sentence& sentence) {
  if (lists_none(sentence)) return false;
  if (would_lose(sentence) || stands(sentence, Cue::worry)) return true;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    return is(hit, Cue::risk) && !is_negated(sentence, hit, 2) && !is_taken_back(sentence, hit) &&
           !one_of(word_at(sentence, hit.end), {"register", "log", "assessment", "matrix", "management", "analysis"});
  });
}

bool is_issue(const Sentence& sentence) {
  if (sentence.asks) return false;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    const bool named = is(hit, Cue::trouble) ? !sentence.cut_off
                                             : is(hit, Cue::issue) && !near_before(sentence, hit, Cue::issue_solved, 0);
    return named && !is_hypothetical(sentence, hit) && !is_negated(sentence, hit, 3) && !is_taken_back(sentence, hit);
  });
}

Scores scores_of(const Sentence& sentence, const MeetingManner& manner, const UtteranceScores* learnt,
                 const Uptake& uptake, bool told_of_past) {
  Scores scores{};
  raise(scores, MemoryType::decision, decision_score(sentence, uptake.agreed, told_of_past));
  if (const auto type = labelled_type(sentence)) raise(scores, *type, kLabelled);
  raise(scores, MemoryType::action, action_of(sentence, manner, uptake).score);
  raise(scores, MemoryType::question, question_score(sentence));
  raise(scores, MemoryType::idea, idea_score(sentence, learnt));
  if (is_issue(sentence)) raise(scores, MemoryType::issue, kIssue);
  if (sentence.asks || sentence.words.size() < kFewestStatementWords) return scores;
  if (is_risk(sentence)) raise(scores, MemoryType::risk, kRisk);
  if (stands(sentence, Cue::assumption)) raise(scores, MemoryType::assumption, kAssumption);
  if (stands(sentence, Cue::finding) && !sentence.has(Cue::hypothetical)) raise(scores, MemoryType::finding, kFinding);
  return scores;
}

// Where several hold: what binds people first, then what is open, then the rest.
constexpr std::array kOrder{MemoryType::decision, MemoryType::action,     MemoryType::risk,    MemoryType::issue,
                            MemoryType::idea,     MemoryType::assumption, MemoryType::finding, MemoryType::question};

}  // namespace

TypeGuess type_of(const Reading& reading, const MeetingManner& manner, std::span<const UtteranceScores> learnt,
                  const Uptake& uptake, const Reading* before) {
  HEBB_CHECK(learnt.empty() || learnt.size() == reading.sentences.size());
  Scores best{};
  std::size_t asked_words = 0;
  for (std::size_t k = 0; k < reading.sentences.size(); ++k) {
    const auto& sentence = reading.sentences[k];
    auto scores = scores_of(sentence, manner, learnt.empty() ? nullptr : &learnt[k], uptake_by(uptake, reading, k),
                            tells_history(sentence) || (k > 0 && tells_history(reading.sentences[k - 1])));
    const Sentence* last = k > 0                                  ? &reading.sentences[k - 1]
                           : before && !before->sentences.empty() ? &before->sentences.back()
                                                                  : nullptr;
    if (last != nullptr && announces_decision(*last) && !sentence.asks &&
        sentence.words.size() >= kFewestStatementWords)
      raise(scores, MemoryType::decision, kDecided);
    if (scores[static_cast<std::size_t>(MemoryType::question)] >= kThreshold) asked_words += sentence.words.size();
    for (std::size_t i = 0; i < best.size(); ++i) best[i] = std::max(best[i], scores[i]);
  }
  // A statement that ends in a short question is still a statement; a question with its preamble is a question.
  const bool mostly_asks = asked_words * 2 >= reading.words && asked_words > 0;
  const bool ends_asking = asked_words > 0 && question_score(reading.sentences.back()) >= kThreshold;
  if (!mostly_asks && !ends_asking && !(reading.sentences.size() == 1 && labelled_type(reading.sentences.front())))
    at(best, MemoryType::question) = 0;
  const bool does_more = at(best, MemoryType::action) >= kThreshold || at(best, MemoryType::decision) >= kThreshold ||
                         at(best, MemoryType::idea) >= kThreshold;
  if (mostly_asks && !does_more) return {MemoryType::question, at(best, MemoryType::question)};
  if (!manner.punctuated && learnt.size() == 1 && learnt[0][UtteranceClass::question] >= kAsks && !does_more)
    return {MemoryType::question, learnt[0][UtteranceClass::question]};
  for (const auto type : kOrder) {
    if (at(best, type) >= kThreshold) return {type, std::min(at(best, type), 1.0F)};
  }
  return {MemoryType::context, 1 - *std::ranges::max_element(best)};
}

}  // namespace hebb
