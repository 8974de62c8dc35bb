#include "extract/actions.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "extract/due.h"
#include "text/normalise.h"

namespace hebb {
namespace {

// How often a sentence with such a cue was an action, on meetings read by hand (docs/extraction.md).
constexpr float kCommitted = 0.7F;
constexpr float kObliged = 0.6F;
constexpr float kWithDate = 0.15F;  // added where a date or the next meeting is named
constexpr float kWeakVerb = 0.4F;   // below the threshold by itself
constexpr float kActionWord = 0.75F;

constexpr std::size_t kFewestWords = 4;

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::contains(words, word);
}

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

float duty_score(const Sentence& sentence, const CueHit& hit, float with_durable, bool dated) {
  if (is_hypothetical(sentence, hit)) return 0;
  const float date = dated ? kWithDate : 0;
  const auto complete = [&](const CueHit* verb) { return !sentence.cut_off || verb->end + 2 <= sentence.words.size(); };
  if (const auto* verb = verb_after(sentence, hit, Cue::durable_verb); verb != nullptr && complete(verb))
    return with_durable + date;
  if (const auto* verb = verb_after(sentence, hit, Cue::weak_verb); verb != nullptr && complete(verb))
    return kWeakVerb + date;
  return 0;
}

std::optional<std::string> member_named(const MeetingManner& manner, std::string_view word) {
  const auto found = manner.members.find(std::string(word));
  return found == manner.members.end() || found->second.empty() ? std::nullopt : std::optional(found->second);
}

// "Anna will", "Anna is going to", where Anna is one of the meeting's people.
std::vector<CueHit> named_commitments(const Sentence& sentence, const MeetingManner& manner) {
  std::vector<CueHit> hits;
  const auto& words = sentence.words;
  const auto word = [&](std::size_t i) { return i < words.size() ? std::string_view(words[i]) : ""; };
  for (std::uint32_t i = 0; i + 1 < words.size(); ++i) {
    if (!manner.members.contains(words[i])) continue;
    if (one_of(word(i + 1), {"will", "to"})) hits.push_back({0, i, i + 2});
    if (word(i + 1) == "is" && word(i + 2) == "going" && word(i + 3) == "to") hits.push_back({0, i, i + 4});
  }
  return hits;
}

// Whom a sentence speaks to: "Anna, could you send it?", "Could you send it, Anna?"
std::optional<std::string> addressed(const Sentence& sentence, const CueHit& hit, const MeetingManner& manner) {
  if (hit.begin > 0) {
    if (auto name = member_named(manner, sentence.words[hit.begin - 1])) return name;
  }
  const auto comma = sentence.text.rfind(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const auto last = words_of(sentence.text.substr(comma));
  return last.size() == 1 ? member_named(manner, last.front()) : std::nullopt;
}

// "action item for Anna", "Action item: Anna to send it"
std::optional<std::string> charged(const Sentence& sentence, const MeetingManner& manner) {
  for (const CueHit& hit : sentence.cues) {
    if (!is(hit, Cue::action_word) || hit.end >= sentence.words.size()) continue;
    const std::size_t at = hit.end + (one_of(sentence.words[hit.end], {"for", "on"}) ? 1 : 0);
    if (at < sentence.words.size()) return member_named(manner, sentence.words[at]);
  }
  return std::nullopt;
}

bool is_own(const Sentence& sentence, const CueHit& hit) {
  return one_of(sentence.words[hit.begin], {"i", "i'll", "i'm", "i've"});
}

void prefer(ActionGuess& best, ActionGuess other) {
  if (other.score > best.score) best = std::move(other);
}

std::optional<TaskStatus> status_of(const Sentence& sentence) {
  if (!sentence.has(Cue::action_word) || sentence.has(Cue::negation)) return std::nullopt;
  const auto says = [&](std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(sentence.words, [&](const auto& word) { return one_of(word, words); });
  };
  if (says({"done", "completed", "finished"})) return TaskStatus::done;
  return says({"open", "outstanding", "pending"}) ? std::optional(TaskStatus::open) : std::nullopt;
}

}  // namespace

ActionGuess action_of(const Sentence& sentence, const MeetingManner& manner) {
  ActionGuess best;
  if (sentence.has(Cue::procedure) || sentence.words.size() < kFewestWords) return best;
  const bool dated = sentence.has(Cue::later);
  if (sentence.has(Cue::action_word) && !sentence.asks)
    best = {.score = kActionWord, .by_speaker = false, .member = charged(sentence, manner)};
  for (const CueHit& hit : sentence.cues) {
    if (is(hit, Cue::request))
      prefer(best, {duty_score(sentence, hit, kObliged, dated), false, addressed(sentence, hit, manner)});
    if (sentence.asks) continue;  // "will we send it?" asks; "could you send it?" tells
    if (is(hit, Cue::commitment))
      prefer(best, {duty_score(sentence, hit, kCommitted, dated), is_own(sentence, hit), std::nullopt});
    if (is(hit, Cue::obligation)) {
      auto member = sentence.words[hit.begin] == "you" ? addressed(sentence, hit, manner) : std::nullopt;
      prefer(best, {duty_score(sentence, hit, kObliged, dated), is_own(sentence, hit), std::move(member)});
    }
  }
  if (sentence.asks) return best;
  for (const CueHit& hit : named_commitments(sentence, manner))
    prefer(best,
           {duty_score(sentence, hit, kCommitted, dated), false, member_named(manner, sentence.words[hit.begin])});
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
          .due = said ? due_day(likeliest->words, *said) : std::nullopt,
          .status = status_of(*likeliest)};
}

}  // namespace hebb
