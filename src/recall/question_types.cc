#include "recall/question_types.h"

#include <algorithm>

#include "recall/question_asking.h"
#include "recall/question_owners.h"
#include "recall/question_words.h"
#include "text/calendar.h"
#include "text/normalise.h"

namespace hebb {
namespace {

struct TypeWord {
  std::string_view word;
  MemoryType type;
};

// Plural nouns that a list may be asked of, and verbs that ask for the same.
constexpr TypeWord kNouns[] = {
    {"decisions", MemoryType::decision},   {"actions", MemoryType::action},
    {"todos", MemoryType::action},         {"tasks", MemoryType::action},
    {"ideas", MemoryType::idea},           {"suggestions", MemoryType::idea},
    {"proposals", MemoryType::idea},       {"issues", MemoryType::issue},
    {"problems", MemoryType::issue},       {"concerns", MemoryType::issue},
    {"objections", MemoryType::issue},     {"blockers", MemoryType::issue},
    {"risks", MemoryType::risk},           {"assumptions", MemoryType::assumption},
    {"findings", MemoryType::finding},     {"decision", MemoryType::decision},
    {"resolutions", MemoryType::decision}, {"complaints", MemoryType::issue},
};
constexpr TypeWord kVerbs[] = {
    {"decide", MemoryType::decision}, {"decided", MemoryType::decision}, {"settled", MemoryType::decision},
    {"object", MemoryType::issue},    {"objected", MemoryType::issue},   {"objects", MemoryType::issue},
    {"complain", MemoryType::issue},  {"complained", MemoryType::issue}, {"suggest", MemoryType::idea},
    {"suggested", MemoryType::idea},  {"propose", MemoryType::idea},     {"proposed", MemoryType::idea},
    {"ask", MemoryType::question},    {"asked", MemoryType::question},   {"promise", MemoryType::action},
    {"promised", MemoryType::action}, {"commit", MemoryType::action},    {"committed", MemoryType::action},
};

// What each one listed has, or how they are listed: "with owners and due dates", "by date", "that are done".
bool is_of_listing(std::string_view word) {
  return one_of(word, {"owner",         "owners",      "own",
                       "owns",          "person",      "assignee",
                       "assignees",     "deadline",    "deadlines",
                       "due",           "date",        "dates",
                       "status",        "priority",    "sorted",
                       "ordered",       "grouped",     "order",
                       "across",        "per",         "done",
                       "closed",        "finished",    "completed",
                       "chronological", "unassigned",  "nobody",
                       "one",           "created",     "came",
                       "coming",        "arose",       "up",
                       "out",           "say",         "including",
                       "together",      "responsible", "chronologically",
                       "overdue",       "first",       "newest",
                       "oldest",        "latest",      "recent",
                       "ever",          "table",       "name",
                       "names",         "answered"});
}

// Says nothing of what the list is about.
bool only_lists(std::string_view word) {
  constexpr WordClass kClasses[] = {
      WordClass::request,   WordClass::courtesy, WordClass::determiner,        WordClass::question_word,
      WordClass::auxiliary, WordClass::subject,  WordClass::telling_adjective, WordClass::telling_form,
      WordClass::about,     WordClass::loose};
  return is_stop_word(word) || small_number(word) ||
         std::ranges::any_of(kClasses, [&](WordClass c) { return is(c, word); }) ||
         one_of(word, {"assigned", "left",  "far",     "yet",      "still",   "taken",     "project", "recorded",
                       "current",  "open",  "owned",   "existing", "known",   "exist",     "full",    "complete",
                       "call",     "calls", "session", "except",   "besides", "excluding", "without", "those",
                       "ones",     "none",  "apart",   "minus",    "belong",  "belonging"});
}

// "of the retro", "in our kick-off", where there is but that meeting, whose name is not read.
bool is_where_told(std::span<const PlacedWord> words, std::size_t i) {
  const bool compound = i + 1 < words.size() && words[i + 1].hyphened;
  if (!ends_meeting(words, compound ? i + 1 : i)) return false;
  if (i > 0 && words[i].hyphened) --i;
  while (is(WordClass::determiner, word_before(words, i))) --i;
  return one_of(word_before(words, i), {"of", "in", "at", "from", "during"});
}

class TypeReader : WordReader {
 public:
  TypeReader(std::span<const PlacedWord> words, std::span<const WordUse> uses) : WordReader(words), uses_(uses) {}

