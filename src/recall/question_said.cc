#include "recall/question_said.h"

#include <algorithm>

#include "recall/question_words.h"

namespace hebb {
namespace {

// By itself, unlike much of WordClass::telling: what one makes, gives or raises may be no words.
bool tells(std::string_view word) {
  return one_of(
      word, {"say",         "said",      "saying",     "tell",        "told",        "talk",         "talked",
             "talking",     "speak",     "spoke",      "speaking",    "discuss",     "discussed",    "discussing",
             "mention",     "mentioned", "mentioning", "explain",     "explained",   "explaining",   "suggest",
             "suggested",   "propose",   "proposed",   "recommend",   "decide",      "decided",      "agree",
             "recommended", "agreed",    "disagree",   "disagreed",   "conclude",    "concluded",    "promise",
             "promised",    "present",   "presented",  "debate",      "debated",     "object",       "objected",
             "ask",         "asked",     "settled",    "happen",      "happened",    "summarise",    "summarize",
             "summary",     "recap",     "decision",   "decisions",   "discussion",  "discussions",  "debates",
             "conclusion",  "talks",     "resolution", "resolutions", "conclusions", "conversation", "conversations"});
}

// "Notes from last week", "last week's ideas": by when its members were told.
bool lists(std::string_view noun) {
  return one_of(noun, {"actions", "items", "tasks", "todos", "questions", "notes", "minutes", "quotes", "ideas",
                       "statements", "suggestions", "proposals", "comments", "concerns", "risks", "issues"});
}

// Fewer, by a month or a year alone: "quotes from May" may be hers.
bool is_list_noun(std::span<const PlacedWord> words, std::size_t i) {
  if (words[i].word == "points") return word_before(words, i) == "action";
  return one_of(words[i].word,
                {"decisions", "resolutions", "actions", "items", "tasks", "todos", "risks", "issues", "problems"});
}

bool is_settling(std::string_view word) {
  return one_of(word, {"made", "taken", "agreed"});
}

class SaidReader : WordReader {
 public:
  SaidReader(std::span<const PlacedWord> words, const TimeMention& mention) : WordReader(words), mention_(mention) {}

  bool read() const {
    constexpr std::size_t kLongestPlace = 8;
    std::size_t place = words_.size();
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const bool meets = one_of(word(i), {"meet", "met"}) && !is(WordClass::determiner, word(i + 1));  // no target
      if (meets || tells(word(i)) || is_asked_to_tell(i) || is_reported(i)) return true;
      if (leads_to_place(word(i))) place = i;
      if (ends_meeting(words_, i) && place < i && i - place <= kLongestPlace) return true;
    }
    return lists_what_was_said();
  }

 private:
  // What is planned is told at another time than it is done: "plan to send".
  bool leads_to_deed(std::size_t i) const { return is_infinitive(words_, i + 1, mention_.first); }

  // "what did Ben report"; not "which report did Ben send".
  bool is_asked_to_tell(std::size_t i) const {
    constexpr std::size_t kLongestSubject = 5;
    if (!one_of(word(i), {"commit", "raise", "report", "answer", "plan", "announce", "approve", "assign"}))
      return false;
    const auto subject = words_.first(i).last(std::min(i, kLongestSubject));  // "did the whole team"
    return i > 0 && !is(WordClass::determiner, before(i)) && !words_[i - 1].possessive && !leads_to_deed(i) &&
           std::ranges::contains(subject, "did", &PlacedWord::word);
  }

  // "What was raised", "who reported", "issues raised"; not "the approved invoices", "who answered the phone".
  bool is_reported(std::size_t i) const {
    const std::string_view last = before(i);
    const bool says_which = i > 2 && one_of(before(i, 2), {"that", "which"});  // "the invoices that were approved"
    const bool passive = (is(WordClass::auxiliary, last) || last == "been") && (!says_which || is_asked_for(i - 3));
    if (one_of(word(i), {"answered", "approved"})) return passive;
    if (!one_of(word(i), {"committed", "raised", "reported", "planned", "announced", "assigned"})) return false;
    if (i == 0 || words_[i - 1].possessive || leads_to_deed(i)) return false;
    return passive || is(WordClass::subject, last) || one_of(last, {"who", "anything", "everything"}) ||
           words_[i - 1].capital || (last.ends_with('s') && is_asked_for(i - 1));
  }

