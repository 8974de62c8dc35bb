#include "extract/actions.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "extract/assignees.h"
#include "extract/due.h"
#include "extract/meant.h"
#include "text/calendar.h"
#include "text/normalise.h"
#include "text/one_of.h"

namespace hebb {
namespace {

// How often a sentence with such a cue was an action, on meetings read by hand (docs/extraction.md).
constexpr float kCommitted = 0.7F;
constexpr float kObliged = 0.6F;
constexpr float kWithDate = 0.15F;  // added where a date or the next meeting is named
constexpr float kWeakVerb = 0.4F;   // below the threshold by itself
constexpr float kActionWord = 0.75F;
constexpr float kLasting = 0.53F;
constexpr float kTaken = 0.56F;  // whatever was asked for, and promised

constexpr std::size_t kDayWithin = 20;  // words
constexpr std::size_t kFewestActionWords = 4;
constexpr std::uint32_t kConditionWords = 20;  // "if you are unable to join again, please contact us"

// The verb of a further work: "I'll go through it tonight and send you a note".
const CueHit* verb_joined(const Sentence& sentence, const CueHit& hit, Cue verb) {
  constexpr std::uint32_t kFurthest = 12;  // words
  for (const CueHit& o : sentence.cues) {
    if (is(o, verb) && o.begin > hit.end && o.begin <= hit.end + kFurthest && sentence.words[o.begin - 1] == "and")
      return &o;
  }
  return nullptr;
}

// The verb cue that follows `hit` at once, or after up to two adverbs; null when none does.
const CueHit* verb_after(const Sentence& sentence, const CueHit& hit, Cue verb) {
  static constexpr std::array<std::string_view, 18> kBetween{
      "just", "also",   "definitely", "probably", "then",  "now", "try",  "to",       "and",
      "go",   "please", "maybe",      "all",      "still", "be",  "have", "everyone", "everybody"};
  for (const CueHit& o : sentence.cues) {
    if (!is(o, verb) || o.begin < hit.end || o.begin > hit.end + 2) continue;
    const auto between = std::span(sentence.words).subspan(hit.end, o.begin - hit.end);
    if (std::ranges::all_of(between, [](const auto& w) { return std::ranges::contains(kBetween, w); })) return &o;
  }
  return nullptr;
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

// Verbs whose work outlives the meeting in some company only: "take care" of a matter is a wish, "fill in the numbers"
// is done at once, what "we have to work on" has no bounds, and what "we'll find out" comes by itself.
bool is_work(const Sentence& sentence, const CueHit& hit, const CueHit& verb, bool dated) {
  const auto first = word_at(sentence, verb.begin), second = word_at(sentence, verb.begin + 1);
  const bool group = is_of_group(sentence, hit);
  if (first == "remind")
    return one_of(second, {"me", "you"}) &&
           !one_of(word_at(sentence, verb.begin + 2), {"that", "of", "what", "how", "who", "when", "why", "where"});
  if (first == "send" && group && sends_signal(sentence, verb)) return false;
  if (is(hit, Cue::obligation) && !dated && instructs_anybody(sentence, hit, first)) return false;
  if (first == "fill") return false;
  if (first == "get") return one_of(word_at(sentence, verb.end), {"you", "him", "her", "them", "us"});
  if (first == "take" && second == "care") return !group;
  if (first == "find" && group && is(hit, Cue::commitment)) return false;
  return !(first == "work" && group) || dated;
}

// "By Tuesday, the ninth", whether or not some ninth is a Tuesday.
bool names_weekday(std::span<const std::string> words) {
  return std::ranges::adjacent_find(words, [](const auto& before, const auto& day) {
           return one_of(before, {"by", "before", "until", "on", "next", "this"}) && weekday_number(day);
         }) != words.end();
}

// Whether a day is named soon after; not today, which may be while they talk, and not "back on April 22".
bool names_day(const Sentence& sentence, const CueHit& hit) {
  if (word_at(sentence, hit.begin) == "you") return false;
  const auto after = std::span(sentence.words).subspan(hit.end);
  const auto near = after.first(std::min(kDayWithin, after.size()));
  const bool own = word_at(sentence, hit.begin) == "i'll";
  const auto is_of_now = [&](const auto& word) { return word == "today" && !own; };
  const bool back = std::ranges::adjacent_find(near, [](const auto& a, const auto& b) {
                      return a == "back" && one_of(b, {"on", "in"});
                    }) != near.end();
  const bool named = names_due_day(near) || (own && std::ranges::contains(near, "today")) || names_weekday(near) ||
                     std::ranges::contains(near, "weekend");
  return named && !back && std::ranges::none_of(near, is_of_now);
}

// Whatever else is to be done by a day, but not what only tells where somebody is or what they know.
bool does_something(const Sentence& sentence, const CueHit& hit) {
  if (word_at(sentence, hit.end) == "have" && std::ranges::contains(sentence.words, "by")) return true;
  return hit.end < sentence.words.size() &&
         !one_of(
             word_at(sentence, hit.end),
             {"be",      "have",  "see",  "know", "think", "say",    "go",   "come",  "arrive",   "leave",    "start",
              "stop",    "stay",  "talk", "try",  "hear",  "tell",   "give", "need",  "remember", "probably", "not",
              "never",   "just",  "also", "only", "one",   "seen",   "been", "heard", "noticed",  "had",      "got",
              "mention", "admit", "warn", "miss", "join",  "attend", "work", "meet",  "remind",   "wait",     "guess",
              "hope",    "like",  "love", "read", "the",   "a",      "an",   "that",  "this",     "my",       "our"});
}

// What is asked for is not done at once, in the meeting itself ("could you repeat that").
bool is_for_later(const Sentence& sentence, const CueHit& hit) {
  std::size_t at = hit.end;
  while (one_of(word_at(sentence, at), {"please", "maybe", "also", "just", "then", "perhaps", "kindly"})) ++at;
  const auto verb = word_at(sentence, at), next = word_at(sentence, at + 1);
  if ((verb == "draw" && next == "up") || (verb == "let" && next == "me") ||
      (verb == "give" && next != "me" && next != "us") || (verb == "get" && next != "it" && next != "that"))
    return true;
  return !verb.empty() &&
         !one_of(verb,
                 {"repeat",    "say",       "show",      "tell",     "explain",  "go",        "scroll",  "hear",
                  "see",       "start",     "begin",     "pass",     "move",     "read",      "give",    "wait",
                  "hold",      "stop",      "turn",      "open",     "close",    "remind",    "clarify", "come",
                  "look",      "continue",  "imagine",   "believe",  "guess",    "help",      "be",      "have",
                  "you",       "we",        "i",         "describe", "think",    "just",      "let",     "put",
                  "summarize", "summarise", "introduce", "draw",     "play",     "elaborate", "expand",  "comment",
                  "confirm",   "hand",      "press",     "click",    "use",      "get",       "like",    "prefer",
                  "agree",     "suggest",   "want",      "mind",     "consider", "guys",      "add",     "try",
                  "bring",     "take",      "run",       "make",     "but",      "and",       "so",      "it",
                  "that",      "the",       "all"});
}

// "I'll have the plan ready by Friday"
bool makes_ready(const Sentence& sentence) {
  return std::ranges::any_of(sentence.words,
                             [](const auto& word) { return one_of(word, {"ready", "done", "finished"}); });
}

// `taken`: another takes it on at once.
float duty_score(const Sentence& sentence, const CueHit& hit, float with_durable, bool dated, bool taken) {
  if (is_not_meant(sentence, hit)) return 0;
  if (word_before(sentence, hit) == "all" && word_at(sentence, hit.begin) == "you")
    return 0;  // "all you need to do is …"
  const bool plea = is(hit, Cue::request) && word_at(sentence, hit.begin) == "please";
  if (plea && near_before(sentence, hit, Cue::hypothetical, kConditionWords)) return 0;
  dated = dated || names_day(sentence, hit);
  const float date = dated ? kWithDate : 0;
  const auto complete = [&](const CueHit* verb) {
    const auto next = word_at(sentence, verb->end), after = word_at(sentence, verb->end + 1);
    if (one_of(next, {"i", "we"}) && !one_of(after, {"think", "guess", "suppose"}))
      return false;  // "to send, we have to"
    return !sentence.cut_off || verb->end + 2 <= sentence.words.size();
  };
  if (const auto* verb = verb_after(sentence, hit, Cue::durable_verb); verb != nullptr && complete(verb))
    return is_work(sentence, hit, *verb, dated) ? with_durable + date : 0;
  const bool told_you = is(hit, Cue::obligation) && word_at(sentence, hit.begin) == "you";
  const bool lasting = taken || dated || !(told_you || is_of_group(sentence, hit));
  if (const auto* verb = verb_after(sentence, hit, Cue::lasting_verb); lasting && verb != nullptr && complete(verb))
    return kLasting + date;
  if (dated && word_at(sentence, hit.end) == "have" && is_own(sentence, hit) && makes_ready(sentence)) return kLasting;
  if (is_of_group(sentence, hit)) return 0;  // "next time we'll discuss it" is an agenda
  if (const auto* verb = verb_after(sentence, hit, Cue::finished_work); verb != nullptr && !sentence.cut_off)
    return with_durable + date;
  if (const auto* verb = verb_after(sentence, hit, Cue::weak_verb); verb != nullptr && complete(verb))
    return taken ? kObliged + date : kWeakVerb + date;
  if (dated && is_own(sentence, hit)) {
    if (const auto* verb = verb_joined(sentence, hit, Cue::durable_verb); verb != nullptr && complete(verb))
      return kLasting + date;
  }
  // Whatever it is, by a day, or taken on.
  const bool personal = is_own(sentence, hit) && word_at(sentence, hit.begin) != "i'm";
  const bool told = one_of(word_at(sentence, hit.begin), {"somebody", "someone", "you'll"});
  if ((personal || told) && names_day(sentence, hit) && does_something(sentence, hit)) return kWeakVerb + date;
  return taken ? kTaken : 0;
}

// "I can do that by Friday", "let me follow up"; not "I can do Thursday", "I can meet".
bool promises_work(const Sentence& sentence, const CueHit& hit, bool dated) {
  const auto verb = word_at(sentence, hit.end);
  if (verb == "meet" || verb == "to" || verb == "used" ||
      (verb == "do" && !one_of(word_at(sentence, hit.end + 1), {"it", "that", "this"})))
    return false;
  return dated || names_day(sentence, hit) || verb_after(sentence, hit, Cue::lasting_verb) != nullptr;
}

// An action item is told of, or given: "one action item is to find out", "an action item for Anna".
bool gives_item(const Sentence& sentence) {
  if (is_labelled_action(sentence)) return true;
  if (lists_none(sentence)) return false;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    if (!is(hit, Cue::action_word) || is_report(sentence, hit)) return false;
    if (one_of(word_before(sentence, hit), {"the", "less", "more", "no", "immediate", "like", "my", "other"}))
      return false;
    return one_of(word_at(sentence, hit.end), {"for", "is", "to", "that", "on"}) || sentence.text.contains(':');
  });
}

// Of the word before "is responsible for", "is in charge of", "takes care of".
std::optional<std::size_t> responsibility(const Sentence& sentence) {
  for (std::size_t i = 0; i + 3 < sentence.words.size(); ++i) {
    const auto word = [&](std::size_t k) { return word_at(sentence, i + k); };
    if ((word(1) == "is" && word(2) == "responsible" && word(3) == "for") ||
        (word(1) == "is" && word(2) == "in" && word(3) == "charge") ||
        (word(1) == "takes" && word(2) == "care" && word(3) == "of"))
      return i;
  }
  return std::nullopt;
}

// "Jo, get on to the supplier, would you?"
std::optional<std::string> asked_by_tag(const Sentence& sentence, const MeetingManner& manner) {
  const std::size_t n = sentence.words.size();
  if (!sentence.asks || n < kFewestActionWords + 2 || sentence.words[n - 1] != "you" ||
      !one_of(sentence.words[n - 2], {"would", "will", "can", "could"}))
    return std::nullopt;
  return member_named(sentence, manner, sentence.opening);
}

// "Jonas, you start on the shortlist on Monday."
std::optional<std::string> told_by_name(const Sentence& sentence, const MeetingManner& manner) {
  const std::size_t named = sentence.opening;
  if (sentence.asks || sentence.has(Cue::hypothetical) || sentence.has(Cue::negation)) return std::nullopt;
  if (word_at(sentence, named + 1) != "you" ||
      !one_of(word_at(sentence, named + 2),
              {"start", "begin", "do",    "take", "make",   "prepare", "write",   "draft",
               "send",  "call",  "check", "get",  "bring",  "handle",  "cover",   "run",
               "lead",  "own",   "ask",   "talk", "finish", "update",  "present", "book"}) ||
      !names_day(sentence, {kNoCue, static_cast<std::uint32_t>(named), static_cast<std::uint32_t>(named + 2)}))
    return std::nullopt;
  return member_named(sentence, manner, named);
}

}  // namespace