  AskedTypes read() {
    for (std::size_t i = 0; i < words_.size(); ++i) read_at(i);
    return std::move(out_);
  }

 private:
  bool is_speaker(std::size_t i) const { return i < words_.size() && uses_[i] == WordUse::speaker; }
  bool is_open(std::size_t i) const { return is_undone(word(i)); }

  void read_at(std::size_t i) {
    if (one_of(word(i), {"action", "to"}) && one_of(word(i + 1), {"items", "item", "points", "dos", "do"}) &&
        (word(i) == "action" || word(i + 1) == "dos" || words_[i + 1].hyphened))
      return add(MemoryType::action, i, i + 2);
    if (word(i) == "next" && one_of(word(i + 1), {"steps"})) return add(MemoryType::action, i, i + 2);
    if (word(i) == "follow" && word(i + 1) == "ups") return add(MemoryType::action, i, i + 2);
    if (one_of(word(i), {"questions", "question"}) && i > 0 && is_open(i - 1))
      return add(MemoryType::question, i, i + 1);
    if (word(i) == "questions" &&
        (past_open(i + 1) > i + 1 || asks_for(i) || is_listed(i) || one_of(word(i + 1), {"were", "did", "was"})))
      return add(MemoryType::question, i, i + 1);
    if (one_of(word(i), {"have", "has", "need", "needs", "supposed"}) && word(i + 1) == "to" && word(i + 2) == "do" &&
        word(i + 3) != "with" && is_main_verb(i))
      return is_duty(i) ? add_duty(i) : add(MemoryType::action, i, i);
    for (const auto& noun : kNouns) {
      if (word(i) == noun.word && is_asked_noun(i)) return add(noun.type, i, i + 1);
    }
    for (const auto& verb : kVerbs) {
      if (word(i) == verb.word && is_main_verb(i)) return add(verb.type, i, i);
    }
  }

  // "which decisions", "the main risks", "Anna's ideas"; not "women issues"
  bool is_asked_noun(std::size_t i) const {
    if (i == 0 || words_[i - 1].possessive || is_open(i - 1) || is_listed(i)) return true;
    return is(WordClass::determiner, before(i)) || is(WordClass::question_word, before(i)) ||
           is(WordClass::request, before(i)) || is(WordClass::telling_adjective, before(i)) ||
           one_of(before(i), {"were", "are", "of", "and", "me", "new"});
  }

  // "what did we decide", "who objected", "what was decided": before the topic, within the first words.
  bool is_main_verb(std::size_t i) const {
    return std::ranges::any_of(words_.first(i), [](const auto& w) { return is(WordClass::question_word, w.word); }) &&
           i < 7;
  }

  // "What does Anna have to do?": of the verb behind her.
  bool is_duty(std::size_t i) const {
    std::size_t first = i;
    while (first > 0 && is_speaker(first - 1)) --first;
    return first < i && asks_for_duty(words_, first, i);
  }

  void add_duty(std::size_t i) {
    constexpr std::size_t kWords = 3;  // "have to do"
    out_.nouns.emplace_back(i, i + kWords);
    if (!std::ranges::contains(out_.types, MemoryType::action, &NamedType::type))
      out_.types.push_back({MemoryType::action, Standing::filter});
  }

  // The end of "Ben's", "Ben Okafor's", "Anna, Ben and Cy's"; `i` where none begins.
  std::size_t past_owners(std::size_t i) const {
    std::size_t last = i;
    for (std::size_t at = i; at < words_.size(); ++at) {
      if (!words_[at].capital && (at == i || !one_of(word(at), {"and", "or"}))) break;
      if (!words_[at].possessive) continue;
      last = at + 1;
      if (!one_of(word(last), {"and", "or"})) break;
    }
    return last;
  }