  // "Which risks", "show all our open tasks", "what were Ben's ideas"; not "which customers had issues".
  bool is_asked_for(std::size_t noun) const {
    for (std::size_t i = 0; i < noun; ++i) {
      const std::string_view at = word(i);
      const bool passed = is(WordClass::request, at) || is(WordClass::question_word, at) ||
                          is(WordClass::determiner, at) || is(WordClass::courtesy, at) ||
                          is(WordClass::telling_adjective, at) || words_[i].possessive || words_[i].capital ||
                          lists(at) ||
                          one_of(at, {"open", "still", "outstanding", "unresolved", "pending", "remaining", "new",
                                      "action", "next", "were", "are", "was", "is", "there", "of", "or", "only"});
      if (!passed) return false;
    }
    return true;
  }

  // "The action items from last week", "open tasks last week", "yesterday's quotes"; not "the tasks that we closed last
  // week", "who fixed the issues last week".
  bool lists_what_was_said() const {
    if (words_[mention_.last - 1].possessive) return is_of_list(words_, mention_.last);
    const std::size_t first = mention_.first;
    if (first == 0) return false;
    if (one_of(word(first), {"from", "of"})) return lists(before(first));
    const std::size_t noun = first - (one_of(before(first), {"created", "recorded"}) ? 2 : 1);
    const bool then = !leads_to_time(word(first)) || one_of(word(first), {"in", "during", "over", "since"});
    return then && mention_.relative && !mention_.may_come && noun < first && lists(word(noun)) && is_asked_for(noun);
  }

  const TimeMention& mention_;
};

}  // namespace

bool asks_what_was_said(std::span<const PlacedWord> words, const TimeMention& mention) {
  return SaidReader(words, mention).read();
}

bool is_of_list(std::span<const PlacedWord> words, std::size_t last) {
  constexpr std::size_t kLongestPhrase = 3;
  return std::ranges::any_of(words.subspan(last, std::min(kLongestPhrase, words.size() - last)),
                             [](const auto& at) { return lists(at.word) || tells(at.word); });
}

bool ends_list(std::span<const PlacedWord> words, std::size_t first) {
  if (first == 0 || !one_of(words[first].word, {"from", "in", "during"})) return false;
  const std::size_t noun = first - 1 - (first > 1 && is_settling(words[first - 1].word) ? 1 : 0);
  if (!is_list_noun(words, noun)) return false;
  // Actions "in May" may be due then.
  if (words[first].word != "from" && noun + 1 == first && !one_of(words[noun].word, {"decisions", "resolutions"}))
    return false;
  for (std::size_t i = 0; i < noun; ++i) {
    const std::string_view at = words[i].word;
    const bool owner = words[i].possessive || (words[i].capital && words[i + 1].possessive);
    const bool passed = owner || is_list_noun(words, i) || is(WordClass::request, at) || is(WordClass::courtesy, at) ||
                        is(WordClass::determiner, at) ||
                        one_of(at, {"what", "which", "action", "open", "outstanding", "were", "are", "there", "of",
                                    "and", "or", "only", "main"});
    if (!passed) return false;
  }
  return true;
}

bool leads_to_end(std::string_view word) {
  return one_of(word, {"before", "after", "since", "until", "till", "by"});
}

bool leads_to_time(std::string_view word) {
  return leads_to_end(word) ||
         one_of(word, {"between", "from", "in", "on", "during", "of", "over", "within", "for", "at"});
}

bool is_infinitive(std::span<const PlacedWord> words, std::size_t i, std::size_t end) {
  if (i + 1 >= end || words[i].word != "to" || words[i + 1].capital || words[i + 1].possessive) return false;
  const std::string_view verb = words[i + 1].word;
  const std::string_view last = word_before(words, i);
  const bool plural = verb.ends_with('s') && !verb.ends_with("ss") && !verb.ends_with("us");
  const bool idiom = last == "according" || (verb == "say" && one_of(last, {"have", "had", "has"}));
  return !plural && !idiom && !verb.ends_with("ing") && !leads_to_time(verb) && !is(WordClass::determiner, verb) &&
         !is(WordClass::subject, verb) && !one_of(verb, {"me", "us", "him", "them", "it"});
}

}  // namespace hebb