bool takes_back(const Sentence& sentence) {
  bool any = std::ranges::adjacent_find(sentence.words, [](const auto& no, const auto& longer) {
               return no == "no" && longer == "longer";  // "I no longer need to"
             }) != sentence.words.end();
  for (const CueHit& hit : sentence.cues) {
    if (!is(hit, Cue::commitment) && !is(hit, Cue::obligation) && !is(hit, Cue::request)) continue;
    if (!is_not_meant(sentence, hit)) return false;
    any = true;
  }
  return any;
}

ActionGuess action_of(const Sentence& sentence, const MeetingManner& manner, const Uptake& uptake) {
  ActionGuess best;
  bool several = false;
  const auto finish = [&] {
    if (several) return ActionGuess{.score = best.score, .several = true};
    const bool labels_owner = is_labelled_action(sentence) && charged(sentence, manner);
    if (auto owner = gives_item(sentence) && !labels_owner ? owner_stated(sentence, manner) : std::nullopt) {
      best.by_speaker = false;
      best.member = std::move(owner);
    }
    if (best.member) {
      if (std::ranges::contains(uptake.refused_by, *best.member) ||
          (uptake.taken_by && uptake.nodded_by != best.member && !std::ranges::contains(uptake.willing, *best.member)))
        best.member = uptake.taken_by;
      return best;
    }
    if (best.of_others)
      best.member = uptake.taken_by;
    else if (!best.by_speaker)
      best.member = best.requested ? uptake.accepted_by : uptake.promised_by;
    return best;
  };
  if (sentence.has(Cue::procedure) || is_debate(sentence) || sentence.words.size() < kFewestActionWords) return best;
  const bool dated = sentence.has(Cue::later);
  if (!sentence.asks && gives_item(sentence))
    best = {.score = kActionWord, .by_speaker = false, .member = charged(sentence, manner)};
  const auto is_alone = [&](const CueHit& hit) { return is_own(sentence, hit) && !is_joined(sentence, manner, hit); };
  const auto prefer = [&](const CueHit& hit, float with_durable, bool own, std::optional<std::string> member) {
    const bool asked = is(hit, Cue::request) || is(hit, Cue::call);
    const bool taken =
        asked && is_for_later(sentence, hit) && (uptake.promised_by || (member && uptake.nodded_by == member));
    const float score = duty_score(sentence, hit, with_durable, dated, taken);
    const bool owned = own || member, best_owned = best.by_speaker || best.member;
    if (score > 0 && owned && best_owned && (own != best.by_speaker || member != best.member)) several = true;
    if (score <= best.score) return;
    best = {.score = score, .by_speaker = own, .member = std::move(member), .at = hit.begin};
    best.requested = asked;
    best.of_others = is_own(sentence, hit) && !own;
  };
  if (auto asked = asked_by_tag(sentence, manner); asked && asked == uptake.nodded_by)
    best = {.score = kTaken, .member = std::move(asked), .requested = true};
  for (const CueHit& hit : sentence.cues) {
    if (is(hit, Cue::request)) prefer(hit, kObliged, false, addressed(sentence, hit, manner));
    if (is(hit, Cue::call) && uptake.promised_by) prefer(hit, kObliged, false, std::nullopt);
    if (sentence.asks && !sentence.tag_only) continue;  // "will we send it?" asks; "could you send it?" tells
    if (is(hit, Cue::offer) && promises_work(sentence, hit, dated))
      prefer(hit, kCommitted, !is_joined(sentence, manner, hit), std::nullopt);
    if (is(hit, Cue::commitment)) prefer(hit, kCommitted, is_alone(hit), std::nullopt);
    if (is(hit, Cue::obligation)) {
      const bool spoken_to = word_at(sentence, hit.begin) == "you";
      prefer(hit, kObliged, is_alone(hit), spoken_to ? addressed(sentence, hit, manner) : std::nullopt);
    }
  }
  if (sentence.asks && !sentence.tag_only) return finish();
  if (const auto at = responsibility(sentence)) {
    if (auto member = member_named(sentence, manner, *at);
        member && kCommitted > best.score && !sentence.has(Cue::negation))
      best = {.score = kCommitted, .member = std::move(member), .at = *at};
  }
  for (const CueHit& hit : named_commitments(sentence, manner)) {
    auto member = member_named(sentence, manner, hit.begin);
    const bool of_others = !member;
    prefer(hit, kCommitted, false, std::move(member));
    if (best.at == hit.begin) best.of_others = of_others;
  }
  if (auto told = told_by_name(sentence, manner); told && kObliged > best.score)
    best = {.score = kObliged, .member = std::move(told), .at = sentence.opening};
  if (best.score == 0 && (dated || names_day(sentence, {kNoCue, 0, 0})) && charges_absent(sentence))
    best = {.score = kCommitted, .of_others = true};
  if (best.score == 0 && wishes_work(sentence, dated || names_day(sentence, {kNoCue, 0, 0})))
    best = {.score = kObliged};
  return finish();
}

}  // namespace hebb
