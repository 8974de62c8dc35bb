#include "extract/actions.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "extract/due.h"
#include "text/normalise.h"
#include "text/one_of.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

// How often a sentence with such a cue was an action, on meetings read by hand (docs/extraction.md).
constexpr float kCommitted = 0.7F;
constexpr float kObliged = 0.6F;
constexpr float kWithDate = 0.15F;  // added where a date or the next meeting is named
constexpr float kWeakVerb = 0.4F;   // below the threshold by itself
constexpr float kActionWord = 0.75F;

constexpr std::size_t kFewestActionWords = 4;
constexpr std::size_t kOpeningWords = 6;
constexpr std::uint32_t kConditionWords = 20;  // "if you are unable to join again, please contact us"

// The verb cue that follows `hit` at once, or after up to two adverbs; null when none does.
const CueHit* verb_after(const Sentence& sentence, const CueHit& hit, Cue verb) {
  static constexpr std::array<std::string_view, 16> kBetween{
      "just", "also", "definitely", "probably", "then", "now",   "try", "to",
      "and",  "go",   "please",     "maybe",    "all",  "still", "be",  "have"};
  for (const CueHit& o : sentence.cues) {
    if (!is(o, verb) || o.begin < hit.end || o.begin > hit.end + 2) continue;
    const auto between = std::span(sentence.words).subspan(hit.end, o.begin - hit.end);
    if (std::ranges::all_of(between, [](const auto& w) { return std::ranges::contains(kBetween, w); })) return &o;
  }
  return nullptr;
}

std::string_view word_before(const Sentence& sentence, const CueHit& hit) {
  return hit.begin > 0 ? word_at(sentence, hit.begin - 1) : "";
}

bool is_own(const Sentence& sentence, const CueHit& hit) {
  return one_of(word_at(sentence, hit.begin), {"i", "i'll", "i'm", "i've"});
}

// Told of others ("they will"), within what describes something else ("the way we're gonna send it"), or quoted.
bool is_report(const Sentence& sentence, const CueHit& hit) {
  if (one_of(word_at(sentence, hit.begin),
             {"he", "she", "they", "he'll", "she'll", "they'll", "everybody", "everyone"}))
    return true;
  if (one_of(word_before(sentence, hit), {"what", "whatever", "how", "way", "which", "where", "when", "once", "who",
                                          "why", "as", "than", "thought"}))
    return true;
  const auto quote = sentence.text.find('"');
  return quote != std::string_view::npos && words_of(sentence.text.substr(0, quote)).size() <= hit.begin;
}

// Speech in a chamber: "can the Minister please update the House" asks for an answer.
bool is_debate(const Sentence& sentence) {
  return std::ranges::any_of(sentence.words, [](const auto& word) {
    return one_of(word, {"minister", "ministers", "parliament", "canadians"});
  });
}

bool is_of_group(const Sentence& sentence, const CueHit& hit) {
  return one_of(word_at(sentence, hit.begin), {"we", "we'll", "we're", "we've"});
}

// "We need to send a really clear message"
bool sends_signal(const Sentence& sentence, const CueHit& verb) {
  const auto end = std::min<std::size_t>(verb.end + 4, sentence.words.size());
  return std::any_of(sentence.words.begin() + verb.end, sentence.words.begin() + end,
                     [](const auto& word) { return one_of(word, {"message", "messages", "signal"}); });
}

// "You have to install Tcl first", "when you don't stay in it you have to redesign": what anybody does.
bool instructs_anybody(const Sentence& sentence, const CueHit& hit, std::string_view verb) {
  if (word_at(sentence, hit.begin) != "you") return false;
  if (one_of(verb, {"install", "register", "sign", "print"})) return true;
  for (std::size_t i = 0; i + 1 < hit.begin; ++i) {
    if (one_of(word_at(sentence, i), {"when", "whenever", "way"}) && word_at(sentence, i + 1) == "you") return true;
  }
  return false;
}

// "I'll be careful next time I need to send one"; "next time I'll send it" takes it on.
bool is_occasion(const Sentence& sentence, const CueHit& hit) {
  return is(hit, Cue::obligation) && word_before(sentence, hit) == "time" && hit.begin > sentence.opening + 2;
}

