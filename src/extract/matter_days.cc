#include "extract/matter_days.h"

#include <optional>
#include <string_view>

#include "text/normalise.h"
#include "text/one_of.h"

namespace hebb {
namespace {

constexpr std::size_t kShortestPast = 5;  // letters of what ends in "ed"
constexpr std::size_t kNounWords = 4;     // of "the revised draft Anna Berg sent": from the article to the verb
constexpr std::size_t kCausedWithin = 7;  // words from "have" to "signed"
constexpr std::size_t kBookedWithin = 10;
constexpr std::size_t kTellerWords = 5;  // "tell all our customers that"
constexpr std::size_t kToldWithin = 14;

bool is_article(std::string_view word) {
  return one_of(word, {"the", "a", "an", "this", "that", "these", "those", "my", "our", "your", "his", "her", "their"});
}

bool is_pronoun_object(std::string_view word) {
  return one_of(word, {"us", "them", "it", "me", "him", "her", "you"});
}

// Of the word `back` before word `i`, or of that before an object: "sent us", "sent it to them", "agreed with the
// bank".
std::size_t before_object(const DateWords& words, std::size_t i, std::size_t back) {
  if (words.before(i, back) == "that" && words.before(i, back + 1) == "did") return back + 1;
  const bool to_somebody =
      is_pronoun_object(words.before(i, back)) && one_of(words.before(i, back + 1), {"to", "from"});
  if (words.before(i, back + 1) == "with" || to_somebody)
    back += 2;
  else if (words.before(i, back + 2) == "with" && is_article(words.before(i, back + 1)))
    back += 3;
  return back + (is_pronoun_object(words.before(i, back)) ? 1 : 0);
}

bool is_of_all(std::string_view word) {
  return one_of(word, {"what", "whatever", "everything"});
}

// "Have the contract signed", "we want the new page launched": of what is to come.
bool is_caused(const DateWords& words, std::size_t verb) {
  for (std::size_t back = 1; back <= kCausedWithin; ++back) {
    const auto word = words.before(verb, back);
    if (one_of(word, {"to", "at", "and", "but", "about", "through"})) return false;
    if (one_of(word, {"have", "has", "get", "gets", "got", "getting", "want", "wants", "need", "needs", "like", "see",
                      "keep", "expect"}))
      return true;
  }
  return false;
}

// "The draft Ben sent", "check the contract the lawyer sent", "what Anna promised": a clause on a noun before it, whose
// subject is a name or a noun. "The contract signed" may be what is to be.
bool is_relative(const DateWords& words, std::size_t verb) {
  const auto said = words.word(verb);
  if (said == "hundred" || (said.ends_with("ed") && said.size() < kShortestPast)) return false;  // "shed", "red"
  std::size_t nouns = 0;
  const auto noun = [&](std::size_t back) {
    const auto word = words.before(verb, back);
    return !word.empty() && !is_stop_word(word) && !is_of_all(word);
  };
  while (nouns < kNounWords && noun(nouns + 1)) ++nouns;
  if (nouns == 0) return false;
  const auto led = words.before(verb, nouns + 1);
  if (is_of_all(led)) return true;
  if (!is_article(led)) return false;
  if (nouns > 1) return !is_caused(words, verb);
  std::size_t head = nouns + 2;  // of "the contract" in "the contract the lawyer sent"
  if (is_of_all(words.before(verb, head))) return true;
  if (!noun(head)) return false;
  while (head < 2 * kNounWords && noun(head)) ++head;
  return is_article(words.before(verb, head));
}

// Whether word `i` is a verb of making an appointment; not "the book", "the project schedule".
bool books(const DateWords& words, std::size_t i) {
  const auto word = words.word(i);
  if (word == "set") return words.word(i + 1) == "up" || words.word(i + 2) == "up";  // "set it up"
  if (!one_of(word, {"book", "reserve", "schedule", "arrange", "invite"})) return false;
  std::size_t back = 1;
  while (back < kNounWords && !words.before(i, back).empty() && !is_stop_word(words.before(i, back))) ++back;
  return !is_article(words.before(i, back));
}

bool is_appointment(std::string_view word) {
  return one_of(word, {"meeting", "meetings", "call", "calls", "appointment", "interview", "interviews", "session",
                       "workshop", "visit", "demo", "lunch", "dinner", "conference"});
}

// "They wanted it on Friday": of a day to come.
bool is_wish(std::string_view past) {
  return one_of(past, {"wanted", "needed", "expected", "planned", "scheduled", "promised", "requested", "booked"});
}

// "If you sent it on Friday", "I'd rather you sent it on Friday"
bool is_unreal(std::string_view before_subject) {
  return one_of(before_subject, {"if", "rather", "time", "wish"});
}

bool begins_clause(std::string_view word) {
  return one_of(word, {"the", "a",     "our",   "my",      "your", "his",    "her",   "their",  "no",
                       "we",  "we're", "we'll", "i",       "i'm",  "he",     "he's",  "she",    "she's",
                       "it",  "it's",  "they",  "they're", "you",  "you're", "there", "there's"});
}

bool is_past_verb(std::string_view word) {
  if (word.ends_with("ed")) return !word.ends_with("eed") || word == "agreed";
  return one_of(word,
                {"got",   "met",  "had",     "made", "sent",  "saw",     "did",   "spoke", "held", "took", "wrote",
                 "found", "sold", "bought",  "said", "heard", "gave",    "left",  "began", "came", "went", "won",
                 "lost",  "drew", "brought", "told", "done",  "written", "taken", "given", "drawn"});
}

}  // namespace

bool tells_past(const DateWords& words, std::size_t i, std::size_t back) {
  const auto subject = words.before(i, back + 1);
  const bool object = subject == "that" &&  // "I'll have that sent on Monday"
                      one_of(words.before(i, back + 2), {"have", "get", "got", "getting", "need", "want"});
  return is_past_verb(words.before(i, back)) && !object &&
         one_of(subject, {"i", "you", "he", "she", "we", "they", "we've", "i've", "that", "which", "who", "was", "were",
                          "had", "been"});
}

bool is_of_past(const DateWords& words, std::size_t i) {
  std::size_t back = 1;
  while (one_of(words.before(i, back), {"the", "this", "on", "in", "at", "just", "last"})) ++back;
  const std::size_t direct = back;
  if (!is_past_verb(words.before(i, back))) back = before_object(words, i, back);
  const auto verb = words.before(i, back);
  if (!is_past_verb(verb)) return false;
  if (tells_past(words, i, back)) return back == direct || !(is_wish(verb) || is_unreal(words.before(i, back + 2)));
  return back <= i && !is_wish(verb) && is_relative(words, i - back);
}

bool is_booked(const DateWords& words, std::size_t i) {
  // "for Monday next week", "on Thursday, the 15th of October"
  std::size_t back = 1;
  const auto of_day = [&](std::string_view word) {
    return is_part_of_date(word) || one_of(word, {"the", "this", "next", "of", "end", "week", "month"});
  };
  while (of_day(words.before(i, back))) ++back;
  if (!one_of(words.before(i, back), {"for", "on"})) return false;
  bool appointment = false;
  for (std::size_t at = back + 1; at <= back + kBookedWithin && at <= i; ++at) {
    const auto word = words.before(i, at), next = words.before(i, at - 1);
    if (one_of(word, {"then", "but", "so", "when", "because", "before", "until", "after", "if", "by", "i", "i'll", "we",
                      "we'll", "will"}))
      return false;
    if (word == "and" && !is_article(next)) return false;
    // Not "the conference room", "the demo environment".
    appointment = appointment || (is_appointment(word) && (next.empty() || is_stop_word(next)));
    if (one_of(word, {"invitation", "invitations", "invite", "invites"}) && next == "for") return true;
    if (books(words, i - at)) return word != "set" || appointment;
  }
  return false;
}

bool is_told(const DateWords& words, std::size_t i) {
  if (one_of(words.leading(i), {"by", "before"}) || one_of(words.word(i), {"today", "tomorrow", "tonight"}))
    return false;
  std::size_t that = 1;
  while (that <= kToldWithin && words.before(i, that) != "that") {
    // "that we are closed and send it on Friday"
    if (one_of(words.before(i, that), {"and", "but", "so"})) return false;
    ++that;
  }
  if (that > kToldWithin || !begins_clause(words.before(i, that - 1))) return false;  // "tell them that on Friday"
  for (std::size_t teller = that + 1; teller <= that + kTellerWords; ++teller) {
    const auto word = words.before(i, teller);
    if (word == "sure") return false;
    if (word == "let") return words.before(i, that + 1) == "know";
    if (one_of(word, {"tell", "email", "e-mail", "mail", "remind", "inform", "write", "announce"}))
      return !is_article(words.before(i, teller + 1));  // "send the email that we agreed on"
  }
  return false;
}

}  // namespace hebb