  // The end of "that are still open", "are not done yet" behind a noun, or behind whose or which they are; `end` where
  // they are not said to be. Not "are open to debate", "and whether they are open".
  std::size_t past_open(std::size_t end) const { return open_behind(end).second; }

  // The phrase itself, [first, last); empty at `end` where there is none. What stands before it may be a topic.
  std::pair<std::size_t, std::size_t> open_behind(std::size_t end) const {
    constexpr std::size_t kMostBetween = 6;
    for (std::size_t at = end; at < std::min(words_.size(), end + kMostBetween) && !asks_further(at); ++at) {
      const std::size_t last = open_phrase(at);
      if (last > at && (ends_clause(words_, last) ||
                        one_of(word(last), {"for", "from", "in", "since", "after", "before", "at", "right", "now",
                                            "today", "as", "on", "and", "about", "regarding", "concerning"})))
        return {at, last};
    }
    return {end, end};
  }

  // "for Anna, Ben and Cy", of whom not all need be known.
  bool names_owners(std::size_t first, std::size_t last) const {
    if (first == last || word(first) != "for") return false;
    return std::ranges::all_of(words_.subspan(first + 1, last - first - 1),
                               [](const auto& w) { return w.capital || one_of(w.word, {"and", "or"}); });
  }

  // "whether they are", "and say which", ", are they …"; not "for Anna, Ben and Cy", "for design and launch", "and are
  // still", ", which are".
  bool asks_further(std::size_t at) const {
    if (words_[at].opens || one_of(word(at), {"whether", "say"}) || (word(at) == "if" && word(at + 1) != "any"))
      return true;
    const bool joined = one_of(word(at), {"and", "or"});
    if (!joined && !words_[at].parted) return false;
    const std::size_t next = at + (joined ? 1 : 0);
    if (next < words_.size() && words_[next].capital) return false;
    const std::string_view then = word(next + 1);
    if (is(WordClass::auxiliary, word(next))) return one_of(then, {"they", "those", "these", "any"});
    if (is(WordClass::request, word(next)))  // not "for design and review"
      return is(WordClass::question_word, then) || one_of(then, {"me", "us", "whether", "if", "those"});
    return is(WordClass::question_word, word(next)) && (joined || word(next) != "which");
  }

  std::size_t open_phrase(std::size_t begin) const {
    std::size_t i = begin + (one_of(word(begin), {"that", "which"}) ? 1 : 0);
    bool negative = one_of(word(i), {"aren't", "isn't", "haven't", "hasn't"});
    const bool copula = negative || one_of(word(i), {"are", "is", "remain", "have", "has"});
    if (copula) ++i;
    bool still = false;
    for (; one_of(word(i), {"still", "currently", "yet", "been", "not", "now", "all"}); ++i) {
      negative = negative || word(i) == "not";
      still = still || word(i) == "still";
    }
    const bool done = one_of(word(i), {"done", "finished", "complete", "completed", "closed", "resolved", "answered"});
    const bool open = is_open(i) || one_of(word(i), {"left", "undone", "incomplete"});
    if (!(copula || still) || !(negative ? done : open)) return begin;
    return word(i + 1) == "yet" ? i + 2 : i + 1;
  }

  // "are not Anna's", "aren't assigned to Anna"
  bool is_not_of_someone(std::size_t i) const {
    const bool apart = word(i) == "are" && word(i + 1) == "not";
    if (!apart && word(i) != "aren't") return false;
    i += apart ? 2 : 1;
    while (one_of(word(i), {"assigned", "owned", "to", "for", "by", "the"})) ++i;
    return is_speaker(i);
  }

  // "are assigned to Anna", "does Anna have" behind a noun
  bool is_of_someone(std::size_t i) const {
    if (const std::size_t owner = past_assigned(words_, i); owner > i) return is_speaker(owner);
    if (!one_of(word(i), {"does", "do"})) return false;
    std::size_t last = i + 1;
    while (is_speaker(last) || one_of(word(last), {"the", "and", "or"})) ++last;
    return last > i + 1 && is_speaker(last - 1) && ends_in_owning(words_, last);
  }