// Verbs whose work outlives the meeting in some company only: "take care" of a matter is a wish, "fill in the numbers"
// is done at once, what "we have to work on" has no bounds, and what "we'll find out" comes by itself.
bool is_work(const Sentence& sentence, const CueHit& hit, const CueHit& verb, bool dated) {
  const auto first = word_at(sentence, verb.begin), second = word_at(sentence, verb.begin + 1);
  const bool group = is_of_group(sentence, hit);
  if (first == "remind")
    return one_of(second, {"me", "you"}) && !one_of(word_at(sentence, verb.begin + 2), {"that", "of"});
  if (first == "send" && group && sends_signal(sentence, verb)) return false;
  if (is(hit, Cue::obligation) && !dated && instructs_anybody(sentence, hit, first)) return false;
  if (first == "fill") return false;
  if (first == "get") return one_of(word_at(sentence, verb.end), {"you", "him", "her", "them", "us"});
  if (first == "take" && second == "care") return !group;
  if (first == "find" && group && is(hit, Cue::commitment)) return false;
  return !(first == "work" && group) || dated;
}

float duty_score(const Sentence& sentence, const CueHit& hit, float with_durable, bool dated) {
  if (is_hypothetical(sentence, hit) || is_report(sentence, hit) || is_occasion(sentence, hit)) return 0;
  const bool plea = is(hit, Cue::request) && word_at(sentence, hit.begin) == "please";
  if (plea && near_before(sentence, hit, Cue::hypothetical, kConditionWords)) return 0;
  const float date = dated ? kWithDate : 0;
  const auto complete = [&](const CueHit* verb) {
    const auto next = word_at(sentence, verb->end), after = word_at(sentence, verb->end + 1);
    if (one_of(next, {"i", "we"}) && !one_of(after, {"think", "guess", "suppose"}))
      return false;  // "to send, we have to"
    return !sentence.cut_off || verb->end + 2 <= sentence.words.size();
  };
  if (const auto* verb = verb_after(sentence, hit, Cue::durable_verb); verb != nullptr && complete(verb))
    return is_work(sentence, hit, *verb, dated) ? with_durable + date : 0;
  if (is_of_group(sentence, hit)) return 0;  // "next time we'll discuss it" is an agenda
  if (const auto* verb = verb_after(sentence, hit, Cue::finished_work); verb != nullptr && !sentence.cut_off)
    return with_durable + date;
  if (const auto* verb = verb_after(sentence, hit, Cue::weak_verb); verb != nullptr && complete(verb))
    return kWeakVerb + date;
  return 0;
}

// Whether the word is of a name. A name is written with a capital: "Marketing will send it", but "for marketing". Where
// nothing is, as in raw speech recognition, a name of one word is told.
bool is_named(const Sentence& sentence, const MeetingManner& manner, std::string_view word) {
  const auto found = manner.members.find(std::string(word));
  if (found == manner.members.end()) return false;
  const auto placed = placed_words(sentence.text);
  if (std::ranges::none_of(placed, &PlacedWord::capital)) return words_of(found->second).size() == 1;
  return std::ranges::any_of(placed, [&](const PlacedWord& p) {
    return p.capital && std::ranges::contains(words_of(sentence.text.substr(p.begin, p.end - p.begin)), word);
  });
}

// Whose name ends with word `at`. Nothing where two share the word, or the word before is of another's name: "the User
// Interface Designer" is not the Industrial Designer.
std::optional<std::string> member_named(const Sentence& sentence, const MeetingManner& manner, std::size_t at) {
  if (at >= sentence.words.size() || !is_named(sentence, manner, sentence.words[at])) return std::nullopt;
  const std::string& name = manner.members.at(sentence.words[at]);
  const auto before = at > 0 ? manner.members.find(sentence.words[at - 1]) : manner.members.end();
  if (name.empty() || (before != manner.members.end() && before->second != name)) return std::nullopt;
  return name;
}

// "Anna will", "Anna is going to", where Anna is one of the meeting's people.
std::vector<CueHit> named_commitments(const Sentence& sentence, const MeetingManner& manner) {
  std::vector<CueHit> hits;
  const auto& words = sentence.words;
  const auto word = [&](std::size_t i) { return word_at(sentence, i); };
  for (std::uint32_t i = 0; i + 1 < words.size(); ++i) {
    if (!is_named(sentence, manner, words[i])) continue;
    const bool is_given = word(i + 1) == "to" && sentence.has(Cue::action_word);  // "Action item: Anna to send it"
    if (word(i + 1) == "will" || is_given) hits.push_back({0, i, i + 2});
    if (word(i + 1) == "is" && word(i + 2) == "going" && word(i + 3) == "to") hits.push_back({0, i, i + 4});
  }
  return hits;
}

