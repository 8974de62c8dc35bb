#include "extract/uptake.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "extract/meant.h"
#include "extract/replies.h"
#include "text/calendar.h"
#include "text/normalise.h"
#include "text/one_of.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

constexpr std::uint32_t kReplyTurns = 3;

// Who was asked or refused may still take it on after others spoke.
void hear_will(const Sentence& reply, const std::optional<std::string>& speaker, Uptake& uptake) {
  if (!speaker || !is_willing(reply)) return;
  uptake.willing.push_back(*speaker);
  std::erase(uptake.refused_by, *speaker);
}

// Returns whether it takes the statement up, or objects to it. `asked`: the statement.
bool hear(const Sentence& reply, const std::optional<std::string>& speaker, std::string_view asked, Uptake& uptake,
          bool& refused) {
  hear_will(reply, speaker, uptake);
  if (says_done(reply)) return uptake.done = true;
  const auto day = other_day(reply);
  if (day) {
    uptake.moved = day;
    uptake.moved_by = speaker;
  }
  if (refuses(reply)) {
    if (speaker) uptake.refused_by.push_back(*speaker);
    uptake.taken_by.reset();
    return refused = true;
  }
  if (reply.asks || objects(reply)) return refused = true;
  const auto promise = promise_in(reply);
  const bool agrees_to_it = accepts_at_once(reply);
  const bool promises = promise && (agrees_to_it || answers(reply, *promise, asked));
  const bool accepts = promises || agrees_to_it;
  const bool agrees = consents(reply);
  const bool nodded = accepts || nods(reply);
  uptake.agreed = uptake.agreed || agrees;
  uptake.promised = uptake.promised || promise;
  if (promises && !uptake.promised_by) uptake.promised_by = speaker;
  if (accepts && !uptake.accepted_by) uptake.accepted_by = speaker;
  if (nodded && !uptake.nodded_by) uptake.nodded_by = speaker;
  if (takes_over(reply) && !uptake.taken_by) uptake.taken_by = speaker;
  if (nodded && speaker) std::erase(uptake.refused_by, *speaker);
  refused = refused || (day && !nodded);
  return accepts || agrees;
}

bool follows(std::span<const Statement> statements, std::span<const Reading> readings, std::size_t i) {
  return i < statements.size() && statements[i].first_turn <= statements[i - 1].last_turn + kReplyTurns &&
         !readings[i].sentences.empty();
}

// "I need it soon", "we need it done by Friday": when the work is wanted. "We need it translated" is other work.
std::optional<bool> wants_only_when(const Sentence& sentence) {
  for (std::size_t i = 0; i + 1 < sentence.words.size(); ++i) {
    if (!one_of(sentence.words[i], {"need", "needs", "want", "wants"}) ||
        !one_of(sentence.words[i + 1], {"it", "them", "that"}))
      continue;
    const auto next = word_at(sentence, i + 2);
    return next.empty() || weekday_number(next) || is_stop_word(next) ||
           one_of(next, {"soon", "today", "tomorrow", "tonight", "before", "next", "asap", "urgently", "quickly", "now",
                         "because", "done", "ready", "finished", "back"});
  }
  return std::nullopt;
}

// "Then we have to print them", "We should also tell them", "We need it translated".
bool states_own_work(const Sentence& sentence) {
  if (const auto only_when = wants_only_when(sentence)) return !*only_when;
  if (takes_on(sentence)) return false;  // "Then I'll print them": nobody answers that they will
  const std::span words = sentence.words;
  // "It should also go to the bank" says more of the same.
  const bool of_it = one_of(word_at(sentence, sentence.opening), {"it", "it's", "they", "they're"});
  const bool adds = std::ranges::contains(words, "also") || words.back() == "too";
  const bool goes_on = words.front() == "and" || std::ranges::contains(words.first(words.size() - 1), "then") ||
                       std::ranges::contains(words, "afterwards");
  // "Then we can import it", "and it has to be printed"; not "and thanks", "then they have it for the weekend".
  const bool has_to = std::ranges::adjacent_find(words, [](const auto& has, const auto& to) {
                        return one_of(has, {"has", "have"}) && to == "to";
                      }) != words.end();
  if ((goes_on && (has_to || std::ranges::contains(words, "can"))) || (adds && !of_it)) return true;
  return std::ranges::any_of(sentence.cues, [&](const CueHit& hit) {
    const bool works = is(hit, Cue::obligation) || is(hit, Cue::commitment) || is(hit, Cue::proposal);
    return works && !word_at(sentence, hit.begin).starts_with("you") &&  // "you have to send it by noon"
           !one_of(word_at(sentence, hit.end), {"have", "need", "want", "be"});
  });
}

// "I need it soon", "Thanks": what an answer is not to, but to what was said before.
bool is_of_the_same(const Sentence& sentence) {
  if (sentence.asks || sentence.has(Cue::request) || states_own_work(sentence)) return false;
  const auto first = word_at(sentence, sentence.opening);
  if (one_of(first, {"thanks", "thank", "please"})) return sentence.words.size() <= 3;
  const bool of_it = std::ranges::any_of(
      sentence.words, [](const auto& word) { return one_of(word, {"it", "it's", "them", "that's"}); });
  const auto placed = placed_words(sentence.text);
  const bool names = std::ranges::any_of(placed, [](const PlacedWord& word) {
    return word.capital && !word.opens && word.word != "i" && !word.word.starts_with("i'") &&
           !weekday_number(word.word) && !month_number(word.word);
  });
  return of_it && !names && is_stop_word(first);
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
    if (!uptake.refused_by.empty() || uptake.moved) hear_replies(statements[next++]);
  }
  if ((uptake.taken_by || refused) && follows(statements, readings, next)) {
    hear_will(readings[next].sentences.front(), statements[next].speaker, uptake);
    for (const Reply& reply : statements[next].replies) hear_will(read_sentence(reply.text), reply.speaker, uptake);
  }
  if (!refused) return uptake;
  if (uptake.refused_by.empty() && !uptake.moved) return {};
  if (!uptake.taken_by && follows(statements, readings, next) && takes_over(readings[next].sentences.front()))
    uptake.taken_by = statements[next].speaker;
  return {.promised_by = uptake.taken_by,
          .accepted_by = uptake.taken_by,
          .taken_by = uptake.taken_by,
          .refused_by = std::move(uptake.refused_by),
          .moved = std::move(uptake.moved),
          .moved_by = std::move(uptake.moved_by)};
}

Uptake uptake_by(const Uptake& uptake, const Reading& reading, std::size_t k) {
  const auto after = std::span(reading.sentences).subspan(k + 1);
  if (after.empty()) return uptake;
  if (after.size() > 1 && !std::ranges::all_of(after, &Sentence::asks)) return {};
  Uptake promise = uptake;
  promise.agreed = false;
  if (after.size() > 1 || !is_of_the_same(after.front())) {
    promise.taken_by.reset();
    promise.refused_by.clear();
    promise.moved.reset();
    promise.done = false;
  }
  return promise;
}

}  // namespace hebb