  // "Please list only", "only list"; not the beginning of "to-dos"
  std::size_t past_courtesy() const {
    std::size_t i = 0;
    while ((is(WordClass::courtesy, word(i)) && word(i + 1) != "dos") || word(i) == "only") ++i;
    return i;
  }

  // Whether the noun at `first` is what the whole question asks for.
  bool asks_for(std::size_t first, bool which = false) const {
    std::size_t i = past_courtesy();
    if (which && word(i) == "which") ++i;
    if (one_of(word(i), {"list", "show", "find", "give", "get", "enumerate", "display", "any"})) ++i;
    if (one_of(word(i), {"what", "are"})) {
      ++i;
      while (one_of(word(i), {"are", "were", "there", "is"})) ++i;
    }
    while (i < first) {
      const bool passed = is_open(i) || one_of(word(i), {"me", "us", "all", "the", "our", "any", "of", "every", "still",
                                                         "main", "my", "only", "just"});
      const std::size_t next = passed ? i + 1 : past_owners(i);
      if (next == i) break;
      i = next;
    }
    return i == first;
  }

  // "decisions, action items and any open questions": whether the noun at `first` is in one list with the last that was
  // asked for.
  bool is_listed(std::size_t first) const {
    std::size_t i = listed_until_;
    const bool joined = one_of(word(i), {"and", "or"});
    if (i == 0 || i >= words_.size() || words_[i].opens || !(joined || words_[i].parted)) return false;
    if (joined) ++i;
    while (one_of(word(i), {"all", "the", "our", "any", "every"}) || is_open(i)) ++i;
    return i == first;
  }

  // "Which decisions …" is not one: the cues that type memories miss some, and the answer is more than a list.
  bool is_listing() const {
    return one_of(word(past_courtesy()),
                  {"list", "show", "find", "give", "get", "which", "enumerate", "display", "all"});
  }

  // "Action items", "Anna's tasks", "actions for Anna"; "what are the to-dos?" asks for more than a list, and "did
  // Anna's actions help?", "tasks that take long" for none.
  bool lists_actions(std::size_t first, std::size_t end) const {
    if (word(first) == "action" || is_of_someone(end)) return true;
    if (!ends_list_of_actions(end)) return false;
    if (first == past_courtesy()) return true;
    const bool asks_whether = is(WordClass::auxiliary, word(0)) && !is_speaker(0);
    return words_[first - 1].possessive && !asks_whether;
  }

  // Whether "actions" before `i` may be all that is named: no verb follows.
  bool ends_list_of_actions(std::size_t i) const {
    if (ends_clause(words_, i)) return true;
    if (word(i) == "on") {  // not "actions on Anna"
      const std::size_t of = i + (word(i + 1) == "the" ? 2 : 1);
      return of < words_.size() && uses_[of] != WordUse::speaker;
    }
    if (one_of(word(i), {"that", "which"}))
      return one_of(word(i + 1), {"are", "aren't"}) || disowns(words_, i + 2) || disowns(words_, i + 3);
    return one_of(word(i), {"from",  "and",    "or",        "for",       "of",         "in",       "at",  "since",
                            "about", "by",     "during",    "regarding", "concerning", "assigned", "due", "not",
                            "but",   "except", "excluding", "minus",     "besides",    "apart"});
  }

