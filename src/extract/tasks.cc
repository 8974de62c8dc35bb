#include "extract/tasks.h"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "extract/actions.h"
#include "extract/assignees.h"
#include "extract/due.h"
#include "extract/meant.h"
#include "text/one_of.h"

namespace hebb {
namespace {

constexpr std::size_t kOpeningWords = 6;

// "… – done", "… (completed)": set apart from the work by a mark.
bool ends_as_done(std::string_view text) {
  while (!text.empty() && std::string_view(".)] !").contains(text.back())) text.remove_suffix(1);
  for (const std::string_view word : {"done", "completed", "finished"}) {
    if (!text.ends_with(word)) continue;
    text.remove_suffix(word.size());
    while (text.ends_with(' ')) text.remove_suffix(1);
    return !text.empty() &&
           (std::string_view("-,;([").contains(text.back()) || text.ends_with("\u2013") || text.ends_with("\u2014"));
  }
  return false;
}

// "All of them are done", "she has completed it"; not "get it done", "the finished slides", "once it is done"
bool is_said_done(const Sentence& sentence) {
  const std::span words = sentence.words;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (one_of(words[i - 1], {"once", "when", "until", "till", "if"})) return false;
    if (!one_of(words[i], {"done", "completed", "finished"})) continue;
    const std::size_t clause = clause_begin(sentence, i);
    if (std::ranges::any_of(words.subspan(clause, i - clause),
                            [](const auto& word) { return one_of(word, {"after", "before"}); }))
      continue;
    std::size_t before = i - 1;
    while (before > 0 && one_of(words[before], {"all", "now", "just"})) --before;
    const bool to_come =  // "to have finished it by Friday"
        before > 0 && words[before] == "have" && one_of(words[before - 1], {"to", "will", "should", "must"});
    if (!to_come && one_of(words[before], {"is", "are", "been", "it's", "that's", "they're", "already", "has", "have",
                                           "had", "i've", "we've", "they've", "you've", "he's", "she's"}))
      return true;
  }
  return false;
}

std::optional<TaskStatus> status_of(const Sentence& sentence) {
  if (is_labelled_action(sentence)) {  // "Next steps, done: Bob books the room", "Action: book the room – done"
    const auto label = label_of(sentence);
    if (std::ranges::contains(label, "dropped")) return TaskStatus::dropped;
    const bool in_label = std::ranges::contains(label, "done") && !std::ranges::contains(label, "not");
    return in_label || ends_as_done(sentence.text) ? std::optional(TaskStatus::done) : std::nullopt;
  }
  if (!sentence.has(Cue::action_word) || sentence.has(Cue::negation)) return std::nullopt;
  if (is_said_done(sentence) || ends_as_done(sentence.text)) return TaskStatus::done;
  const bool open = std::ranges::any_of(
      sentence.words, [](const auto& word) { return one_of(word, {"open", "outstanding", "pending"}); });
  return open ? std::optional(TaskStatus::open) : std::nullopt;
}

// A day that is named before the work is taken on may be another matter's ("I'm away next week but I could try"),
// unless the sentence begins with it ("By Friday I'll send it").
std::optional<std::chrono::sys_days> due_of(const Sentence& sentence, std::size_t at, std::chrono::sys_days said) {
  const std::span words = sentence.words;
  if (const auto day = due_day(words.subspan(at), said)) return day;
  return at <= kOpeningWords ? due_day(words, said) : std::nullopt;
}

// "The faculty wants it by the ninth", said right after the work.
std::optional<std::chrono::sys_days> due_of_it(const Sentence& sentence, std::chrono::sys_days said) {
  const auto by = std::ranges::adjacent_find(sentence.words, [](const auto& word, const auto& next) {
    return one_of(word, {"it", "that", "them", "say", "ready", "done"}) && one_of(next, {"by", "before", "until"});
  });
  if (by == sentence.words.end()) return std::nullopt;
  return due_day(std::span(sentence.words).subspan(static_cast<std::size_t>(by - sentence.words.begin()) + 1), said);
}

// By when who was asked says that they can: "not before Monday" leaves open when, where it was wanted by Friday.
std::optional<std::chrono::sys_days> moved(std::chrono::sys_days due, const OtherDay& other,
                                           std::chrono::sys_days said) {
  const auto day = due_day(other.words, said);
  if (!day || (other.earliest && *day <= due)) return due;
  return other.earliest ? std::nullopt : day;
}

// What is stated of work that no cue tells: who takes it on in the first person, or promises it, and the one day that
// is named by which.
Task task_hinted(const Reading& reading, const std::optional<std::string>& speaker,
                 const std::optional<std::chrono::sys_days>& said, const Uptake& uptake) {
  Task task;
  bool counted = false;
  std::set<std::chrono::sys_days> days;
  for (const Sentence& sentence : reading.sentences) {
    if (sentence.asks || sentence.has(Cue::hypothetical) || sentence.has(Cue::negation)) continue;
    counted = true;
    if (takes_on(sentence)) task.owner = speaker;
    if (!said || !sentence.has(Cue::later) || sentence.count(Cue::deadline_before) > 1) continue;
    // "It holds to the end of the month, so it goes out by Monday."
    const auto by =
        std::ranges::find_if(sentence.cues, [](const CueHit& hit) { return is(hit, Cue::deadline_before); });
    auto day = due_day(sentence.words, *said);  // not the matter's: "remind them that the deadline is on Friday"
    if (day && by != sentence.cues.end()) day = due_day(std::span(sentence.words).subspan(by->begin), *said);
    if (day) days.insert(*day);
  }
  if (counted && !task.owner) task.owner = uptake.promised_by;
  if (days.size() == 1) task.due = *days.begin();
  return task;
}

}  // namespace

Task task_of(const Reading& reading, const MeetingManner& manner, const std::optional<std::string>& speaker,
             const std::optional<std::chrono::sys_days>& said, const Uptake& uptake) {
  ActionGuess best;
  std::size_t likeliest = reading.sentences.size();
  for (std::size_t k = 0; k < reading.sentences.size(); ++k) {
    auto guess = action_of(reading.sentences[k], manner, uptake_by(uptake, reading, k));
    if (guess.score <= best.score) continue;
    best = std::move(guess);
    likeliest = k;
  }
  if (likeliest == reading.sentences.size()) return task_hinted(reading, speaker, said, uptake);
  if (best.several) return {};
  const Sentence& sentence = reading.sentences[likeliest];
  const bool asked = best.requested || best.member;
  const auto heard = uptake_by(uptake, reading, likeliest);
  const bool answered_done = asked && heard.done;
  auto due = said ? due_of(sentence, best.at, *said) : std::nullopt;
  if (said && !due && likeliest + 1 < reading.sentences.size())
    due = due_of_it(reading.sentences[likeliest + 1], *said);
  if (due && asked && heard.moved && best.member && heard.moved_by == best.member)
    due = moved(*due, *heard.moved, *said);
  return {.owner = best.by_speaker ? speaker : best.member,
          .due = due,
          .status = answered_done ? TaskStatus::done : status_of(sentence)};
}

}  // namespace hebb