// Whom a sentence speaks to: "Anna, could you send it?", "Could you send it, Anna?"
std::optional<std::string> addressed(const Sentence& sentence, const CueHit& hit, const MeetingManner& manner) {
  if (hit.begin > 0) {
    if (auto name = member_named(sentence, manner, hit.begin - 1)) return name;
  }
  const auto comma = sentence.text.rfind(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto last = words_of(sentence.text.substr(comma));
  return last.size() == 1 ? member_named(sentence, manner, sentence.words.size() - 1) : std::nullopt;
}

// "action item for Anna", "Action item: Anna to send it"
std::optional<std::string> charged(const Sentence& sentence, const MeetingManner& manner) {
  for (const CueHit& hit : sentence.cues) {
    if (!is(hit, Cue::action_word) || hit.end >= sentence.words.size()) continue;
    const std::size_t at = hit.end + (one_of(sentence.words[hit.end], {"for", "on"}) ? 1 : 0);
    return member_named(sentence, manner, at);
  }
  return std::nullopt;
}

// An action item is told of, or given: "one action item is to find out", "an action item for Anna".
bool gives_item(const Sentence& sentence) {
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    if (!is(hit, Cue::action_word) || is_report(sentence, hit)) return false;
    if (one_of(word_before(sentence, hit), {"the", "less", "more", "no", "immediate", "like", "my", "other"}))
      return false;
    return one_of(word_at(sentence, hit.end), {"for", "is", "to", "that", "on"}) || sentence.text.contains(':');
  });
}

std::optional<TaskStatus> status_of(const Sentence& sentence) {
  if (!sentence.has(Cue::action_word) || sentence.has(Cue::negation)) return std::nullopt;
  const auto says = [&](std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(sentence.words, [&](const auto& word) { return one_of(word, words); });
  };
  if (says({"done", "completed", "finished"})) return TaskStatus::done;
  return says({"open", "outstanding", "pending"}) ? std::optional(TaskStatus::open) : std::nullopt;
}

// A day that is named before the work is taken on may be another matter's ("I'm away next week but I could try"),
// unless the sentence begins with it ("By Friday I'll send it").
std::optional<std::chrono::sys_days> due_of(const Sentence& sentence, std::size_t at, std::chrono::sys_days said) {
  const std::span words = sentence.words;
  if (const auto day = due_day(words.subspan(at), said)) return day;
  return at <= kOpeningWords ? due_day(words, said) : std::nullopt;
}

}  // namespace

ActionGuess action_of(const Sentence& sentence, const MeetingManner& manner) {
  ActionGuess best;
  if (sentence.has(Cue::procedure) || is_debate(sentence) || sentence.words.size() < kFewestActionWords) return best;
  const bool dated = sentence.has(Cue::later);
  if (!sentence.asks && gives_item(sentence))
    best = {.score = kActionWord, .by_speaker = false, .member = charged(sentence, manner), .at = 0};
  const auto prefer = [&](const CueHit& hit, float with_durable, bool own, std::optional<std::string> member) {
    const float score = duty_score(sentence, hit, with_durable, dated);
    if (score > best.score) best = {.score = score, .by_speaker = own, .member = std::move(member), .at = hit.begin};
  };
  for (const CueHit& hit : sentence.cues) {
    if (is(hit, Cue::request)) prefer(hit, kObliged, false, addressed(sentence, hit, manner));
    if (sentence.asks && !sentence.tag_only) continue;  // "will we send it?" asks; "could you send it?" tells
    if (is(hit, Cue::commitment)) prefer(hit, kCommitted, is_own(sentence, hit), std::nullopt);
    if (is(hit, Cue::obligation)) {
      const bool spoken_to = word_at(sentence, hit.begin) == "you";
      prefer(hit, kObliged, is_own(sentence, hit), spoken_to ? addressed(sentence, hit, manner) : std::nullopt);
    }
  }
  if (sentence.asks && !sentence.tag_only) return best;
  for (const CueHit& hit : named_commitments(sentence, manner))
    prefer(hit, kCommitted, false, member_named(sentence, manner, hit.begin));
  return best;
}

Task task_of(const Reading& reading, const MeetingManner& manner, const std::optional<std::string>& speaker,
             const std::optional<std::chrono::sys_days>& said) {
  ActionGuess best;
  const Sentence* likeliest = nullptr;
  for (const Sentence& sentence : reading.sentences) {
    auto guess = action_of(sentence, manner);
    if (guess.score <= best.score) continue;
    best = std::move(guess);
    likeliest = &sentence;
  }
  if (likeliest == nullptr) return {};
  return {.owner = best.by_speaker ? speaker : best.member,
          .due = said ? due_of(*likeliest, best.at, *said) : std::nullopt,
          .status = status_of(*likeliest)};
}

}  // namespace hebb