  // `end` is `first` for a verb.
  void add(MemoryType type, std::size_t first, std::size_t end) {
    const bool open_before = first > 0 && is_open(first - 1);
    const auto behind = end > first ? open_behind(end) : std::pair(end, end);
    const bool open = open_before || behind.second > end;
    const bool listed = end > first && is_listed(first);
    const bool may_be_open = type == MemoryType::action || type == MemoryType::question;
    const bool alone =
        end > first && asks_for(first, (open && may_be_open) || (type == MemoryType::action &&
                                                                 (is_not_of_someone(end) || is_of_someone(end))));
    const bool plural = end > first && before(end).ends_with('s');
    const bool settled = type == MemoryType::decision || type == MemoryType::action || type == MemoryType::question;
    // "list all risks", "open actions": a list is wanted and nothing else will do.
    const bool filter =
        alone && plural &&
        (is_listing() || (open && settled) || (type == MemoryType::action && lists_actions(first, end)));
    // What is listed beside a noun is wanted as that is.
    const auto standing = listed ? listed_as_ : filter ? Standing::filter : Standing::prior;
    if (listed || alone) {
      listed_until_ = end;
      listed_as_ = standing;
    }
    const std::size_t owners = names_owners(end, behind.first) ? behind.first : end;
    if (end > first) out_.nouns.emplace_back(first - (open_before ? 1 : 0), owners);
    out_.nouns.push_back(behind);
    if (open) out_.open.push_back(type);
    const auto known = std::ranges::find(out_.types, type, &NamedType::type);
    if (known == out_.types.end()) out_.types.push_back({type, standing});
  }

  std::span<const WordUse> uses_;
  std::size_t listed_until_ = 0;  // the end of the last noun that is asked for; 0: none yet
  Standing listed_as_ = Standing::prior;
  AskedTypes out_;
};

// "who owns", "Ben's due": between "about" and what it leads to.
bool stands_within_matter(const PlacedWord& word) {
  return word.possessive || is(WordClass::determiner, word.word) || is(WordClass::question_word, word.word) ||
         is(WordClass::auxiliary, word.word) || is_of_listing(word.word);
}

// "Risks to the deadline", "risks with the order"; not "to date", "in order of the date", "with their deadlines".
bool is_certain_thing(std::span<const PlacedWord> words, std::size_t i) {
  if (!one_of(words[i].word, {"deadline", "date", "order", "table", "name", "names", "status", "priority"}))
    return false;
  bool certain = false;
  for (; i > 0 && stands_within_matter(words[i - 1]); --i)
    certain = certain || words[i - 1].possessive || one_of(words[i - 1].word, {"the", "our", "this", "that"});
  if (!certain || i == 0) return false;
  if (words[i - 1].word == "of") return i > 1 && words[i - 2].word != "order";
  return one_of(words[i - 1].word, {"to", "for", "with"});
}

}  // namespace

AskedTypes asked_types(std::span<const PlacedWord> words, std::span<const WordUse> uses) {
  return TypeReader(words, uses).read();
}

bool only_asks_for_memories(std::string_view word) {
  const auto of_types = [&](std::span<const TypeWord> types) {
    return std::ranges::any_of(types, [&](const auto& type) {
      return type.word == word || (type.word.ends_with('s') && type.word.substr(0, type.word.size() - 1) == word);
    });
  };
  return only_lists(word) || is_of_listing(word) || is_telling(word) || of_types(kNouns) || of_types(kVerbs) ||
         one_of(word, {"item", "items", "points", "todo", "question", "questions", "next", "steps"}) || is_undone(word);
}

bool is_matter(std::span<const PlacedWord> words, std::size_t i) {
  while (i > 0 && stands_within_matter(words[i - 1])) --i;
  return one_of(word_before(words, i), {"about", "on", "regarding", "concerning", "around"});
}

bool has_topic(std::span<const PlacedWord> words, std::span<const WordUse> uses, const AskedTypes& asked) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool noun = std::ranges::any_of(asked.nouns, [&](auto at) { return i >= at.first && i < at.second; });
    const bool of_someone = i > 0 && (uses[i - 1] == WordUse::speaker || is(WordClass::subject, words[i - 1].word));
    const bool told = of_someone && (is(WordClass::telling, words[i].word) ||  // "that we make", "that Anna took"
                                     one_of(words[i].word, {"took", "promised", "accepted"}));
    const bool of_matter = is_matter(words, i) || is_certain_thing(words, i);
    const bool of_listing = (is_of_listing(words[i].word) && !of_matter) || is_where_told(words, i);
    if (uses[i] == WordUse::topic && !noun && !told && !of_listing && !only_lists(words[i].word)) return true;
  }
  return false;
}

}  // namespace hebb
